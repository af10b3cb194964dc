//! Errands: what others have still to be asked for. Kept until their answer is saved, so that none is lost with the process.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::{PlatformStore, StoreError, millis};
use crate::conversation::Errand;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrandId(pub(super) String);

/// An errand to run now.
#[derive(Debug, Clone, PartialEq)]
pub struct DueErrand {
    pub id: ErrandId,
    pub lead: Uuid,
    pub errand: Errand,
    /// How often it was tried before.
    pub attempts_made: u32,
}

#[derive(FromRow)]
struct ErrandRow {
    id: String,
    lead_id: String,
    errand: String,
    attempts_made: i64,
}

impl PlatformStore {
    /// Claims up to `limit` errands, oldest first. Nobody else gets them before the lease is over.
    pub async fn due_errands(
        &self,
        now: Timestamp,
        lease: Duration,
        limit: i64,
    ) -> Result<Vec<DueErrand>, StoreError> {
        let statement = format!(
            "UPDATE platform_errands SET lease_until = $1, attempts_made = attempts_made + 1
             WHERE id IN (SELECT id FROM platform_errands WHERE due_at <= $2 AND lease_until < $2 ORDER BY id LIMIT $3 {})
             RETURNING id, lead_id, errand, attempts_made",
            self.engine.skip_locked(),
        );
        let mut write = self.write().await?;
        let mut rows: Vec<ErrandRow> = sqlx::query_as(AssertSqlSafe(statement))
            .bind(millis(now + lease))
            .bind(millis(now))
            .bind(limit)
            .fetch_all(&mut *write)
            .await?;
        write.commit().await?;
        rows.sort_by(|one, other| one.id.cmp(&other.id));
        rows.into_iter().map(DueErrand::try_from).collect()
    }

    /// What is still to be asked for a lead, whether or not somebody is on the way.
    pub async fn errands_of(&self, lead: Uuid) -> Result<Vec<Errand>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT id, errand FROM platform_errands WHERE lead_id = $1 ORDER BY id")
                .bind(lead.to_string())
                .fetch_all(&self.pool)
                .await?;
        let errand = |(id, errand): (String, String)| {
            serde_json::from_str(&errand).map_err(|_| StoreError::corrupt("platform_errands", "errand", &id))
        };
        rows.into_iter().map(errand).collect()
    }

    /// Puts an errand off.
    pub async fn retry_errand(&self, errand: &ErrandId, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE platform_errands SET due_at = $2, lease_until = 0 WHERE id = $1")
            .bind(errand.0.as_str())
            .bind(millis(at))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets an errand that has no answer.
    pub async fn errand_done(&self, errand: &ErrandId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM platform_errands WHERE id = $1")
            .bind(errand.0.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

impl TryFrom<ErrandRow> for DueErrand {
    type Error = StoreError;

    fn try_from(row: ErrandRow) -> Result<Self, StoreError> {
        let corrupt = |column| StoreError::corrupt("platform_errands", column, &row.id);
        Ok(Self {
            lead: row.lead_id.parse().map_err(|_| corrupt("lead_id"))?,
            errand: serde_json::from_str(&row.errand).map_err(|_| corrupt("errand"))?,
            attempts_made: u32::try_from(row.attempts_made - 1).map_err(|_| corrupt("attempts_made"))?,
            id: ErrandId(row.id),
        })
    }
}
