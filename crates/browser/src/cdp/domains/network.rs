//! Commands and events of the Network and Storage domains.

use serde::{Deserialize, Serialize};

use crate::cdp::command::command;
use crate::cdp::{ContextId, FrameId, RequestId};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Enable {
    pub(crate) max_total_buffer_size: u64,
    pub(crate) max_resource_buffer_size: u64,
}
command!(Enable, "Network.enable");

#[derive(Debug, Serialize)]
pub(crate) struct Disable {}
command!(Disable, "Network.disable");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetResponseBody<'a> {
    pub(crate) request_id: &'a RequestId,
}
command!(GetResponseBody<'_>, "Network.getResponseBody" => ResponseBody);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResponseBody {
    pub(crate) body: String,
    pub(crate) base64_encoded: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetCookies<'a> {
    pub(crate) browser_context_id: &'a ContextId,
}
command!(GetCookies<'_>, "Storage.getCookies" => Cookies);

#[derive(Debug, Deserialize)]
pub(crate) struct Cookies {
    pub(crate) cookies: Vec<Cookie>,
}

/// A cookie of a context.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cookie {
    pub name: String,
    pub value: String,
    pub domain: String,
    pub path: String,
    pub http_only: bool,
    pub secure: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestWillBeSent {
    pub(crate) request_id: RequestId,
    pub(crate) request: Request,
    #[serde(default, rename = "type")]
    pub(crate) resource_type: String,
    pub(crate) frame_id: Option<FrameId>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Request {
    pub(crate) url: String,
    pub(crate) method: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResponseReceived {
    pub(crate) request_id: RequestId,
    pub(crate) loader_id: String,
    pub(crate) response: Response,
    #[serde(rename = "type")]
    pub(crate) resource_type: String,
    pub(crate) frame_id: Option<FrameId>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Response {
    pub(crate) url: String,
    pub(crate) status: u16,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoadingFailed {
    pub(crate) request_id: RequestId,
    pub(crate) error_text: String,
}
