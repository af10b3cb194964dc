//! When a patient would like to come: windows of days and hours on the clinic's wall clock. Knows no words; `understanding` reads those.

mod hours;
mod weekdays;

pub use hours::Hours;
pub use weekdays::Weekdays;

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Any of its windows will do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Schedule {
    pub windows: Vec<Window>,
}

/// Days and hours that belong together: "Tuesday or Thursday after 3".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub first: Option<Date>,
    /// The last day, itself included.
    pub last: Option<Date>,
    pub weekdays: Weekdays,
    pub hours: Hours,
}

impl Schedule {
    /// Any day, any time.
    pub fn anytime() -> Self {
        Self { windows: vec![Window::ANY] }
    }

    /// Whether something begins within it at `start`, by the clock on the clinic's wall.
    pub fn holds(&self, start: Timestamp, zone: &TimeZone) -> bool {
        let wall = start.to_zoned(zone.clone()).datetime();
        self.windows.iter().any(|window| window.holds(wall))
    }

    /// Whether a day can be meant, at whatever hour.
    pub fn may_hold(&self, date: Date) -> bool {
        self.windows.iter().any(|window| window.may_hold(date))
    }

    /// The first and the last day that it speaks of; `None` where it has no end.
    pub fn span(&self) -> (Option<Date>, Option<Date>) {
        let first = self.windows.iter().map(|window| window.first).min().flatten();
        let ends: Option<Vec<Date>> = self.windows.iter().map(|window| window.last).collect();
        (first, ends.and_then(|ends| ends.into_iter().max()))
    }
}

impl Window {
    pub const ANY: Self = Self { first: None, last: None, weekdays: Weekdays::ALL, hours: Hours::ANY };

    pub fn between(first: Date, last: Date) -> Self {
        Self { first: Some(first), last: Some(last), ..Self::ANY }
    }

    pub fn holds(&self, wall: DateTime) -> bool {
        self.may_hold(wall.date()) && self.hours.hold(wall.time())
    }

    fn may_hold(&self, date: Date) -> bool {
        self.first.is_none_or(|first| first <= date)
            && self.last.is_none_or(|last| date <= last)
            && self.weekdays.has(date.weekday())
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let windows: Vec<String> = self.windows.iter().map(ToString::to_string).collect();
        f.write_str(&windows.join(" | "))
    }
}

/// `2030-03-11..2030-03-15 Tue,Thu >15:00`; `any` where nothing is said.
impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = match (self.first, self.last) {
            (None, None) => None,
            (Some(first), Some(last)) if first == last => Some(first.to_string()),
            (first, last) => Some(format!("{}..{}", text(first), text(last))),
        };
        let weekdays = (self.weekdays != Weekdays::ALL).then(|| self.weekdays.to_string());
        let hours = (self.hours != Hours::ANY).then(|| self.hours.to_string());
        let said: Vec<String> = [days, weekdays, hours].into_iter().flatten().collect();
        f.write_str(if said.is_empty() { "any" } else { "" })?;
        f.write_str(&said.join(" "))
    }
}

fn text(date: Option<Date>) -> String {
    date.as_ref().map(ToString::to_string).unwrap_or_default()
}
