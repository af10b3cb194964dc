//! Where the running page of a session is, so that its next owner can attach to it again.

use baton_booking::id::SessionId;

use crate::lease::{check_fence, session_id};
use crate::reseal::place;
use crate::{Fence, Store, StoreError};

/// A page in a running Chrome.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PageRecord {
    /// The CDP endpoint of its Chrome.
    pub chrome_endpoint: String,
    pub context_id: String,
    pub target_id: String,
    /// Whatever the runner needs to go on, as JSON.
    pub notes: String,
}

impl Store {
    /// Notes the page of a session, in place of the one before.
    pub async fn save_page(&self, id: SessionId, fence: Fence, page: &PageRecord) -> Result<(), StoreError> {
        let text = serde_json::to_string(page).expect("a page record is made of texts");
        self.write_page(id, fence, Some(self.keyring.seal(&place("page", id), text))).await
    }

    /// Notes that the page is closed.
    pub async fn delete_page(&self, id: SessionId, fence: Fence) -> Result<(), StoreError> {
        self.write_page(id, fence, None).await
    }

    pub async fn load_page(&self, id: SessionId) -> Result<Option<PageRecord>, StoreError> {
        let page: Option<Option<String>> = sqlx::query_scalar("SELECT page FROM sessions WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(self.reads())
            .await?;
        page.flatten().map(|text| self.record(text, id)).transpose()
    }

    /// Every page that is noted, with its session.
    pub async fn pages(&self) -> Result<Vec<(SessionId, PageRecord)>, StoreError> {
        let noted: Vec<(String, String)> =
            sqlx::query_as("SELECT id, page FROM sessions WHERE page IS NOT NULL")
                .fetch_all(self.reads())
                .await?;
        let read = |(id, page): (String, String)| {
            let id = session_id(&id)?;
            Ok((id, self.record(page, id)?))
        };
        noted.into_iter().map(read).collect()
    }

    async fn write_page(&self, id: SessionId, fence: Fence, page: Option<String>) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let written = sqlx::query("UPDATE sessions SET page = $3 WHERE id = $1 AND fence = $2")
            .bind(id.to_string())
            .bind(fence.number())
            .bind(page)
            .execute(write.on())
            .await?;
        if written.rows_affected() == 0 {
            check_fence(&mut write, id, fence).await?;
        }
        write.commit().await
    }

    fn record(&self, text: String, id: SessionId) -> Result<PageRecord, StoreError> {
        let text = self.unsealed("page", id, text)?;
        serde_json::from_str(&text).map_err(|_| StoreError::corrupt("sessions", "page", id))
    }
}
