//! One empty database per test.

use baton_store::Store;
use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;

/// A database that is gone when the test is over.
pub(crate) struct TestDatabase {
    pub(crate) url: String,
    pub(crate) store: Store,
    _folder: Option<TempDir>,
}

impl TestDatabase {
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/baton.db", folder.path().display());
        Self { store: Store::open(&url).await.unwrap(), url, _folder: Some(folder) }
    }

    pub(crate) async fn at(url: String) -> Self {
        Self { store: Store::open(&url).await.unwrap(), url, _folder: None }
    }

    /// A second process on the same database, as far as the database can tell.
    pub(crate) async fn another(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }

    /// Does to the database what no `Store` would.
    pub(crate) async fn tamper(&self, statement: &str) {
        let mut connection = sqlx::AnyConnection::connect(&self.url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// All that the database holds of a column.
    pub(crate) async fn peek(&self, query: &str) -> Vec<String> {
        let mut connection = sqlx::AnyConnection::connect(&self.url).await.unwrap();
        let found = sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        found
    }
}
