//! Settings that the service makes for itself and must keep, such as the secret that signs callbacks.

use crate::{Store, StoreError};

impl Store {
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let value = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1").bind(name);
        Ok(value.fetch_optional(self.reads()).await?)
    }

    /// Sets the setting, whatever it was before.
    pub async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let statement = "INSERT INTO settings (name, value) VALUES ($1, $2)
                         ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let mut write = self.write().await?;
        sqlx::query(statement).bind(name).bind(value).execute(write.on()).await?;
        write.commit().await
    }

    /// Keeps `value` unless the setting has one already. Returns the one that is kept, so that all processes agree.
    pub async fn put_setting_if_absent(&self, name: &str, value: &str) -> Result<String, StoreError> {
        let mut write = self.write().await?;
        sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(value)
            .execute(write.on())
            .await?;
        let kept = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1")
            .bind(name)
            .fetch_one(write.on())
            .await?;
        write.commit().await?;
        Ok(kept)
    }

    /// The setting's value, made and kept where there is none yet.
    pub async fn get_or_insert(
        &self,
        name: &str,
        make: impl FnOnce() -> String + Send,
    ) -> Result<String, StoreError> {
        match self.setting(name).await? {
            Some(value) => Ok(value),
            None => self.put_setting_if_absent(name, &make()).await,
        }
    }

    /// The same for a secret, which is sealed where the store has a key.
    pub async fn get_or_insert_secret(
        &self,
        name: &str,
        make: impl FnOnce() -> String + Send,
    ) -> Result<String, StoreError> {
        let place = format!("setting/{name}");
        let kept = self.get_or_insert(name, || self.keyring.seal(&place, make())).await?;
        let is_current = self.keyring.is_current(&kept);
        let secret =
            self.keyring.open(&place, kept).map_err(|why| why.explained("settings", "value", name))?;
        if !is_current {
            self.put_setting(name, &self.keyring.seal(&place, secret.clone())).await?;
        }
        Ok(secret)
    }
}
