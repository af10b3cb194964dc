//! What can go wrong on a page for good. What will be tried again is `NotYet`, a value.

use crate::cdp::{BrowserLost, CdpError};
use crate::progress::Stopped;

/// How a page ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageEnd {
    #[error("the page was closed")]
    Closed,
    #[error("the page crashed")]
    Crashed,
    #[error(transparent)]
    Lost(BrowserLost),
}

/// A failed operation on a page.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PageError {
    #[error(transparent)]
    Ended(#[from] PageEnd),
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The frame was removed, or replaced by one in another process.
    #[error("use a frame that is gone")]
    FrameGone,
    /// The document was replaced while its script ran.
    #[error("finish a script: the frame navigated meanwhile")]
    Navigated,
    #[error("open {url}: {reason}")]
    Unreachable { url: String, reason: String },
    /// A script threw. The text is the script's own and holds no values.
    #[error("run a script: {message}")]
    Script { message: String },
    #[error("understand what a script returned")]
    Unreadable,
    #[error(transparent)]
    Cdp(CdpError),
}

impl PageError {
    /// Whether nothing more can be done with the page.
    pub fn is_end(&self) -> bool {
        matches!(self, Self::Ended(_))
    }

    /// Whether the frame has changed under the operation, so that the same question may be asked again.
    pub fn is_navigation(&self) -> bool {
        matches!(self, Self::FrameGone | Self::Navigated)
    }
}

impl From<CdpError> for PageError {
    fn from(error: CdpError) -> Self {
        match error {
            CdpError::Lost(lost) => Self::Ended(PageEnd::Lost(lost)),
            CdpError::Crashed { .. } => Self::Ended(PageEnd::Crashed),
            CdpError::Detached { .. } => Self::Ended(PageEnd::Closed),
            error if error.is_world_gone() => Self::Navigated,
            error => Self::Cdp(error),
        }
    }
}
