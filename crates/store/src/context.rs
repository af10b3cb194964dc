//! Which contexts our processes have opened in browsers that others use too: only what stands here is ours to close.

use crate::lease::count;
use crate::{Owner, Store, StoreError};

/// A context in a running Chrome.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContextRecord {
    /// The CDP endpoint of its Chrome.
    pub endpoint: String,
    pub context_id: String,
}

impl Store {
    /// Notes that `owner` has opened a context.
    pub async fn note_context(&self, owner: &Owner, context: &ContextRecord) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query(
            "INSERT INTO contexts (endpoint, context_id, owner) VALUES ($1, $2, $3)
             ON CONFLICT (endpoint, context_id) DO UPDATE SET owner = excluded.owner",
        )
        .bind(context.endpoint.as_str())
        .bind(context.context_id.as_str())
        .bind(owner.as_str())
        .execute(write.on())
        .await?;
        write.commit().await
    }

    /// Notes that a context is closed.
    pub async fn forget_context(&self, context: &ContextRecord) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query("DELETE FROM contexts WHERE endpoint = $1 AND context_id = $2")
            .bind(context.endpoint.as_str())
            .bind(context.context_id.as_str())
            .execute(write.on())
            .await?;
        write.commit().await
    }

    /// Contexts at `endpoint` of `owner` and of those who have given no sign of life, up to `limit`. Some may hold the page of a session.
    pub async fn contexts_without_others(
        &self,
        endpoint: &str,
        owner: &Owner,
        limit: usize,
    ) -> Result<Vec<ContextRecord>, StoreError> {
        let statement = format!(
            "SELECT context_id FROM contexts WHERE endpoint = $1 AND (owner = $2 OR owner NOT IN
               (SELECT owner FROM instances WHERE lease_until > ({}))) ORDER BY context_id LIMIT $3",
            self.engine().now(),
        );
        let ids: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .bind(endpoint)
            .bind(owner.as_str())
            .bind(count(limit))
            .fetch_all(self.reads())
            .await?;
        let record = |context_id| ContextRecord { endpoint: endpoint.to_owned(), context_id };
        Ok(ids.into_iter().map(record).collect())
    }
}
