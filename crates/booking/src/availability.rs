//! Which times a clinic has: what is asked, what is found, and in which order days are looked at.
//! Pure; the times come from a visit to the page or from the site's own queries, and both fill the same [`Gathering`].

mod clinic_time;
mod duration;
mod gathering;
mod merge;
mod visit;
mod wish;

pub use clinic_time::{Contradiction, slot_between};
pub use duration::minutes_in;
pub use gathering::Gathering;
pub use merge::merged;
pub use visit::{Next, Visit};
pub use wish::{Window, Wish};

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};
use url::Url;

use crate::request::ServiceAlias;

/// What somebody wants to know of a clinic.
#[derive(Debug, Clone, PartialEq)]
pub struct Inquiry {
    pub booking_url: Url,
    /// The named service; `None` means the first one available.
    pub service: Option<String>,
    /// The named provider; `None` means anyone.
    pub provider: Option<String>,
    /// The clinic's time zone, where the platform knows it.
    pub timezone: Option<TimeZone>,
    pub aliases: Vec<ServiceAlias>,
    pub wish: Wish,
}

/// What was found, in the site's own words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    pub service: Option<String>,
    /// The provider that was asked for.
    pub provider: Option<String>,
    /// Everyone who offers the service.
    pub providers: Vec<String>,
    pub timezone: Option<TimeZone>,
    /// The days that were read, in their order.
    pub days: Vec<Day>,
}

/// One day's times in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    pub date: Date,
    pub slots: Vec<Slot>,
}

/// One time at which the clinic takes, or would take, a patient.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Wall time at the clinic.
    pub time: Time,
    pub free: bool,
    /// The one provider who has it; `None` where several do, or where the site does not say.
    pub provider: Option<String>,
    pub minutes: Option<i64>,
    /// Absent while the clinic's zone is not known.
    pub start: Option<Zoned>,
    pub end: Option<Zoned>,
}

impl Slot {
    /// A time as a page shows it. Its instants follow where the zone is known and the zone's clocks show that time on that day.
    pub fn shown(date: Date, time: Time, free: bool, minutes: Option<i64>, zone: Option<&TimeZone>) -> Self {
        let start = zone.and_then(|zone| clinic_time::instant(date.to_datetime(time), zone));
        let end = start
            .as_ref()
            .zip(minutes)
            .and_then(|(start, minutes)| start.checked_add(SignedDuration::from_mins(minutes)).ok());
        Self { time, free, provider: None, minutes, start, end }
    }
}

impl Findings {
    /// The times of one day, where it was read.
    pub fn on(&self, date: Date) -> Option<&Day> {
        self.days.iter().find(|day| day.date == date)
    }
}
