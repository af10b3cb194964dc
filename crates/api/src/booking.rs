//! The bodies of `/api/v1/booking`: what a platform sends and what it reads. camelCase JSON, RFC 3339 times in UTC.

mod start;
mod status;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use start::{BookingStarted, HandoffPreference, Lead, StartBooking};
pub use status::{ConfirmationDetails, Deposit, PaymentAttempt, SessionList, SessionStatus, SessionView};

use jiff::Timestamp;
use uuid::Uuid;

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// Waits for a place.
    Created,
    /// Service, provider, time and contact details are being filled in.
    Navigating,
    /// The page is ready; nobody has asked for its link yet.
    ReadyForHandoff,
    /// The link is out; the page is watched.
    Monitoring,
    Completed,
    Failed,
    Abandoned,
    Cancelled,
}

impl SessionState {
    pub const ALL: [Self; 8] = [
        Self::Created,
        Self::Navigating,
        Self::ReadyForHandoff,
        Self::Monitoring,
        Self::Completed,
        Self::Failed,
        Self::Abandoned,
        Self::Cancelled,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Navigating => "navigating",
            Self::ReadyForHandoff => "ready_for_handoff",
            Self::Monitoring => "monitoring",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Abandoned => "abandoned",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    pub fn is_terminal(self) -> bool {
        match self {
            Self::Created | Self::Navigating | Self::ReadyForHandoff | Self::Monitoring => false,
            Self::Completed | Self::Failed | Self::Abandoned | Self::Cancelled => true,
        }
    }
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The clinic's page confirmed the booking.
    Success,
    /// The payment was refused and the patient did not try again in time.
    PaymentFailed,
    /// The date or time is not to be had, or was taken before the patient paid.
    SlotUnavailable,
    /// The patient did not finish in time.
    Timeout,
    Cancelled,
    /// Anything else; `code` says what.
    Error,
}

/// How the page reaches the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandoffMode {
    /// The very page, shown live on the patient's phone.
    Live,
    /// The site's own address, proven to restore the prepared page in another browser.
    Direct,
}

/// What the patient is asked to do on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandoffReason {
    Payment,
    VerificationCode,
    /// No deposit is asked for: only the last button is left.
    Review,
    Captcha,
}

/// The link for the patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandoffUrl {
    pub success: bool,
    pub session_id: Uuid,
    /// The address that the patient opens to finish the booking. Whoever has it has the page.
    #[schema(example = "https://book.example.com/h/Zk3v9QpX1c#0f1e2d3c4b5a69788796a5b4c3d2e1f0")]
    pub handoff_url: String,
    /// The moment at which the link stops working.
    pub expires_at: Timestamp,
    pub state: SessionState,
    pub handoff_mode: HandoffMode,
    pub handoff_reason: HandoffReason,
}

/// The answer to a cancel. A session that had ended keeps its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionCancelled {
    pub success: bool,
    pub session_id: Uuid,
    pub state: SessionState,
    #[schema(example = "The session was cancelled.")]
    pub message: String,
}

/// The answer to a request to send a callback again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallbackReplayed {
    pub success: bool,
    pub session_id: Uuid,
    pub message: String,
}
