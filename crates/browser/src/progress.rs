//! Owns the limits of an operation: its deadline, its cancellation and the log of what it was waiting for.
//! Knows nothing of browsers.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Old lines are dropped first; what a stuck operation did last is what explains it.
const LOG_LINES: usize = 40;

/// Says how long an operation may take, whether it is still wanted, and what it has been doing.
///
/// Clones and children share one log, so a timeout deep inside prints the whole story; they also share the count of round trips.
#[derive(Clone, Debug)]
pub struct Progress {
    started: Instant,
    deadline: Instant,
    cancel: CancellationToken,
    log: Arc<Mutex<VecDeque<Line>>>,
    round_trips: Arc<AtomicU32>,
}

#[derive(Debug)]
struct Line {
    after: Duration,
    what: String,
}

/// Why an operation was stopped from outside, with the log of what it had been doing.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Stopped {
    /// The deadline passed.
    #[error("timed out after {after:?}{log}")]
    TimedOut { after: Duration, log: CallLog },
    /// Nobody wants the result any more.
    #[error("cancelled{log}")]
    Cancelled { log: CallLog },
}

/// The lines an operation noted, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallLog(Vec<String>);

impl Progress {
    /// Allows `limit` from now.
    pub fn new(limit: Duration) -> Self {
        let started = Instant::now();
        Self {
            started,
            deadline: started + limit,
            cancel: CancellationToken::new(),
            log: Arc::default(),
            round_trips: Arc::default(),
        }
    }

    /// Ends also when `cancel` is cancelled.
    #[must_use]
    pub fn with_cancel(mut self, cancel: CancellationToken) -> Self {
        self.cancel = cancel;
        self
    }

    /// A part of this operation: same deadline, same log, cancelled with it.
    #[must_use]
    pub fn child(&self) -> Self {
        Self { cancel: self.cancel.child_token(), ..self.clone() }
    }

    /// A part of this operation that may take at most `limit`, and never longer than the whole.
    #[must_use]
    pub fn child_within(&self, limit: Duration) -> Self {
        Self { deadline: self.deadline.min(Instant::now() + limit), ..self.child() }
    }

    /// Notes what is being done or awaited. Never pass what a person typed.
    pub fn note(&self, what: impl Into<String>) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        if log.len() == LOG_LINES {
            log.pop_front();
        }
        log.push_back(Line { after: self.started.elapsed(), what: what.into() });
    }

    /// The time left; zero once the deadline has passed.
    pub fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// The moment at which this operation gives up.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Cancels this operation and its children.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Returns an error when the operation has to stop now.
    pub fn check(&self) -> Result<(), Stopped> {
        if self.cancel.is_cancelled() {
            return Err(self.cancelled());
        }
        if self.remaining().is_zero() { Err(self.timed_out()) } else { Ok(()) }
    }

    /// Awaits `work` within the limits.
    pub async fn run<T>(&self, work: impl Future<Output = T>) -> Result<T, Stopped> {
        tokio::select! {
            // A result that is there already wins over a deadline that has just passed.
            biased;
            done = work => Ok(done),
            () = self.cancel.cancelled() => Err(self.cancelled()),
            () = tokio::time::sleep_until(self.deadline) => Err(self.timed_out()),
        }
    }

    /// Awaits an answer of the browser within the limits, and counts it.
    pub async fn round_trip<T>(&self, answer: impl Future<Output = T>) -> Result<T, Stopped> {
        self.round_trips.fetch_add(1, Ordering::Relaxed);
        self.run(answer).await
    }

    /// How often this operation has waited for an answer of the browser. Commands that are awaited together count once.
    pub fn round_trips(&self) -> u32 {
        self.round_trips.load(Ordering::Relaxed)
    }

    /// What has been noted so far.
    pub fn log(&self) -> CallLog {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        CallLog(log.iter().map(|line| format!("{:>6} ms  {}", line.after.as_millis(), line.what)).collect())
    }

    fn timed_out(&self) -> Stopped {
        Stopped::TimedOut { after: self.started.elapsed(), log: self.log() }
    }

    fn cancelled(&self) -> Stopped {
        Stopped::Cancelled { log: self.log() }
    }
}

impl CallLog {
    /// The lines, oldest first.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for CallLog {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|line| write!(out, "\n  {line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_timeout_prints_what_was_awaited() {
        let progress = Progress::new(Duration::from_secs(2));
        progress.child().note("waiting for \"Next\" to be enabled");
        let stopped = progress.run(std::future::pending::<()>()).await.unwrap_err();
        assert!(stopped.to_string().contains("waiting for \"Next\" to be enabled"), "{stopped}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_child_never_outlives_the_whole() {
        let whole = Progress::new(Duration::from_secs(1));
        assert!(whole.child_within(Duration::from_mins(1)).remaining() <= Duration::from_secs(1));
    }

    #[tokio::test]
    async fn cancelling_stops_a_child() {
        let cancel = CancellationToken::new();
        let child = Progress::new(Duration::from_mins(1)).with_cancel(cancel.clone()).child();
        cancel.cancel();
        let stopped = child.run(std::future::pending::<()>()).await.unwrap_err();
        assert!(matches!(stopped, Stopped::Cancelled { .. }));
    }

    #[test]
    fn the_log_keeps_the_newest_lines() {
        let progress = Progress::new(Duration::from_secs(1));
        (0..100).for_each(|line| progress.note(format!("line {line}")));
        let log = progress.log();
        assert_eq!(log.lines().len(), LOG_LINES);
        assert!(log.lines().last().unwrap().ends_with("line 99"));
    }
}
