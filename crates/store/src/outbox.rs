//! The outbox: one callback per session, kept until it is delivered or given up. Knows neither HTTP nor when to try again.

mod attempt;
mod claim;
mod report;

pub use attempt::{AttemptRecord, Next};
pub use claim::DueCallback;
pub use report::{CallbackRecord, CallbackState, DeadLetter};

use std::fmt;

use baton_booking::id::SessionId;
use jiff::Timestamp;

use crate::database::{Write, millis};
use crate::notifications::Topic;
use crate::{Store, StoreError};

/// The id that every attempt of a callback carries, for ever the same, so that its receiver can tell a repetition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebhookId(String);

/// A callback that the end of a session causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCallback {
    pub webhook_id: WebhookId,
    pub session_id: SessionId,
    pub url: String,
    /// The exact bytes that every attempt signs and sends. Hold nothing of the lead.
    pub body: String,
    pub created_at: Timestamp,
}

impl WebhookId {
    pub fn generate() -> Self {
        Self(format!("msg_{}", uuid::Uuid::new_v4().simple()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebhookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl NewCallback {
    /// Puts the callback into the outbox, due at once.
    pub(crate) async fn insert(&self, write: &mut Write<'_>) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO callbacks (webhook_id, session_id, url, body, created_at, due_at, state, attempts_made, lease_until)
             VALUES ($1, $2, $3, $4, $5, $5, 'pending', 0, 0)",
        )
        .bind(self.webhook_id.as_str())
        .bind(self.session_id.to_string())
        .bind(self.url.as_str())
        .bind(self.body.as_str())
        .bind(millis(self.created_at))
        .execute(write.on())
        .await?;
        Ok(())
    }
}

impl Store {
    /// Has the session's callback sent again, on a fresh schedule and under its old id. `false` when it never had one.
    pub async fn replay_callback(&self, id: SessionId, now: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.write().await?;
        let replayed = sqlx::query(
            "UPDATE callbacks SET state = 'pending', due_at = $2, attempts_made = 0 WHERE session_id = $1",
        )
        .bind(id.to_string())
        .bind(millis(now))
        .execute(write.on())
        .await?
        .rows_affected();
        write.announce(Topic::Outbox);
        write.commit().await?;
        Ok(replayed > 0)
    }
}
