//! What the outside asks of the sessions, and what it is answered.

use std::time::Duration;

use baton_booking::handoff::{HandoffMode, HandoffReason};
use baton_booking::request::{BookingRequest, Lead};
use baton_booking::session::Session;
use baton_store::StoreError;
use jiff::Timestamp;

/// A booking to begin.
#[derive(Debug, Clone)]
pub struct NewBooking {
    pub request: BookingRequest,
    pub lead: Lead,
    pub idempotency: Option<Idempotency>,
}

/// The caller's promise that the same key means the same booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// Whose key this is: the name of the API key it came with.
    pub scope: String,
    pub key: String,
    pub body_hash: [u8; 32],
}

/// A booking that was taken on, now or by an earlier request with the same idempotency key.
#[derive(Debug, Clone)]
pub struct Started {
    pub session: Session,
    pub replayed: bool,
}

/// Why a booking was not taken on.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the queue is full")]
    QueueFull { retry_after: Duration },
    #[error("the idempotency key was used with another body")]
    IdempotencyMismatch,
    #[error("the service is shutting down")]
    ShuttingDown,
    #[error("failed to store the session")]
    Store(#[from] StoreError),
}

/// A session as it stands now.
#[derive(Debug, Clone)]
pub struct SessionView {
    pub session: Session,
    /// 1 for the session that starts next; `None` once it has started.
    pub queue_position: Option<usize>,
    /// The number of the last change; grows with each.
    pub seq: i64,
}

/// What fetching the link gives.
#[derive(Debug, Clone)]
pub enum HandoffAnswer {
    Ready {
        url: String,
        expires_at: Timestamp,
        mode: HandoffMode,
        reason: HandoffReason,
        state: &'static str,
    },
    NotReady {
        state: &'static str,
    },
    Over {
        state: &'static str,
    },
    NotFound,
}
