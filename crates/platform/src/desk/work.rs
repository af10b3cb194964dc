//! Keeps the desk going: wakes when something is new, and now and then to look for what was put off.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::FrontDesk;
use super::errands::LEASE;
use crate::store::StoreError;

/// How many errands are run at once; further ones wait in their table.
const ERRANDS_AT_ONCE: usize = 32;
/// How long something that was put off may lie.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl FrontDesk {
    /// Does all that is due and all that comes of it, one thing after the other, and returns when nothing is left for now.
    pub async fn work_off(&self) -> Result<(), StoreError> {
        while self.run_errands().await? + self.send_messages().await? > 0 {}
        Ok(())
    }

    /// Works until `stop` comes. Errands under way then are given up and run again by the next desk.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let mut under_way = JoinSet::new();
        tokio::pin!(stop);
        loop {
            if let Err(error) = self.begin_errands(&mut under_way).await {
                tracing::error!(%error, "Failed to look for errands");
            }
            if let Err(error) = self.send_messages().await {
                tracing::error!(%error, "Failed to send messages");
            }
            tokio::select! {
                () = &mut stop => return,
                () = self.news.notified() => {}
                Some(_) = under_way.join_next() => {}
                () = sleep_until(Instant::now() + LOOK_EVERY) => {}
            }
        }
    }

    async fn begin_errands(&self, under_way: &mut JoinSet<()>) -> Result<(), StoreError> {
        let places = ERRANDS_AT_ONCE.saturating_sub(under_way.len());
        if places == 0 {
            return Ok(());
        }
        let limit = i64::try_from(places).unwrap_or(i64::MAX);
        for due in self.store.due_errands(self.now(), LEASE, limit).await? {
            let desk = self.clone();
            under_way.spawn(async move {
                if let Err(error) = desk.run_errand(&due).await {
                    // Its lease runs out, and then it is run again.
                    tracing::error!(%error, "Failed to run an errand");
                }
            });
        }
        Ok(())
    }
}
