//! Commands of the DOM domain: only what leads from a frame to the element that holds it.

use serde::{Deserialize, Serialize};

use crate::cdp::FrameId;
use crate::cdp::command::command;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetFrameOwner<'a> {
    pub(crate) frame_id: &'a FrameId,
}
command!(GetFrameOwner<'_>, "DOM.getFrameOwner" => FrameOwner);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameOwner {
    pub(crate) backend_node_id: i64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResolveNode {
    pub(crate) backend_node_id: i64,
    pub(crate) execution_context_id: u64,
}
command!(ResolveNode, "DOM.resolveNode" => ResolvedNode);

#[derive(Debug, Deserialize)]
pub(crate) struct ResolvedNode {
    pub(crate) object: NodeObject,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeObject {
    pub(crate) object_id: String,
}
