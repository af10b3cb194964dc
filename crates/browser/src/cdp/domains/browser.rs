//! Commands and events of the Browser domain.

use serde::{Deserialize, Serialize};

use crate::cdp::command::command;
use crate::cdp::{ContextId, FrameId};

#[derive(Debug, Serialize)]
pub(crate) struct GetVersion {}
command!(GetVersion, "Browser.getVersion" => Version);

/// Which browser is at the other end.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Such as `Chrome/156.0.8078.79`.
    pub product: String,
    pub protocol_version: String,
    pub user_agent: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SetDownloadBehavior<'a> {
    pub(crate) behavior: &'static str,
    pub(crate) browser_context_id: &'a ContextId,
    pub(crate) events_enabled: bool,
}
command!(SetDownloadBehavior<'_>, "Browser.setDownloadBehavior");

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DownloadWillBegin {
    pub(crate) frame_id: FrameId,
    pub(crate) url: String,
}
