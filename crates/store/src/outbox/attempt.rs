//! Noting how an attempt went, and what comes next.

use std::time::Duration;

use jiff::Timestamp;

use super::WebhookId;
use crate::database::{Write, millis};
use crate::{Store, StoreError};

/// One POST and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRecord {
    pub at: Timestamp,
    /// `None` when no answer came.
    pub status: Option<u16>,
    /// Why it does not count as delivered.
    pub error: Option<String>,
    pub duration: Duration,
}

/// What comes after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Delivered,
    RetryAt(Timestamp),
    /// Nobody will try again, unless it is replayed.
    Dead,
}

impl Next {
    fn state(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::RetryAt(_) => "pending",
            Self::Dead => "dead",
        }
    }

    fn due_at(self) -> Option<i64> {
        match self {
            Self::RetryAt(at) => Some(millis(at)),
            Self::Delivered | Self::Dead => None,
        }
    }
}

impl Store {
    /// Records an attempt and ends the lease on its callback. What was delivered stays delivered, even if a second dispatcher,
    /// whose lease ran out meanwhile, failed.
    pub async fn record_attempt(
        &self,
        webhook_id: &WebhookId,
        attempt: &AttemptRecord,
        next: Next,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query(
            "UPDATE callbacks SET state = $2, due_at = COALESCE($3, due_at), attempts_made = attempts_made + 1,
                    owner = NULL, lease_until = 0
             WHERE webhook_id = $1 AND state = 'pending'",
        )
        .bind(webhook_id.as_str())
        .bind(next.state())
        .bind(next.due_at())
        .execute(write.on())
        .await?;
        attempt.insert(&mut write, webhook_id).await?;
        write.commit().await
    }
}

impl AttemptRecord {
    async fn insert(&self, write: &mut Write<'_>, webhook_id: &WebhookId) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO callback_attempts (webhook_id, number, at, status, error, duration_ms)
             SELECT $1, COALESCE(max(number), 0) + 1, $2, $3, $4, $5 FROM callback_attempts WHERE webhook_id = $1",
        )
        .bind(webhook_id.as_str())
        .bind(millis(self.at))
        .bind(self.status.map(i64::from))
        .bind(self.error.as_deref())
        .bind(i64::try_from(self.duration.as_millis()).unwrap_or(i64::MAX))
        .execute(write.on())
        .await?;
        Ok(())
    }
}
