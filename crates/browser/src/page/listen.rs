//! Waiting for something to happen on a page, without losing what happens between a look and a wait.

use std::sync::atomic::Ordering;

use tokio::sync::{broadcast, watch};

use crate::cdp::FrameId;
use crate::page::{Page, PageEnd, PageError, PageEvent, PageInner};
use crate::progress::Progress;
use crate::snapshot::Seen;

impl Page {
    /// What happens from now on. A listener that falls behind gets `RecvError::Lagged`.
    pub fn events(&self) -> broadcast::Receiver<PageEvent> {
        self.inner.events.subscribe()
    }

    /// Counts changes: of the documents, of what is shown, of the frames.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.version.subscribe()
    }

    /// The number of changes so far. A snapshot carries the number from just before it was taken.
    pub fn version(&self) -> u64 {
        *self.inner.version.borrow()
    }

    /// Waits until there have been more than `version` changes; returns at once if there have.
    pub async fn changed_since(&self, progress: &Progress, version: u64) -> Result<u64, PageError> {
        self.check(progress)?;
        let mut changes = self.changes();
        let mut end = self.inner.end.subscribe();
        let changed = progress.run(async {
            tokio::select! {
                newer = changes.wait_for(|now| *now > version) => newer.ok().map(|newer| *newer),
                _ended = end.wait_for(Option::is_some) => None,
            }
        });
        match changed.await? {
            Some(newer) => Ok(newer),
            None => Err(self.ended().await.into()),
        }
    }

    /// Waits until something has happened that was not seen; returns at once if it has.
    pub async fn changed_after(&self, progress: &Progress, seen: &Seen) -> Result<(), PageError> {
        let mut version = self.version();
        while !self.inner.has_news(seen) {
            version = self.changed_since(progress, version).await?;
        }
        self.check(progress)
    }

    /// Waits for the next change.
    pub async fn changed(&self, progress: &Progress) -> Result<u64, PageError> {
        self.changed_since(progress, self.version()).await
    }

    /// Resolves when the page is over: closed, crashed, or its browser lost.
    pub fn ended(&self) -> impl Future<Output = PageEnd> + Send + 'static {
        let mut end = self.inner.end.subscribe();
        async move {
            let known = end.wait_for(Option::is_some).await.ok().and_then(|end| end.clone());
            known.unwrap_or(PageEnd::Closed)
        }
    }

    /// The same under the name by which those who lose it ask.
    pub fn lost(&self) -> impl Future<Output = PageEnd> + Send + 'static {
        self.ended()
    }

    /// Whether the page is over.
    pub fn is_ended(&self) -> bool {
        self.inner.end.borrow().is_some()
    }
}

impl PageInner {
    /// What has been heard of up to now.
    pub(crate) fn heard(&self) -> Seen {
        // The structure first: what changes in between makes the answer look older than it is, never newer.
        let structure = self.structure.load(Ordering::Relaxed);
        Seen { structure, inside: self.frames().changes() }
    }

    /// Whether anything has happened that was not seen.
    fn has_news(&self, seen: &Seen) -> bool {
        let is_new =
            |(frame, count): (FrameId, u64)| seen.inside.get(&frame).is_none_or(|seen| count > *seen);
        self.structure.load(Ordering::Relaxed) != seen.structure
            || self.frames().changes().into_iter().any(is_new)
    }
}
