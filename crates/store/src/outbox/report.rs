//! What became of callbacks, for operators.

use std::time::Duration;

use baton_booking::id::SessionId;
use jiff::Timestamp;
use sqlx::FromRow;

use super::{AttemptRecord, WebhookId};
use crate::database::moment;
use crate::lease::count;
use crate::{Store, StoreError};

/// A callback with everything that was tried to deliver it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackRecord {
    pub webhook_id: WebhookId,
    pub url: String,
    pub created_at: Timestamp,
    pub state: CallbackState,
    /// Oldest first, of all rounds.
    pub attempts: Vec<AttemptRecord>,
}

/// Where a callback stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackState {
    Pending { due_at: Timestamp },
    Delivered,
    Dead,
}

/// A callback that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    pub webhook_id: WebhookId,
    pub session_id: SessionId,
    pub url: String,
    pub created_at: Timestamp,
    pub attempts_made: u32,
}

impl Store {
    /// The callback of a session; `None` when its end caused none, or it has not ended.
    pub async fn callback_of(&self, id: SessionId) -> Result<Option<CallbackRecord>, StoreError> {
        // In one statement: an attempt is saved together with what it made of the callback, and they are read together too.
        let rows: Vec<Tried> = sqlx::query_as(
            "SELECT callbacks.*, attempts.at, attempts.status, attempts.error, attempts.duration_ms
             FROM callbacks LEFT JOIN callback_attempts AS attempts ON attempts.webhook_id = callbacks.webhook_id
             WHERE callbacks.session_id = $1 ORDER BY attempts.number",
        )
        .bind(id.to_string())
        .fetch_all(self.reads())
        .await?;
        let Some(callback) = rows.first().map(|row| row.callback.clone()) else { return Ok(None) };
        let attempts = rows.into_iter().filter_map(|row| row.attempt.record(&row.callback.webhook_id));
        let attempts = attempts.collect::<Result<_, _>>()?;
        callback.with(attempts).map(Some)
    }

    /// The callbacks that were given up, newest first.
    pub async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>, StoreError> {
        let rows: Vec<CallbackRow> =
            sqlx::query_as("SELECT * FROM callbacks WHERE state = 'dead' ORDER BY created_at DESC LIMIT $1")
                .bind(count(limit))
                .fetch_all(self.reads())
                .await?;
        rows.into_iter().map(DeadLetter::try_from).collect()
    }
}

#[derive(Clone, FromRow)]
struct CallbackRow {
    webhook_id: String,
    session_id: String,
    url: String,
    created_at: i64,
    state: String,
    due_at: i64,
    attempts_made: i64,
}

impl CallbackRow {
    fn with(self, attempts: Vec<AttemptRecord>) -> Result<CallbackRecord, StoreError> {
        let corrupt = |column| StoreError::corrupt("callbacks", column, &self.webhook_id);
        let state = match self.state.as_str() {
            "pending" => {
                CallbackState::Pending { due_at: moment(self.due_at).ok_or_else(|| corrupt("due_at"))? }
            }
            "delivered" => CallbackState::Delivered,
            "dead" => CallbackState::Dead,
            _ => return Err(corrupt("state")),
        };
        Ok(CallbackRecord {
            created_at: moment(self.created_at).ok_or_else(|| corrupt("created_at"))?,
            webhook_id: WebhookId(self.webhook_id),
            url: self.url,
            state,
            attempts,
        })
    }
}

impl TryFrom<CallbackRow> for DeadLetter {
    type Error = StoreError;

    fn try_from(row: CallbackRow) -> Result<Self, StoreError> {
        let corrupt = |column| StoreError::corrupt("callbacks", column, &row.webhook_id);
        Ok(Self {
            session_id: row.session_id.parse().map_err(|_| corrupt("session_id"))?,
            created_at: moment(row.created_at).ok_or_else(|| corrupt("created_at"))?,
            attempts_made: u32::try_from(row.attempts_made).map_err(|_| corrupt("attempts_made"))?,
            webhook_id: WebhookId(row.webhook_id),
            url: row.url,
        })
    }
}

/// A callback and one attempt to deliver it. The attempt's columns are empty where none was made yet.
#[derive(FromRow)]
struct Tried {
    #[sqlx(flatten)]
    callback: CallbackRow,
    #[sqlx(flatten)]
    attempt: AttemptRow,
}

#[derive(FromRow)]
struct AttemptRow {
    at: Option<i64>,
    status: Option<i64>,
    error: Option<String>,
    duration_ms: Option<i64>,
}

impl AttemptRow {
    fn record(self, webhook_id: &str) -> Option<Result<AttemptRecord, StoreError>> {
        self.at.map(|at| {
            self.made(at).map_err(|column| StoreError::corrupt("callback_attempts", column, webhook_id))
        })
    }

    fn made(self, at: i64) -> Result<AttemptRecord, &'static str> {
        let status = self.status.map(u16::try_from).transpose().map_err(|_| "status")?;
        let duration = self.duration_ms.and_then(|millis| u64::try_from(millis).ok()).ok_or("duration_ms")?;
        Ok(AttemptRecord {
            at: moment(at).ok_or("at")?,
            status,
            duration: Duration::from_millis(duration),
            error: self.error,
        })
    }
}
