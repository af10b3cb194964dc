//! Commands and events of the Page and Inspector domains.

use serde::{Deserialize, Serialize};

use crate::cdp::FrameId;
use crate::cdp::command::command;

#[derive(Debug, Serialize)]
pub(crate) struct EnableInspector {}
command!(EnableInspector, "Inspector.enable");

#[derive(Debug, Serialize)]
pub(crate) struct Enable {}
command!(Enable, "Page.enable");

#[derive(Debug, Serialize)]
pub(crate) struct Navigate<'a> {
    pub(crate) url: &'a str,
}
command!(Navigate<'_>, "Page.navigate" => Navigated);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Navigated {
    pub(crate) frame_id: FrameId,
    pub(crate) loader_id: Option<String>,
    pub(crate) error_text: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct GetFrameTree {}
command!(GetFrameTree, "Page.getFrameTree" => FrameTreeReply);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameTreeReply {
    pub(crate) frame_tree: FrameTree,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameTree {
    pub(crate) frame: FrameInfo,
    #[serde(default)]
    pub(crate) child_frames: Vec<Self>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameInfo {
    pub(crate) id: FrameId,
    pub(crate) parent_id: Option<FrameId>,
    pub(crate) loader_id: String,
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) url_fragment: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct FrameNavigated {
    pub(crate) frame: FrameInfo,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NavigatedWithinDocument {
    pub(crate) frame_id: FrameId,
    pub(crate) url: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameAttached {
    pub(crate) frame_id: FrameId,
    pub(crate) parent_frame_id: FrameId,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameDetached {
    pub(crate) frame_id: FrameId,
    #[serde(default)]
    pub(crate) reason: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AddScript<'a> {
    pub(crate) source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) world_name: Option<&'a str>,
    /// Runs also in documents that are there already.
    pub(crate) run_immediately: bool,
}
command!(AddScript<'_>, "Page.addScriptToEvaluateOnNewDocument");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateIsolatedWorld<'a> {
    pub(crate) frame_id: &'a FrameId,
    pub(crate) world_name: &'a str,
}
command!(CreateIsolatedWorld<'_>, "Page.createIsolatedWorld" => CreatedWorld);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedWorld {
    pub(crate) execution_context_id: u64,
}

#[derive(Debug, Serialize)]
pub(crate) struct BringToFront {}
command!(BringToFront, "Page.bringToFront");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HandleDialog<'a> {
    pub(crate) accept: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prompt_text: Option<&'a str>,
}
command!(HandleDialog<'_>, "Page.handleJavaScriptDialog");

#[derive(Debug, Deserialize)]
pub(crate) struct DialogOpening {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) message: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CaptureScreenshot {
    pub(crate) format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quality: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) clip: Option<Clip>,
    pub(crate) capture_beyond_viewport: bool,
}
command!(CaptureScreenshot, "Page.captureScreenshot" => Screenshot);

#[derive(Debug, Serialize)]
pub(crate) struct Clip {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) scale: f64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Screenshot {
    pub(crate) data: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct GetLayoutMetrics {}
command!(GetLayoutMetrics, "Page.getLayoutMetrics" => LayoutMetrics);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LayoutMetrics {
    pub(crate) css_content_size: crate::geometry::Rect,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StartScreencast {
    pub(crate) format: &'static str,
    pub(crate) quality: u8,
    pub(crate) max_width: u32,
    pub(crate) max_height: u32,
    pub(crate) every_nth_frame: u32,
}
command!(StartScreencast, "Page.startScreencast");

#[derive(Debug, Serialize)]
pub(crate) struct StopScreencast {}
command!(StopScreencast, "Page.stopScreencast");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AckScreencastFrame {
    pub(crate) session_id: i64,
}
command!(AckScreencastFrame, "Page.screencastFrameAck");

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScreencastFrame {
    pub(crate) data: String,
    pub(crate) metadata: ScreencastMetadata,
    pub(crate) session_id: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScreencastMetadata {
    pub(crate) device_width: f64,
    pub(crate) device_height: f64,
    pub(crate) scroll_offset_x: f64,
    pub(crate) scroll_offset_y: f64,
    /// When it was captured, before it was encoded: seconds since 1970 by Chrome's clock.
    pub(crate) timestamp: Option<f64>,
}
