//! Times as operators read them: the clock for a machine, and how long ago or how long still for a person.

use jiff::{SignedDuration, Timestamp, Unit};

/// A moment on a page: its ISO form, and in words. The script keeps the words up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) iso: String,
    pub(super) words: String,
}

impl Moment {
    pub(super) fn ago(at: Timestamp, now: Timestamp) -> Self {
        Self { iso: iso(at), words: format!("{} ago", span(now.duration_since(at))) }
    }

    pub(super) fn left(until: Timestamp, now: Timestamp) -> Self {
        Self { iso: iso(until), words: span(until.duration_since(now)) }
    }

    /// The time of day in UTC, for lists in which the order matters.
    pub(super) fn clock(at: Timestamp) -> Self {
        Self { iso: iso(at), words: at.strftime("%b %-d, %H:%M:%S").to_string() }
    }
}

/// "45 s", "12 min", "3 h", "2 d"; what is over is "0 s".
pub(super) fn span(duration: SignedDuration) -> String {
    match duration.as_secs().max(0) {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3_600 => format!("{} min", seconds / 60),
        seconds @ 3_600..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

fn iso(at: Timestamp) -> String {
    at.round(Unit::Second).unwrap_or(at).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_their_largest_unit() {
        for (seconds, expect) in
            [(-5, "0 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"), (172_800, "2 d")]
        {
            assert_eq!(span(SignedDuration::from_secs(seconds)), expect);
        }
    }
}
