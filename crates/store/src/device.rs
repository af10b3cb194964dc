//! The one phone that a handoff link belongs to: the first that opens it, until another is let in on purpose.

use baton_booking::id::PublicId;

use crate::{Store, StoreError};

/// What a link says to a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceBinding {
    /// The link was free and belongs to this device now.
    Bound,
    /// The link belonged to this device already.
    Same,
    /// The link belonged to another device and has moved to this one.
    TakenOver,
    /// The link belongs to another device.
    Refused,
    /// There is no such link.
    NoLink,
}

impl Store {
    /// The hash of the device that the link belongs to; `None` while it is free.
    pub async fn device_of(&self, public_id: &PublicId) -> Result<Option<[u8; 32]>, StoreError> {
        let bound: Option<Option<Vec<u8>>> =
            sqlx::query_scalar("SELECT device FROM sessions WHERE public_id = $1")
                .bind(public_id.as_str())
                .fetch_optional(self.reads())
                .await?;
        Ok(bound.flatten().and_then(|device| device.try_into().ok()))
    }

    /// Binds the link to the device whose cookie hashes to `device`. Of two devices at once exactly one is first.
    pub async fn bind_device(
        &self,
        public_id: &PublicId,
        device: &[u8; 32],
        takeover: bool,
    ) -> Result<DeviceBinding, StoreError> {
        let mut write = self.write().await?;
        let free = sqlx::query("UPDATE sessions SET device = $2 WHERE public_id = $1 AND device IS NULL")
            .bind(public_id.as_str())
            .bind(device.as_slice())
            .execute(write.on())
            .await?;
        if free.rows_affected() == 1 {
            write.commit().await?;
            return Ok(DeviceBinding::Bound);
        }
        let bound: Option<Option<Vec<u8>>> =
            sqlx::query_scalar("SELECT device FROM sessions WHERE public_id = $1")
                .bind(public_id.as_str())
                .fetch_optional(write.on())
                .await?;
        match bound.flatten() {
            None => Ok(DeviceBinding::NoLink),
            Some(bound) if bound == device => Ok(DeviceBinding::Same),
            Some(_) if !takeover => Ok(DeviceBinding::Refused),
            Some(_) => {
                sqlx::query("UPDATE sessions SET device = $2 WHERE public_id = $1")
                    .bind(public_id.as_str())
                    .bind(device.as_slice())
                    .execute(write.on())
                    .await?;
                write.commit().await?;
                Ok(DeviceBinding::TakenOver)
            }
        }
    }
}
