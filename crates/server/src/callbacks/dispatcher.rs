//! Empties the outbox: sends what is due, several at once, and notes how it went. Sleeps until news or the next due time.

use std::sync::Arc;
use std::time::Duration;

use baton_booking::clock::Clock;
use baton_store::{AttemptRecord, DueCallback, Next, Notifications, Owner, Store, StoreError, Topic};
use jiff::Timestamp;
use metrics::counter;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::attempt::Courier;
use super::retry::{Answer, Retry};
use crate::telemetry::Traces;

/// Attempts under way at once. A receiver that takes its whole time holds up one of these, not the others.
const AT_ONCE: usize = 128;
/// Longer than an attempt may take; a dispatcher that dies meanwhile leaves its callbacks to the next one after this.
const LEASE: Duration = Duration::from_mins(1);
/// The outbox is looked at this often even without news, should news ever get lost.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// The wait before a store that failed is asked again.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// Sends what the outbox holds.
#[derive(Debug, Clone)]
pub struct Dispatcher {
    store: Store,
    clock: Arc<dyn Clock>,
    owner: Owner,
    courier: Courier,
    traces: Traces,
    places: Arc<Semaphore>,
    tasks: TaskTracker,
}

impl Dispatcher {
    /// `tasks` owns the attempts.
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        owner: Owner,
        courier: Courier,
        traces: Traces,
        tasks: TaskTracker,
    ) -> Self {
        Self { store, clock, owner, courier, traces, places: Arc::new(Semaphore::new(AT_ONCE)), tasks }
    }

    /// Works until `stop`. Attempts under way are finished; their tasks are waited for by whoever owns them.
    pub async fn run(self, stop: CancellationToken) {
        while let Some(worked) = stop.run_until_cancelled(self.work()).await {
            if let Err(error) = worked {
                tracing::error!(%error, "The outbox cannot be read; trying again");
                stop.run_until_cancelled(tokio::time::sleep(STORE_PAUSE)).await;
            }
        }
    }

    async fn work(&self) -> Result<(), StoreError> {
        // Listening starts before looking, so what comes in between is not missed.
        let mut news = self.store.notifications().await?;
        loop {
            if !self.send_due().await? {
                self.sleep(&mut news).await?;
            }
        }
    }

    /// Sends what is due, as far as there are places. `false` when there was nothing.
    async fn send_due(&self) -> Result<bool, StoreError> {
        drop(self.place().await);
        let free = self.places.available_permits();
        let due = self.store.due_callbacks(self.clock.now(), &self.owner, LEASE, free).await?;
        let found = !due.is_empty();
        for callback in due {
            // Only this loop takes places, so as many as were free are still free.
            let place = self.place().await;
            self.tasks.spawn(self.clone().deliver(callback, place));
        }
        Ok(found)
    }

    async fn place(&self) -> OwnedSemaphorePermit {
        Arc::clone(&self.places).acquire_owned().await.expect("the places are never closed")
    }

    async fn sleep(&self, news: &mut Notifications) -> Result<(), StoreError> {
        let next = self.store.next_callback_due().await?;
        let until_due = next.map_or(LONGEST_SLEEP, |at| until(self.clock.now(), at).min(LONGEST_SLEEP));
        match tokio::time::timeout(until_due, wait_for_outbox(news)).await {
            Ok(heard) => heard,
            Err(_) => Ok(()),
        }
    }

    async fn deliver(self, callback: DueCallback, place: OwnedSemaphorePermit) {
        let at = self.clock.now();
        let begun = tokio::time::Instant::now();
        let answer = self.courier.attempt(&callback, at).await;
        let attempt = AttemptRecord {
            at,
            status: answer.status(),
            error: answer.complaint(),
            duration: begun.elapsed(),
        };
        let next = self.next(callback.attempts_made + 1, answer);
        tell(&callback, answer, next);
        self.traces.sent(&callback, &attempt);
        if let Err(error) = self.store.record_attempt(&callback.webhook_id, &attempt, next).await {
            // The lease runs out and it is sent again: at least once is what was promised.
            tracing::error!(session.id = %callback.session_id, %error, "Could not note how a callback went");
        }
        drop(place);
    }

    fn next(&self, attempts: u32, answer: Answer) -> Next {
        match (answer, Retry::after(attempts, answer, rand::random())) {
            (Answer::Delivered(_), _) => Next::Delivered,
            (_, Retry::After(wait)) => Next::RetryAt(self.clock.now() + wait),
            (_, Retry::Never) => Next::Dead,
        }
    }
}

/// Waits for news that may concern the outbox.
async fn wait_for_outbox(news: &mut Notifications) -> Result<(), StoreError> {
    loop {
        if matches!(news.next().await?, Topic::Outbox | Topic::Anything) {
            return Ok(());
        }
    }
}

fn tell(callback: &DueCallback, answer: Answer, next: Next) {
    counter!("baton_callback_attempts_total", "result" => answer.as_str()).increment(1);
    let attempt = callback.attempts_made + 1;
    let result = answer.as_str();
    let status = answer.status();
    let session = callback.session_id;
    match next {
        Next::Delivered => tracing::info!(session.id = %session, attempt, status, "Delivered a callback"),
        Next::RetryAt(again_at) => {
            tracing::warn!(session.id = %session, attempt, result, status, %again_at, "A callback was not taken");
        }
        Next::Dead => tracing::error!(session.id = %session, attempt, result, status, "Gave a callback up"),
    }
}

/// How long from `now` to `at`; nothing if that has passed.
fn until(now: Timestamp, at: Timestamp) -> Duration {
    at.duration_since(now).try_into().unwrap_or_default()
}
