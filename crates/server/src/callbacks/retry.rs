//! When a callback is sent again. Pure: the schedule of Standard Webhooks, spread so that receivers are not hit in step.

use std::time::Duration;

/// What becomes of a callback after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    After(Duration),
    Never,
}

/// How a receiver answered one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// 2xx in time.
    Delivered(u16),
    /// 410: the receiver wants no more of it.
    Gone,
    /// Any other status, redirects included.
    Refused(u16),
    /// No status came: no connection, no answer in time, or an address that is not allowed.
    Silent(&'static str),
}

/// The waits between attempts, the first after the first attempt.
const SCHEDULE: [Duration; 7] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(10),
];

/// Each wait is shortened or stretched by up to this part of itself.
const SPREAD: f64 = 0.2;

impl Retry {
    /// Says what follows when `attempts` have been made and the last was answered by `answer`. `dice` is in `0.0..1.0`.
    pub fn after(attempts: u32, answer: Answer, dice: f64) -> Self {
        match answer {
            Answer::Delivered(_) | Answer::Gone => Self::Never,
            Answer::Refused(_) | Answer::Silent(_) => {
                let made = usize::try_from(attempts).unwrap_or(usize::MAX);
                let wait = made.checked_sub(1).and_then(|index| SCHEDULE.get(index));
                wait.map_or(Self::Never, |wait| Self::After(wait.mul_f64(1.0 + SPREAD * (2.0 * dice - 1.0))))
            }
        }
    }
}

impl Answer {
    pub fn of_status(status: u16) -> Self {
        match status {
            200..=299 => Self::Delivered(status),
            410 => Self::Gone,
            _ => Self::Refused(status),
        }
    }

    /// The status, where one came.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Delivered(status) | Self::Refused(status) => Some(status),
            Self::Gone => Some(410),
            Self::Silent(_) => None,
        }
    }

    /// Why it does not count as delivered, in words for operators.
    pub fn complaint(self) -> Option<String> {
        match self {
            Self::Delivered(_) => None,
            Self::Gone => Some("the receiver wants no more of it".to_owned()),
            Self::Refused(status) => Some(format!("answered with status {status}")),
            Self::Silent(why) => Some(why.to_owned()),
        }
    }

    /// One word for logs and metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered(_) => "delivered",
            Self::Gone => "gone",
            Self::Refused(_) => "refused",
            Self::Silent(_) => "silent",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_failing_callback_is_tried_eight_times_over_28_hours() {
        let waits: Vec<_> = (1..).map_while(|made| wait(made, Answer::Refused(500), 0.5)).collect();
        assert_eq!(waits, [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map(Duration::from_secs));
    }

    #[test]
    fn what_was_delivered_or_is_gone_is_never_sent_again() {
        for status in [200, 201, 204, 299, 410] {
            assert_eq!(Retry::after(1, Answer::of_status(status), 0.5), Retry::Never, "{status}");
        }
    }

    #[test]
    fn everything_else_is_sent_again() {
        for status in [100, 199, 300, 301, 302, 304, 307, 400, 401, 404, 409, 411, 429, 500, 503, 599] {
            assert_ne!(Retry::after(1, Answer::of_status(status), 0.5), Retry::Never, "{status}");
        }
        assert_ne!(Retry::after(1, Answer::Silent("timeout"), 0.5), Retry::Never);
    }

    proptest! {
        #[test]
        fn a_wait_is_spread_by_a_fifth_at_most(made in 1_u32..=7, dice in 0.0..1.0_f64) {
            let exact = wait(made, Answer::Refused(500), 0.5).unwrap();
            let spread = wait(made, Answer::Refused(500), dice).unwrap();
            prop_assert!(spread >= exact.mul_f64(0.799) && spread <= exact.mul_f64(1.201));
        }
    }

    fn wait(made: u32, answer: Answer, dice: f64) -> Option<Duration> {
        match Retry::after(made, answer, dice) {
            Retry::After(wait) => Some(wait),
            Retry::Never => None,
        }
    }
}
