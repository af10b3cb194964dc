//! The one shape of every refusal, and the codes it may carry.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::booking::SessionState;

/// What every answer that is no success looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// Always false.
    pub success: bool,
    /// One sentence that a person understands.
    pub error: String,
    pub code: ErrorCode,
    /// Every field that was wrong, where fields were.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub details: Vec<FieldError>,
    /// Where the session stands, where that is the reason.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<SessionState>,
}

impl ErrorBody {
    pub fn new(code: ErrorCode, error: impl Into<String>) -> Self {
        Self { success: false, error: error.into(), code, details: Vec::new(), state: None }
    }
}

/// One field that was wrong. Never repeats what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    #[schema(example = "lead.email")]
    pub path: String,
    #[schema(example = "is not an e-mail address")]
    pub message: String,
}

/// Why a request was refused, for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    InvalidRequest,
    Unauthorized,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    RequestTimeout,
    /// The page is not ready yet: ask again.
    NotReady,
    IdempotencyMismatch,
    /// The session has not ended, or asked for no callback.
    NoCallback,
    /// The session has ended: there is no link any more.
    SessionOver,
    PayloadTooLarge,
    UnsupportedMediaType,
    QueueFull,
    RateLimited,
    Internal,
    /// The service is starting or stopping: ask again.
    Unavailable,
    /// A code that this version does not know.
    #[serde(other)]
    Unknown,
}
