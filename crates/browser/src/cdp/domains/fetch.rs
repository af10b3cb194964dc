//! Commands and events of the Fetch domain: requests held until they are judged.

use serde::{Deserialize, Serialize};

use crate::cdp::command::command;
use crate::cdp::{FrameId, RequestId};

#[derive(Debug, Serialize)]
pub(crate) struct Enable {}
command!(Enable, "Fetch.enable");

#[derive(Debug, Serialize)]
pub(crate) struct Disable {}
command!(Disable, "Fetch.disable");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContinueRequest<'a> {
    pub(crate) request_id: &'a RequestId,
}
command!(ContinueRequest<'_>, "Fetch.continueRequest");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FailRequest<'a> {
    pub(crate) request_id: &'a RequestId,
    pub(crate) error_reason: &'static str,
}
command!(FailRequest<'_>, "Fetch.failRequest");

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestPaused {
    pub(crate) request_id: RequestId,
    pub(crate) request: PausedRequest,
    pub(crate) frame_id: FrameId,
    pub(crate) resource_type: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PausedRequest {
    pub(crate) url: String,
    pub(crate) method: String,
}
