//! What the script in a frame reports; see `page/watch.js`. Numbers are the frame's own.

use serde::Deserialize;

use crate::protocol::Facts;

/// The number of a frame's own document as a surface.
pub(super) const DOCUMENT: u32 = 0;
/// Stands for the glass: what does not scroll with anything.
pub(super) const PINNED: i64 = -1;

/// One frame's view of itself.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameReport {
    /// Made up anew by every document.
    pub(crate) document: String,
    pub(crate) is_main: bool,
    pub(crate) title: String,
    pub(crate) lang: String,
    pub(crate) background: String,
    /// The document first.
    pub(crate) surfaces: Vec<PageSurface>,
    pub(crate) frames: Vec<HeldFrame>,
    pub(crate) controls: Vec<PageControl>,
    /// Controls that are there, under something else. A page that outlives its service may have been given an older script, which does not say.
    #[serde(default)]
    pub(crate) covered: Vec<u32>,
    pub(crate) focused: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct PageSurface {
    pub(crate) id: u32,
    pub(crate) on: i64,
    pub(crate) r#box: [f64; 4],
    pub(crate) content: [f64; 2],
    pub(crate) scroll: [f64; 2],
    pub(crate) moved: u32,
    #[serde(default)]
    pub(crate) heard: u32,
}

/// An element that holds another frame.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct HeldFrame {
    pub(crate) id: u32,
    pub(crate) surface: i64,
    pub(crate) r#box: [f64; 4],
    /// Whether it lies under something else.
    #[serde(default)]
    pub(crate) covered: bool,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct PageControl {
    pub(crate) id: u32,
    pub(crate) surface: i64,
    pub(crate) r#box: [f64; 4],
    /// Name, id and placeholder: what a field without `autocomplete` is guessed from.
    pub(crate) said: String,
    #[serde(flatten)]
    pub(crate) facts: Facts,
}

impl FrameReport {
    /// Reads a report. Nothing when it is none: the error would quote what it could not read.
    pub(crate) fn read(payload: &str) -> Option<Self> {
        serde_json::from_str(payload).ok()
    }
}
