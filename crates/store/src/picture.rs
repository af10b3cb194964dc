//! The picture of the page that a booking failed on. Goes with the person's data, and is sealed like it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use baton_booking::id::SessionId;

use crate::reseal::place;
use crate::{Store, StoreError};

impl Store {
    /// Keeps the picture of a session's page, in place of the one before.
    pub async fn save_picture(&self, id: SessionId, jpeg: &[u8]) -> Result<(), StoreError> {
        let picture = self.keyring.seal(&place("picture", id), BASE64.encode(jpeg));
        let mut write = self.write().await?;
        sqlx::query(
            "INSERT INTO pictures (session_id, picture) VALUES ($1, $2)
             ON CONFLICT (session_id) DO UPDATE SET picture = excluded.picture",
        )
        .bind(id.to_string())
        .bind(picture)
        .execute(write.on())
        .await?;
        write.commit().await
    }

    /// The picture as JPEG, while it is kept.
    pub async fn picture(&self, id: SessionId) -> Result<Option<Vec<u8>>, StoreError> {
        let kept: Option<String> = sqlx::query_scalar("SELECT picture FROM pictures WHERE session_id = $1")
            .bind(id.to_string())
            .fetch_optional(self.reads())
            .await?;
        kept.map(|text| self.decoded(id, text)).transpose()
    }

    /// Whether there is one.
    pub async fn has_picture(&self, id: SessionId) -> Result<bool, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM pictures WHERE session_id = $1")
            .bind(id.to_string())
            .fetch_one(self.reads())
            .await?;
        Ok(count > 0)
    }

    fn decoded(&self, id: SessionId, text: String) -> Result<Vec<u8>, StoreError> {
        let plain = self.unsealed("picture", id, text)?;
        BASE64.decode(plain).map_err(|_| StoreError::corrupt("pictures", "picture", id))
    }
}
