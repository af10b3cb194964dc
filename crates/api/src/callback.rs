//! What a platform is told, once, when a session has ended.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::booking::{ConfirmationDetails, Outcome, SessionState};

/// The body of a callback. It comes at least once: `webhook-id` tells repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallbackBody {
    #[serde(rename = "type")]
    pub kind: CallbackKind,
    /// When the session ended.
    pub timestamp: Timestamp,
    pub session_id: Uuid,
    pub state: SessionState,
    pub outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confirmation_details: Option<ConfirmationDetails>,
    /// Why it failed, in one sentence that a person understands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<String>,
    /// Why it failed, for machines.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
}

/// The four ends of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum CallbackKind {
    #[serde(rename = "booking.completed")]
    Completed,
    #[serde(rename = "booking.failed")]
    Failed,
    #[serde(rename = "booking.abandoned")]
    Abandoned,
    #[serde(rename = "booking.cancelled")]
    Cancelled,
}

impl CallbackKind {
    /// The end that `state` is; `None` while the session lives.
    pub fn of(state: SessionState) -> Option<Self> {
        match state {
            SessionState::Completed => Some(Self::Completed),
            SessionState::Failed => Some(Self::Failed),
            SessionState::Abandoned => Some(Self::Abandoned),
            SessionState::Cancelled => Some(Self::Cancelled),
            SessionState::Created
            | SessionState::Navigating
            | SessionState::ReadyForHandoff
            | SessionState::Monitoring => None,
        }
    }
}
