//! Opens a database and says whether it is there. What is kept in it is told by the modules beside this one.

use std::fmt;

use crate::StoreError;
use crate::database::{Database, Engine, Write};

/// The database of one service. Clones are cheap and share their connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) database: Database,
}

impl Store {
    /// Opens `sqlite://path` (made where it is missing), `sqlite::memory:` or `postgres://…`, and brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let database = Database::open(url).await?;
        Ok(Self { database })
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
