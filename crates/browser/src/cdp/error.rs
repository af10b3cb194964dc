//! What can go wrong between us and Chrome.

use std::time::Duration;

/// Why there is no browser at the other end any more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("browser lost: {reason}")]
pub struct BrowserLost {
    pub reason: String,
}

/// Why a session with one target ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    /// The target was closed, swapped to another process, or we detached.
    Detached,
    /// The renderer process crashed.
    Crashed,
    /// The whole browser is gone.
    Lost(BrowserLost),
}

/// A call that Chrome did not answer as hoped.
///
/// Never carries parameters or results: they may hold what a person typed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CdpError {
    #[error("connect to {endpoint}: {reason}")]
    Connect { endpoint: String, reason: String },
    #[error(transparent)]
    Lost(#[from] BrowserLost),
    #[error("call {method}: the target was closed")]
    Detached { method: &'static str },
    #[error("call {method}: the target crashed")]
    Crashed { method: &'static str },
    #[error("call {method}: no answer within {limit:?}")]
    NoAnswer { method: &'static str, limit: Duration },
    #[error("call {method}: {message} ({code})")]
    Rejected { method: &'static str, code: i64, message: String },
    #[error("understand the answer to {method}")]
    Unreadable { method: &'static str },
    #[error("send {method}: too many commands are waiting for the socket")]
    Overloaded { method: &'static str },
}

impl CdpError {
    pub(crate) fn ended(method: &'static str, end: &SessionEnd) -> Self {
        match end {
            SessionEnd::Detached => Self::Detached { method },
            SessionEnd::Crashed => Self::Crashed { method },
            SessionEnd::Lost(lost) => Self::Lost(lost.clone()),
        }
    }

    /// Whether Chrome said that the JavaScript world of the call was replaced by a navigation.
    pub(crate) fn is_world_gone(&self) -> bool {
        const GONE: [&str; 5] = [
            "Cannot find context with specified id",
            "Execution context was destroyed",
            "Inspected target navigated or closed",
            "Argument should belong to the same JavaScript world",
            "No frame for given id found",
        ];
        matches!(self, Self::Rejected { message, .. } if GONE.iter().any(|gone| message.contains(gone)))
    }

    /// Whether Chrome said that it does not know the page or window of the call.
    pub(crate) fn is_target_gone(&self) -> bool {
        matches!(self, Self::Rejected { message, .. } if message.contains("No target with given id found"))
    }
}
