//! How long a session may take, and when each wait of its life is over.

use std::time::Duration;

use jiff::Timestamp;

use crate::handoff::HandoffMode;

use super::{Session, SessionState, Turn, Watch};

/// The durations that bound a session. The defaults are the contract's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// From creation to the moment the link stops working.
    pub session_ttl: Duration,
    /// How long steps 1 to 4 may take, unless the request says otherwise.
    pub navigation: Duration,
    /// Without activity of the patient, a watched session is abandoned after this.
    pub monitor_timeout: Duration,
    /// How long the patient may try again after a refused payment, from the last activity. Zero makes the first refusal final.
    pub payment_retry_window: Duration,
    /// How long a submitted payment may stay without an answer before its outcome counts as unknown.
    pub processing: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            session_ttl: Duration::from_mins(15),
            navigation: Duration::from_secs(90),
            monitor_timeout: Duration::from_mins(10),
            payment_retry_window: Duration::from_mins(2),
            processing: Duration::from_mins(2),
        }
    }
}

impl Session {
    /// The next moment at which time alone changes this session; `None` once it has ended.
    pub fn deadline(&self, limits: &Limits) -> Option<Timestamp> {
        match &self.state {
            SessionState::Created | SessionState::ReadyForHandoff { .. } => Some(self.expires_at),
            SessionState::Navigating { since, .. } => {
                Some(self.expires_at.min(*since + self.driving_limit(limits)))
            }
            // At the site's own URL nobody tells us whether the patient is there: whoever came in time may still be paying.
            SessionState::Monitoring { handoff, .. } if handoff.mode == HandoffMode::Direct => {
                Some(self.expires_at + limits.payment_retry_window)
            }
            SessionState::Monitoring { watch, .. } => Some(self.watch_deadline(watch, limits)),
            SessionState::Completed { .. }
            | SessionState::Failed { .. }
            | SessionState::Abandoned { .. }
            | SessionState::Cancelled { .. } => None,
        }
    }

    /// How long the machine may drive at a stretch, before the patient's turn and between their turns.
    fn driving_limit(&self, limits: &Limits) -> Duration {
        self.request.timeout.unwrap_or(limits.navigation)
    }

    fn watch_deadline(&self, watch: &Watch, limits: &Limits) -> Timestamp {
        if let Some(submitted_at) = watch.submitted_at {
            // While money may be moving neither expiry nor idleness ends the session; but a page that never stops changing must.
            let answer_due = submitted_at.max(watch.last_activity) + limits.processing;
            let grace = limits.monitor_timeout.max(limits.processing);
            return answer_due.min(self.expires_at.max(submitted_at) + grace);
        }
        if let Turn::Machine { since, .. } = watch.turn {
            return self.expires_at.min(since + self.driving_limit(limits));
        }
        let idle = match watch.refused_at {
            Some(refused_at) => refused_at.max(watch.last_activity) + limits.payment_retry_window,
            None => watch.last_activity + limits.monitor_timeout,
        };
        self.expires_at.min(idle)
    }
}
