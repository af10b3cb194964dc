//! Measures sessions as they change: how long they waited, how soon they were ready, how they ended. Nothing that names anybody.

use std::time::Duration;

use baton_booking::session::{Session, SessionState};
use jiff::Timestamp;
use metrics::{counter, histogram};

/// Takes the measure of one change. Times are those of the session itself, so that they hold over a restart.
pub(super) fn note(before: &Session, after: &Session) {
    let now = after.updated_at;
    if let (SessionState::Created, SessionState::Navigating { .. }) = (&before.state, &after.state) {
        histogram!("baton_queue_wait_seconds").record(since(before.created_at, now));
    }
    if matches!(after.state, SessionState::ReadyForHandoff { .. }) {
        histogram!("baton_preparation_seconds").record(since(before.created_at, now));
    }
    if let (false, Some(outcome)) = (before.state.is_terminal(), after.state.outcome()) {
        counter!("baton_sessions_total", "outcome" => outcome.as_str()).increment(1);
    }
    for attempt in after.attempts.iter().skip(before.attempts.len()) {
        counter!("baton_payment_attempts_total", "result" => attempt.result.as_str()).increment(1);
    }
}

fn since(began: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(began)).unwrap_or_default()
}
