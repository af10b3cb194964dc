//! Opens a database and says whether it is there. What is kept in it is told by the modules beside this one.

use std::fmt;

use crate::database::{Database, Engine, Write};
use crate::{Keyring, StoreError};

/// The database of one service. Clones are cheap and share their connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) database: Database,
    pub(crate) keyring: Keyring,
}

impl Store {
    /// Opens `sqlite://path` (made where it is missing), `sqlite::memory:` or `postgres://…`, and brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, Keyring::default()).await
    }

    /// The same, with people's data and secrets sealed. What stands there in plain words, or under an older key, is sealed anew; where
    /// the key of something is missing nothing is touched.
    pub async fn open_with(url: &str, keyring: Keyring) -> Result<Self, StoreError> {
        let store = Self { database: Database::open(url).await?, keyring };
        store.check_keys().await?;
        store.reseal().await?;
        Ok(store)
    }

    pub fn engine(&self) -> Engine {
        self.database.engine
    }

    /// Returns once the database has answered.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(self.reads()).await?;
        Ok(())
    }

    /// Ends every connection. Calls that are under way finish first.
    pub async fn close(&self) {
        self.database.close().await;
    }

    pub(crate) fn reads(&self) -> &sqlx::AnyPool {
        &self.database.reads
    }

    pub(crate) async fn write(&self) -> Result<Write<'_>, StoreError> {
        Write::begin(&self.database).await
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nothing of the URL: it may hold a password.
        f.debug_tuple("Store").field(&self.engine()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_disk_is_told_apart_and_loses_nothing() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        store.put_setting_if_absent("before", "kept").await.unwrap();
        // The database may not grow any more: SQLite treats that as it treats a full disk.
        sqlx::query("PRAGMA max_page_count = 1").execute(&store.database.writes).await.unwrap();

        let refused = store.put_setting_if_absent("large", &"x".repeat(1_000_000)).await.unwrap_err();

        assert!(matches!(refused, StoreError::DiskFull(_)), "{refused:?}");
        assert!(refused.is_unavailable());
        assert_eq!(store.setting("large").await.unwrap(), None);
        assert_eq!(store.setting("before").await.unwrap().as_deref(), Some("kept"));
    }
}
