//! Commands and events of the Runtime domain.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cdp::FrameId;
use crate::cdp::command::command;

#[derive(Debug, Serialize)]
pub(crate) struct Enable {}
command!(Enable, "Runtime.enable");

#[derive(Debug, Serialize)]
pub(crate) struct RunIfWaitingForDebugger {}
command!(RunIfWaitingForDebugger, "Runtime.runIfWaitingForDebugger");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AddBinding<'a> {
    pub(crate) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) execution_context_name: Option<&'a str>,
}
command!(AddBinding<'_>, "Runtime.addBinding");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallFunctionOn<'a> {
    pub(crate) function_declaration: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) execution_context_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) object_id: Option<&'a str>,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) return_by_value: bool,
    pub(crate) await_promise: bool,
    pub(crate) silent: bool,
}
command!(CallFunctionOn<'_>, "Runtime.callFunctionOn" => Evaluated);

#[derive(Debug, Serialize)]
pub(crate) struct Argument {
    pub(crate) value: Value,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Evaluate<'a> {
    pub(crate) expression: &'a str,
    pub(crate) context_id: u64,
    pub(crate) silent: bool,
}
command!(Evaluate<'_>, "Runtime.evaluate" => Evaluated);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Evaluated {
    pub(crate) result: RemoteObject,
    pub(crate) exception_details: Option<ExceptionDetails>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemoteObject {
    /// Missing for `undefined`.
    #[serde(default)]
    pub(crate) value: Value,
    pub(crate) description: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ExceptionDetails {
    pub(crate) text: String,
    pub(crate) exception: Option<RemoteObject>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ContextCreated {
    pub(crate) context: ExecutionContext,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExecutionContext {
    pub(crate) id: u64,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aux_data: ContextAuxData,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContextAuxData {
    pub(crate) frame_id: Option<FrameId>,
    #[serde(default)]
    pub(crate) is_default: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContextDestroyed {
    pub(crate) execution_context_id: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BindingCalled {
    pub(crate) name: String,
    pub(crate) payload: String,
    pub(crate) execution_context_id: u64,
}
