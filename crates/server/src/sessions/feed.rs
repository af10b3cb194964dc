//! Tells everybody who waits that a session has changed.

use std::time::Duration;

use baton_booking::id::SessionId;
use tokio::sync::broadcast;

/// One change of one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub id: SessionId,
    /// Grows with each change of the session.
    pub seq: i64,
}

/// What listeners hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Of(Change),
    /// Something may have been missed: look again.
    Anything,
}

/// The stream of changes, those of other instances among them. A listener that lags is told so and reads the store.
#[derive(Debug, Clone)]
pub struct Feed(broadcast::Sender<News>);

impl Feed {
    /// Enough for a burst in which every session of a full queue changes at once.
    const BACKLOG: usize = 1024;

    pub(crate) fn new() -> Self {
        Self(broadcast::channel(Self::BACKLOG).0)
    }

    pub fn listen(&self) -> broadcast::Receiver<News> {
        self.0.subscribe()
    }

    pub(crate) fn announce(&self, change: Change) {
        self.tell(News::Of(change));
    }

    /// Makes every listener look again.
    pub(crate) fn wake_all(&self) {
        self.tell(News::Anything);
    }

    fn tell(&self, news: News) {
        // Nobody may be listening, and that is fine.
        let _ = self.0.send(news);
    }
}

/// Waits on `changes` until `id` changes, the listener has missed something, or `patience` is over.
pub(crate) async fn next_change(changes: &mut broadcast::Receiver<News>, id: SessionId, patience: Duration) {
    let changed = async {
        while let Ok(News::Of(change)) = changes.recv().await {
            if change.id == id {
                return;
            }
        }
    };
    // A timeout is an answer too: the caller looks again either way.
    let _ = tokio::time::timeout(patience, changed).await;
}
