//! A part of the day. Its ends know whether they belong to it: "after 3" is strict, "from 3" is not.

use std::fmt;

use jiff::civil::{Time, time};
use serde::{Deserialize, Serialize};

/// Where a part of the day begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum End {
    Open,
    /// The time itself belongs to it.
    With(Time),
    /// The time itself does not.
    Without(Time),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    from: End,
    to: End,
}

impl Hours {
    pub const ANY: Self = Self { from: End::Open, to: End::Open };
    pub const MORNING: Self = Self { from: End::Open, to: End::Without(time(12, 0, 0, 0)) };
    pub const AFTERNOON: Self =
        Self { from: End::With(time(12, 0, 0, 0)), to: End::Without(time(17, 0, 0, 0)) };
    pub const EVENING: Self = Self { from: End::With(time(17, 0, 0, 0)), to: End::Open };

    pub fn after(time: Time) -> Self {
        Self { from: End::Without(time), to: End::Open }
    }

    pub fn from(time: Time) -> Self {
        Self { from: End::With(time), to: End::Open }
    }

    pub fn before(time: Time) -> Self {
        Self { from: End::Open, to: End::Without(time) }
    }

    pub fn until(time: Time) -> Self {
        Self { from: End::Open, to: End::With(time) }
    }

    pub fn between(from: Time, to: Time) -> Self {
        Self { from: End::With(from), to: End::With(to) }
    }

    pub fn at(time: Time) -> Self {
        Self::between(time, time)
    }

    pub fn hold(self, time: Time) -> bool {
        let begun = match self.from {
            End::Open => true,
            End::With(from) => from <= time,
            End::Without(from) => from < time,
        };
        let over = match self.to {
            End::Open => false,
            End::With(to) => time > to,
            End::Without(to) => time >= to,
        };
        begun && !over
    }

    /// What both hold; `None` if that is nothing.
    pub fn within(self, other: Self) -> Option<Self> {
        let both = Self { from: later(self.from, other.from), to: earlier(self.to, other.to) };
        both.is_some_time().then_some(both)
    }

    /// The earliest and the latest time, whether or not they belong to it.
    pub fn bounds(self) -> (Option<Time>, Option<Time>) {
        (self.from.time(), self.to.time())
    }

    fn is_some_time(self) -> bool {
        match (self.from, self.to) {
            (End::With(from), End::With(to)) => from <= to,
            (from, to) => from.time().zip(to.time()).is_none_or(|(from, to)| from < to),
        }
    }
}

impl End {
    fn time(self) -> Option<Time> {
        match self {
            Self::Open => None,
            Self::With(time) | Self::Without(time) => Some(time),
        }
    }
}

fn later(one: End, other: End) -> End {
    match (one.time(), other.time()) {
        (None, _) => other,
        (_, None) => one,
        (Some(this), Some(that)) if this == that => strict(one, other),
        (Some(this), Some(that)) => {
            if this > that {
                one
            } else {
                other
            }
        }
    }
}

fn earlier(one: End, other: End) -> End {
    match (one.time(), other.time()) {
        (None, _) => other,
        (_, None) => one,
        (Some(this), Some(that)) if this == that => strict(one, other),
        (Some(this), Some(that)) => {
            if this < that {
                one
            } else {
                other
            }
        }
    }
}

fn strict(one: End, other: End) -> End {
    if matches!(one, End::Without(_)) { one } else { other }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let from = match self.from {
            End::Open => None,
            End::With(time) => Some(format!(">={}", clock(time))),
            End::Without(time) => Some(format!(">{}", clock(time))),
        };
        let to = match self.to {
            End::Open => None,
            End::With(time) => Some(format!("<={}", clock(time))),
            End::Without(time) => Some(format!("<{}", clock(time))),
        };
        if self.from == self.to && self.from.time().is_some() {
            return write!(f, "={}", clock(self.from.time().unwrap_or_default()));
        }
        let ends: Vec<String> = [from, to].into_iter().flatten().collect();
        f.write_str(&ends.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_three_is_strict_and_from_three_is_not() {
        let three = time(15, 0, 0, 0);
        assert!(!Hours::after(three).hold(three));
        assert!(Hours::after(three).hold(time(15, 15, 0, 0)));
        assert!(Hours::from(three).hold(three));
        assert!(!Hours::before(three).hold(three));
        assert!(Hours::until(three).hold(three));
    }

    #[test]
    fn two_parts_that_share_nothing_have_nothing_in_common() {
        assert_eq!(Hours::MORNING.within(Hours::AFTERNOON), None);
        assert_eq!(
            Hours::AFTERNOON.within(Hours::after(time(15, 0, 0, 0))).map(|both| both.to_string()),
            Some(">15:00 <17:00".to_owned())
        );
    }
}
