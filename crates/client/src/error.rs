//! What can go wrong between a platform and Baton, by the code that Baton gives it.

use std::time::Duration;

use baton_api::booking::{SessionState, SessionView};
use baton_api::error::{ErrorBody, ErrorCode, FieldError};

/// Why a question to Baton has no good answer. None of them repeats what was sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    #[error("the service's address is not a URL")]
    Address(#[from] url::ParseError),
    #[error("the service cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    #[error("the service ended the stream of events")]
    Interrupted,
    /// The service answered, with a reason.
    #[error("{}", .0.message)]
    Refused(Box<Refusal>),
    /// Something between here and the service answered in its place.
    #[error("unexpected answer with status {status}")]
    Unexpected { status: u16, busy: bool },
    #[error("the answer cannot be read")]
    Malformed(#[source] reqwest::Error),
    /// The session ended before what was waited for came to be.
    #[error("the session ended: {}", .0.error.as_deref().unwrap_or(.0.state.as_str()))]
    Ended(Box<SessionView>),
    #[error("gave up waiting for {waiting_for} after {} s", .after.as_secs())]
    Overdue { waiting_for: &'static str, after: Duration },
}

/// A refusal of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub code: ErrorCode,
    /// One sentence that a person understands.
    pub message: String,
    /// Every field that was wrong, where fields were.
    pub details: Vec<FieldError>,
    /// Where the session stands, where that is the reason.
    pub state: Option<SessionState>,
    pub retry_after: Option<Duration>,
}

impl Refusal {
    pub(crate) fn new(status: u16, body: ErrorBody, retry_after: Option<Duration>) -> Self {
        let ErrorBody { success: _, error, code, details, state } = body;
        Self { status, code, message: error, details, state, retry_after }
    }
}

impl ClientError {
    /// The code of a refusal.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }

    /// Returns how long to pause before asking again; `None` if asking again is no use or would take too long.
    pub(crate) fn retry_after_at_most(&self, longest: Duration) -> Option<Duration> {
        match self {
            Self::Unreachable(_) | Self::Unexpected { busy: true, .. } => Some(Duration::ZERO),
            Self::Refused(refusal) if matches!(refusal.status, 429 | 502 | 503 | 504) => {
                refusal.retry_after.or(Some(Duration::ZERO)).filter(|pause| *pause <= longest)
            }
            _ => None,
        }
    }
}

// The address may hold a session's id, which the caller knows anyway and a log need not.
impl From<reqwest::Error> for ClientError {
    fn from(error: reqwest::Error) -> Self {
        Self::Unreachable(error.without_url())
    }
}
