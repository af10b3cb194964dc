//! One context and page, opened ahead of need: it takes the 150 ms of opening out of a booking's way. Its renderer has rehearsed.

use std::sync::Arc;
use std::time::Duration;

use baton_browser::{Browser, Context, Page, Progress};
use tokio::sync::Mutex;

use super::lease::record;
use super::pool::Up;

/// Many times what it takes.
const REHEARSAL_LIMIT: Duration = Duration::from_secs(5);

/// Holds at most one warm page. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Spare {
    wanted: bool,
    warm: Arc<Mutex<Option<(Context, Page)>>>,
}

impl Spare {
    pub(super) fn new(wanted: bool) -> Self {
        Self { wanted, warm: Arc::default() }
    }

    /// Takes the warm page, if there is one and its browser lives. Never waits: a spare that is being opened is no spare.
    pub(super) fn take(&self, browser: &Browser) -> Option<(Context, Page)> {
        let warm = self.warm.try_lock().ok()?.take();
        warm.filter(|_| !browser.is_lost())
    }

    /// Opens a spare unless one is there. The lock is held meanwhile, so two refills open one page.
    pub(super) async fn refill(&self, up: &Up) {
        let mut warm = self.warm.lock().await;
        if !self.wanted || warm.is_some() {
            return;
        }
        match up.open().await {
            Ok(opened) => {
                rehearse(&opened.1).await;
                *warm = Some(opened);
            }
            Err(error) => tracing::warn!(%error, "Could not open a spare page"),
        }
    }

    /// Closes the spare, if its browser lives.
    pub(super) async fn close(&self, up: &Up) {
        let Some((context, _page)) = self.warm.lock().await.take().filter(|_| !up.browser.is_lost()) else {
            return;
        };
        let record = record(&up.endpoint, &context);
        if let Err(error) = context.close().await {
            tracing::warn!(%error, "Could not close the spare page");
        }
        up.held.drop(&record, up.is_shared).await;
    }

    /// Forgets the spare of a browser that is gone.
    pub(super) async fn forget(&self) {
        self.warm.lock().await.take();
    }
}

/// A page that could not rehearse is slower in its first steps, and else as good.
async fn rehearse(page: &Page) {
    if let Err(error) = page.rehearse(&Progress::new(REHEARSAL_LIMIT)).await {
        tracing::debug!(%error, "A spare page did not rehearse");
    }
}
