//! What a page tells those who listen.

use std::fmt;

use crate::cdp::{FrameId, RequestId};
use crate::page::Page;

/// Something that happened on a page. A listener that falls behind is told how many it missed.
#[derive(Clone)]
pub enum PageEvent {
    /// A frame shows another document, or another address within the same one.
    Navigated {
        frame: FrameId,
        url: String,
    },
    FrameAttached {
        frame: FrameId,
    },
    FrameDetached {
        frame: FrameId,
    },
    /// The frame's document can be asked questions.
    FrameReady {
        frame: FrameId,
    },
    /// A script called a binding. The payload may hold what a person typed: never log it.
    Binding {
        frame: FrameId,
        name: String,
        payload: String,
    },
    /// A dialog holds the page until it is accepted or dismissed. Without listeners it is dismissed at once.
    Dialog {
        kind: DialogKind,
        message: String,
    },
    Popup(Page),
    RequestStarted {
        frame: Option<FrameId>,
        request_id: RequestId,
        resource_type: String,
        method: String,
        url: String,
    },
    Response {
        frame: Option<FrameId>,
        request_id: RequestId,
        resource_type: String,
        url: String,
        status: u16,
    },
    RequestFailed {
        request_id: RequestId,
        reason: String,
    },
    /// The page wanted to save a file and may not.
    DownloadRefused {
        url: String,
    },
    Crashed,
    Closed,
}

impl fmt::Debug for PageEvent {
    /// Names the event and tells nothing of it: payloads and addresses may hold what a person typed.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Navigated { .. } => "Navigated",
            Self::FrameAttached { .. } => "FrameAttached",
            Self::FrameDetached { .. } => "FrameDetached",
            Self::FrameReady { .. } => "FrameReady",
            Self::Binding { .. } => "Binding",
            Self::Dialog { .. } => "Dialog",
            Self::Popup(_) => "Popup",
            Self::RequestStarted { .. } => "RequestStarted",
            Self::Response { .. } => "Response",
            Self::RequestFailed { .. } => "RequestFailed",
            Self::DownloadRefused { .. } => "DownloadRefused",
            Self::Crashed => "Crashed",
            Self::Closed => "Closed",
        })
    }
}

/// Which dialog a page has opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialogKind {
    Alert,
    Confirm,
    Prompt,
    BeforeUnload,
}

impl DialogKind {
    pub(crate) fn parse(kind: &str) -> Self {
        match kind {
            "confirm" => Self::Confirm,
            "prompt" => Self::Prompt,
            "beforeunload" => Self::BeforeUnload,
            _ => Self::Alert,
        }
    }
}
