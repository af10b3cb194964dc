//! Idempotency keys: the same request twice is one session. Only a hash of the request is kept, never the request.

use baton_booking::id::SessionId;
use baton_booking::session::Session;
use jiff::Timestamp;

use crate::StoreError;
use crate::database::{Write, millis};
use crate::lease::session_id;

/// A key that a platform sent with its request.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    /// The name of the API key it came with: platforms do not share keys.
    pub key_scope: String,
    pub key: String,
    /// SHA-256 of the request's body.
    pub body_hash: [u8; 32],
    pub kept_until: Timestamp,
}

/// Whether a key was seen before.
pub(crate) enum Presented {
    First,
    Again(SessionId),
    ForAnother,
}

impl IdempotencyKey {
    /// Notes the key for `session`, or tells what it was used for. Of two transactions at once the second waits for the first.
    pub(crate) async fn present(
        &self,
        write: &mut Write<'_>,
        session: &Session,
    ) -> Result<Presented, StoreError> {
        forget_expired(write, session.created_at).await?;
        let noted = sqlx::query(
            "INSERT INTO idempotency_keys (key_scope, key, body_hash, session_id, kept_until)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(self.key_scope.as_str())
        .bind(self.key.as_str())
        .bind(self.body_hash.as_slice())
        .bind(session.id.to_string())
        .bind(millis(self.kept_until))
        .execute(write.on())
        .await?;
        if noted.rows_affected() == 1 { Ok(Presented::First) } else { self.recall(write).await }
    }

    async fn recall(&self, write: &mut Write<'_>) -> Result<Presented, StoreError> {
        let (hash, id): (Vec<u8>, String) = sqlx::query_as(
            "SELECT body_hash, session_id FROM idempotency_keys WHERE key_scope = $1 AND key = $2",
        )
        .bind(self.key_scope.as_str())
        .bind(self.key.as_str())
        .fetch_one(write.on())
        .await?;
        if hash != self.body_hash { Ok(Presented::ForAnother) } else { session_id(&id).map(Presented::Again) }
    }
}

pub(crate) async fn forget_expired(write: &mut Write<'_>, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM idempotency_keys WHERE kept_until <= $1")
        .bind(millis(now))
        .execute(write.on())
        .await?;
    Ok(())
}
