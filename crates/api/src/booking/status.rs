//! What is told about a session: the same view in the status, the list and the events. Holds no personal data.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{HandoffMode, HandoffReason, Outcome, SessionState};

/// A session's status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionStatus {
    /// Whether the question was answered; how the booking went is told by `state` and `outcome`.
    pub success: bool,
    #[serde(flatten)]
    pub session: SessionView,
}

/// One session as its platform sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    pub session_id: Uuid,
    pub state: SessionState,
    /// Only once the session has ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confirmation_details: Option<ConfirmationDetails>,
    /// Why it failed, in one sentence that a person understands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<String>,
    /// Why it failed, for machines.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(example = "time_unavailable")]
    pub code: Option<String>,
    /// What could have been chosen instead, in the site's own words.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub choices: Vec<String>,
    /// The step being driven.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(example = "date_time")]
    pub step: Option<String>,
    /// The place in the queue, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(minimum = 1)]
    pub queue_position: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub handoff_mode: Option<HandoffMode>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub handoff_reason: Option<HandoffReason>,
    /// The deposit that the page asks for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub deposit: Option<Deposit>,
    /// Payments that the site refused, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub payment_attempts: Vec<PaymentAttempt>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// The moment at which the link stops working.
    pub expires_at: Timestamp,
}

/// What the clinic's own page said about the finished booking.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmationDetails {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(example = "MXE-2026-7K2QF")]
    pub confirmation_number: Option<String>,
    /// RFC 3339 with the clinic's offset where it is known, otherwise as the page showed it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(example = "2030-02-05T14:30:00-05:00")]
    pub appointment_time: Option<String>,
    /// The appointment's date and time in the page's own words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(example = "Tuesday, February 5 at 2:30 PM")]
    pub appointment_time_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub service: Option<String>,
    /// What the page tells otherwise than it was asked for: `service`, `provider`, `date`, `time`. The booking is made all the same; somebody
    /// should look at it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[schema(example = json!(["time"]))]
    pub mismatch: Vec<String>,
}

/// An amount of money as the page showed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deposit {
    /// Hundredths of the currency's unit.
    #[schema(example = 5000)]
    pub amount_cents: i64,
    /// ISO 4217.
    #[schema(example = "USD")]
    pub currency: String,
}

/// One payment that the site refused. Never holds card data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaymentAttempt {
    pub at: Timestamp,
    #[schema(example = "declined")]
    pub result: String,
    /// The site's own words.
    #[schema(example = "Your card was declined. Please try a different card.")]
    pub message: String,
}

/// Sessions, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionList {
    pub success: bool,
    /// Sessions that have not ended, on this page or not.
    pub active_count: u64,
    pub sessions: Vec<SessionView>,
    /// Asks for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_cursor: Option<String>,
}
