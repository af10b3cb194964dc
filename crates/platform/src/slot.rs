//! A time that can be booked, as the clinic's site offers it, and how it is written to patients.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    pub start: Timestamp,
    /// `None` where the site does not say.
    pub end: Option<Timestamp>,
    pub provider: Option<String>,
}

impl Slot {
    /// "Tue, Mar 12 at 3:30 PM", on the clinic's wall clock.
    pub fn spoken(&self, zone: &TimeZone) -> String {
        self.start.to_zoned(zone.clone()).strftime("%a, %b %-d at %-I:%M %p").to_string()
    }

    /// The date as Baton takes it: `2030-03-12`.
    pub fn date(&self, zone: &TimeZone) -> String {
        self.start.to_zoned(zone.clone()).date().to_string()
    }

    /// The time as Baton takes it: `3:30pm`.
    pub fn time(&self, zone: &TimeZone) -> String {
        self.start.to_zoned(zone.clone()).strftime("%-I:%M%P").to_string()
    }
}
