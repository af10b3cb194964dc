//! Taking due callbacks out of the outbox, one dispatcher at a time.

use std::time::Duration;

use baton_booking::id::SessionId;
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, FromRow};

use super::WebhookId;
use crate::database::{millis, moment};
use crate::lease::{count, lease_end};
use crate::{Owner, Store, StoreError};

/// A callback to send now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueCallback {
    pub webhook_id: WebhookId,
    pub session_id: SessionId,
    pub url: String,
    pub body: String,
    /// How many attempts of this round failed before.
    pub attempts_made: u32,
}

impl Store {
    /// Claims up to `limit` callbacks that are due at `now`, the longest due first. Until the lease runs out, by the database's
    /// clock, or the attempt is recorded, nobody else gets them.
    pub async fn due_callbacks(
        &self,
        now: Timestamp,
        owner: &Owner,
        lease: Duration,
        limit: usize,
    ) -> Result<Vec<DueCallback>, StoreError> {
        let statement = format!(
            "UPDATE callbacks SET owner = $1, lease_until = $2
             WHERE webhook_id IN (SELECT webhook_id FROM callbacks
                                  WHERE state = 'pending' AND due_at <= $3 AND lease_until < $4
                                  ORDER BY due_at, webhook_id LIMIT $5 {})
             RETURNING webhook_id, session_id, url, body, attempts_made, due_at",
            self.engine().skip_locked(),
        );
        let mut write = self.write().await?;
        let database_now = write.now().await?;
        let mut rows: Vec<DueRow> = sqlx::query_as(AssertSqlSafe(statement))
            .bind(owner.as_str())
            .bind(lease_end(database_now, lease))
            .bind(millis(now))
            .bind(database_now)
            .bind(count(limit))
            .fetch_all(write.on())
            .await?;
        write.commit().await?;
        rows.sort_by(|one, other| (one.due_at, &one.webhook_id).cmp(&(other.due_at, &other.webhook_id)));
        rows.into_iter().map(DueCallback::try_from).collect()
    }

    /// When to look for due callbacks next; `None` while the outbox is empty. One that is being sent counts from the end of its
    /// lease, when it has to be sent anew.
    pub async fn next_callback_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let due: Option<i64> = sqlx::query_scalar(
            "SELECT min(CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END)
             FROM callbacks WHERE state = 'pending'",
        )
        .fetch_one(self.reads())
        .await?;
        Ok(due.and_then(moment))
    }
}

#[derive(FromRow)]
struct DueRow {
    webhook_id: String,
    session_id: String,
    url: String,
    body: String,
    attempts_made: i64,
    due_at: i64,
}

impl TryFrom<DueRow> for DueCallback {
    type Error = StoreError;

    fn try_from(row: DueRow) -> Result<Self, StoreError> {
        let corrupt = |column| StoreError::corrupt("callbacks", column, &row.webhook_id);
        Ok(Self {
            session_id: row.session_id.parse().map_err(|_| corrupt("session_id"))?,
            attempts_made: u32::try_from(row.attempts_made).map_err(|_| corrupt("attempts_made"))?,
            webhook_id: WebhookId(row.webhook_id),
            url: row.url,
            body: row.body,
        })
    }
}
