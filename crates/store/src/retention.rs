//! Forgetting: people's data soon after the end, the rest when the history is over.

use baton_booking::id::SessionId;
use jiff::Timestamp;

use crate::database::{Engine, millis};
use crate::idempotency::forget_expired;
use crate::{Store, StoreError};

impl Store {
    /// Erases the leads, devices, page records and pictures of sessions that ended before. Returns how many sessions that were. Callbacks
    /// stay, delivered or not: their bodies hold nothing of the lead.
    pub async fn erase_leads(&self, ended_before: Timestamp) -> Result<u64, StoreError> {
        let mut write = self.write().await?;
        let erased = sqlx::query(
            "UPDATE sessions SET lead = NULL, device = NULL, page = NULL
             WHERE ended_at < $1 AND (lead IS NOT NULL OR device IS NOT NULL OR page IS NOT NULL)",
        )
        .bind(millis(ended_before))
        .execute(write.on())
        .await?
        .rows_affected();
        sqlx::query("DELETE FROM pictures WHERE session_id IN (SELECT id FROM sessions WHERE ended_at < $1)")
            .bind(millis(ended_before))
            .execute(write.on())
            .await?;
        write.commit().await?;
        self.empty_log(erased).await?;
        Ok(erased)
    }

    /// Erases the data of one person now. `false` when there is none, or the session has not ended.
    pub async fn erase_now(&self, id: SessionId) -> Result<bool, StoreError> {
        let mut write = self.write().await?;
        let erased = sqlx::query(
            "UPDATE sessions SET lead = NULL, device = NULL, page = NULL
             WHERE id = $1 AND ended_at IS NOT NULL AND lead IS NOT NULL",
        )
        .bind(id.to_string())
        .execute(write.on())
        .await?
        .rows_affected();
        if erased > 0 {
            sqlx::query("DELETE FROM pictures WHERE session_id = $1")
                .bind(id.to_string())
                .execute(write.on())
                .await?;
        }
        write.commit().await?;
        self.empty_log(erased).await?;
        Ok(erased > 0)
    }

    /// Deletes everything about sessions that ended before, except those with a callback still to be delivered, and the idempotency
    /// keys that ran out by then. Returns how many sessions that were.
    pub async fn forget(&self, ended_before: Timestamp) -> Result<u64, StoreError> {
        let mut write = self.write().await?;
        forget_expired(&mut write, ended_before).await?;
        let forgotten = sqlx::query(
            "DELETE FROM sessions WHERE ended_at < $1 AND NOT EXISTS
             (SELECT 1 FROM callbacks WHERE callbacks.session_id = sessions.id AND callbacks.state = 'pending')",
        )
        .bind(millis(ended_before))
        .execute(write.on())
        .await?
        .rows_affected();
        write.commit().await?;
        self.empty_log(forgotten).await?;
        Ok(forgotten)
    }

    /// SQLite overwrites what was erased in the database file, but its write-ahead log still has the pages before.
    pub(crate) async fn empty_log(&self, erased: u64) -> Result<(), StoreError> {
        if erased > 0 && self.engine() == Engine::Sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.database.writes).await?;
        }
        Ok(())
    }
}
