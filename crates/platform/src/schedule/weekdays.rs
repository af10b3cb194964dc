//! A set of days of the week.

use std::fmt;

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

/// One bit a day, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weekdays(u8);

const NAMES: [(Weekday, &str); 7] = [
    (Weekday::Monday, "Mon"),
    (Weekday::Tuesday, "Tue"),
    (Weekday::Wednesday, "Wed"),
    (Weekday::Thursday, "Thu"),
    (Weekday::Friday, "Fri"),
    (Weekday::Saturday, "Sat"),
    (Weekday::Sunday, "Sun"),
];

impl Weekdays {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(0b111_1111);
    pub const WORKDAYS: Self = Self(0b001_1111);
    pub const WEEKEND: Self = Self(0b110_0000);

    pub fn of(day: Weekday) -> Self {
        Self(1 << day.to_monday_zero_offset())
    }

    pub fn has(self, day: Weekday) -> bool {
        self.0 & Self::of(day).0 != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn but(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// From one day to another, both included, over the weekend where need be.
    pub fn from_to(first: Weekday, last: Weekday) -> Self {
        let mut days = Self::of(first);
        let mut day = first;
        while day != last {
            day = day.next();
            days = days.and(Self::of(day));
        }
        days
    }

    pub fn days(self) -> impl Iterator<Item = Weekday> {
        NAMES.into_iter().map(|(day, _)| day).filter(move |day| self.has(*day))
    }
}

impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> =
            NAMES.iter().filter(|(day, _)| self.has(*day)).map(|(_, name)| *name).collect();
        f.write_str(&names.join(","))
    }
}
