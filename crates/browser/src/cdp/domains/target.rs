//! Commands and events of the Target domain.

use serde::{Deserialize, Serialize};

use crate::cdp::command::command;
use crate::cdp::{ContextId, FrameId, SessionId, TargetId};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateBrowserContext<'a> {
    // disposeOnDetach is left out on purpose: the context has to outlive this client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) proxy_server: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) proxy_bypass_list: Option<&'a str>,
}
command!(CreateBrowserContext<'_>, "Target.createBrowserContext" => CreatedContext);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedContext {
    pub(crate) browser_context_id: ContextId,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DisposeBrowserContext<'a> {
    pub(crate) browser_context_id: &'a ContextId,
}
command!(DisposeBrowserContext<'_>, "Target.disposeBrowserContext");

#[derive(Debug, Serialize)]
pub(crate) struct GetBrowserContexts {}
command!(GetBrowserContexts, "Target.getBrowserContexts" => Contexts);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contexts {
    pub(crate) browser_context_ids: Vec<ContextId>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateTarget<'a> {
    pub(crate) url: &'a str,
    pub(crate) browser_context_id: &'a ContextId,
}
command!(CreateTarget<'_>, "Target.createTarget" => CreatedTarget);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedTarget {
    pub(crate) target_id: TargetId,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CloseTarget<'a> {
    pub(crate) target_id: &'a TargetId,
}
command!(CloseTarget<'_>, "Target.closeTarget");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttachToTarget<'a> {
    pub(crate) target_id: &'a TargetId,
    pub(crate) flatten: bool,
}
command!(AttachToTarget<'_>, "Target.attachToTarget" => Attached);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attached {
    pub(crate) session_id: SessionId,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DetachFromTarget<'a> {
    pub(crate) session_id: &'a SessionId,
}
command!(DetachFromTarget<'_>, "Target.detachFromTarget");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SetAutoAttach {
    pub(crate) auto_attach: bool,
    pub(crate) wait_for_debugger_on_start: bool,
    pub(crate) flatten: bool,
    pub(crate) filter: [TargetFilter; 1],
}
command!(SetAutoAttach, "Target.setAutoAttach");

#[derive(Debug, Serialize)]
pub(crate) struct TargetFilter {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) exclude: bool,
}

impl SetAutoAttach {
    /// Attaches to iframes of other processes, each held until our scripts are in place.
    pub(crate) fn iframes() -> Self {
        let filter = [TargetFilter { kind: "iframe", exclude: false }];
        Self { auto_attach: true, wait_for_debugger_on_start: true, flatten: true, filter }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct SetDiscoverTargets {
    pub(crate) discover: bool,
}
command!(SetDiscoverTargets, "Target.setDiscoverTargets");

#[derive(Debug, Serialize)]
pub(crate) struct GetTargets {}
command!(GetTargets, "Target.getTargets" => Targets);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Targets {
    pub(crate) target_infos: Vec<TargetInfo>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetTargetInfo<'a> {
    pub(crate) target_id: &'a TargetId,
}
command!(GetTargetInfo<'_>, "Target.getTargetInfo" => OneTarget);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OneTarget {
    pub(crate) target_info: TargetInfo,
}

/// What Chrome says about one of its targets.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetInfo {
    pub target_id: TargetId,
    /// `page`, `iframe`, `worker`, `browser_ui` and so on.
    #[serde(rename = "type")]
    pub kind: String,
    pub url: String,
    /// The page that opened this one.
    pub opener_id: Option<TargetId>,
    pub browser_context_id: Option<ContextId>,
    pub parent_frame_id: Option<FrameId>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttachedToTarget {
    pub(crate) session_id: SessionId,
    pub(crate) target_info: TargetInfo,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TargetCreated {
    pub(crate) target_info: TargetInfo,
}
