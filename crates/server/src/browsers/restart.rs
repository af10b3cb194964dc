//! How soon a browser that was lost, or did not start, is started again.

use std::time::Duration;

/// The first wait, doubled each time up to [`SLOWEST`].
const FIRST: Duration = Duration::from_millis(250);
const SLOWEST: Duration = Duration::from_secs(15);
/// What lived this long was no false start: the next begins at once. What kills a browser sooner would kill the next one too, and a machine
/// that starts browsers without a pause does nothing else.
const SETTLED: Duration = Duration::from_secs(3);

/// Counts false starts.
#[derive(Debug)]
pub(super) struct Restart {
    wait: Duration,
}

impl Restart {
    pub(super) fn new() -> Self {
        Self { wait: FIRST }
    }

    /// How long to wait after a browser that lived for `lived`: nothing if it never came to life.
    pub(super) fn after(&mut self, lived: Duration) -> Duration {
        if lived >= SETTLED {
            self.wait = FIRST;
            return Duration::ZERO;
        }
        let next = (self.wait * 2).min(SLOWEST);
        std::mem::replace(&mut self.wait, next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn false_starts_are_repeated_ever_more_seldom() {
        let mut restart = Restart::new();
        let waits: Vec<_> = (0..8).map(|_| restart.after(Duration::from_millis(80)).as_millis()).collect();
        assert_eq!(waits, [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    }

    #[test]
    fn a_browser_that_had_settled_is_replaced_at_once() {
        let mut restart = Restart::new();
        restart.after(Duration::ZERO);
        restart.after(Duration::ZERO);
        assert_eq!(restart.after(Duration::from_mins(5)), Duration::ZERO);
        assert_eq!(restart.after(Duration::ZERO), FIRST);
    }
}
