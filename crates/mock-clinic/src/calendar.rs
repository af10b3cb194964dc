//! Which days are open and which times they have, computed from today. Knows nothing of what is booked.

use jiff::civil::{Date, Time, Weekday};
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::catalogue::Clinic;

/// One time of day and whether the clinic offers it at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferedSlot {
    pub time: Time,
    pub available: bool,
}

/// What the calendar shows for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum DayState {
    Past,
    Closed,
    Full,
    Open,
    /// Later than the site takes bookings.
    TooFar,
}

/// How far ahead the site takes bookings.
const HORIZON_MONTHS: i32 = 3;

pub(crate) fn today(clinic: &Clinic, now: Timestamp) -> Date {
    now.to_zoned(clinic.timezone.clone()).date()
}

pub(crate) fn horizon(today: Date) -> Date {
    today.saturating_add(HORIZON_MONTHS.months())
}

pub(crate) fn day_state(clinic: &Clinic, date: Date, now: Timestamp) -> DayState {
    let today = today(clinic, now);
    if clinic.date == Some(date) {
        return DayState::Open;
    }
    if date < today {
        DayState::Past
    } else if date > horizon(today) {
        DayState::TooFar
    } else if is_closed(date) {
        DayState::Closed
    } else if is_full(date) || offered(clinic, None, date, now).iter().all(|slot| !slot.available) {
        DayState::Full
    } else {
        DayState::Open
    }
}

/// Returns the times of one day; today's must lie an hour ahead. `grid` replaces the clinic's own list by one every
/// so many minutes.
pub(crate) fn offered(clinic: &Clinic, grid: Option<u16>, date: Date, now: Timestamp) -> Vec<OfferedSlot> {
    let slots = grid.map_or_else(|| clinic.slots.clone(), on_grid);
    let earliest = now.to_zoned(clinic.timezone.clone()).datetime().saturating_add(1.hour());
    let bookable = |slot: OfferedSlot| OfferedSlot {
        available: slot.available && (clinic.date == Some(date) || date.to_datetime(slot.time) >= earliest),
        ..slot
    };
    slots.into_iter().map(bookable).collect()
}

/// From nine to seven; every fifth time is unavailable.
fn on_grid(minutes: u16) -> Vec<OfferedSlot> {
    let step = i32::from(minutes.clamp(5, 240));
    let starts = (0..).map(|index| (index, 9 * 60 + index * step)).take_while(|&(_, start)| start <= 19 * 60);
    starts
        .filter_map(|(index, start)| Some(OfferedSlot { time: at_minute(start)?, available: index % 5 != 1 }))
        .collect()
}

fn at_minute(minute: i32) -> Option<Time> {
    Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()
}

/// The clinic rests on the first Sunday of each month.
fn is_closed(date: Date) -> bool {
    date.weekday() == Weekday::Sunday && date.day() <= 7
}

/// The 13th of each month is booked out: a day that can be relied on not to be free.
fn is_full(date: Date) -> bool {
    date.day() == 13
}

/// Reads "14:30", "2:30pm", "2:30 PM" and "2 pm".
pub(crate) fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim().to_ascii_lowercase();
    let (clock, half) = if let Some(clock) = text.strip_suffix("am") {
        (clock, Some(0))
    } else if let Some(clock) = text.strip_suffix("pm") {
        (clock, Some(12))
    } else {
        (text.as_str(), None)
    };
    let (hour, minute) = clock.trim().split_once(':').unwrap_or((clock.trim(), "0"));
    let (hour, minute) = (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    /// A Thursday, nine in the morning in New York.
    fn now() -> Timestamp {
        "2026-02-05T14:00:00Z".parse().unwrap()
    }

    fn state_of(date: Date) -> DayState {
        day_state(&Clinic::of("forever-22"), date, now())
    }

    #[test]
    fn the_calendar_knows_the_past_the_day_of_rest_and_the_horizon() {
        assert_eq!(state_of(date(2026, 2, 4)), DayState::Past);
        assert_eq!(state_of(date(2026, 3, 1)), DayState::Closed);
        assert_eq!(state_of(date(2026, 5, 6)), DayState::TooFar);
    }

    #[test]
    fn every_day_is_open_but_the_first_sunday_and_the_thirteenth() {
        let shut: Vec<_> = date(2026, 2, 6)
            .series(1.day())
            .take(60)
            .filter(|day| state_of(*day) != DayState::Open)
            .collect();
        assert_eq!(shut, [date(2026, 2, 13), date(2026, 3, 1), date(2026, 3, 13), date(2026, 4, 5)]);
    }

    #[test]
    fn the_day_of_the_query_is_open_even_when_it_is_long_gone() {
        let clinic = Clinic { date: Some(date(2020, 1, 5)), ..Clinic::of("forever-22") };
        assert_eq!(day_state(&clinic, date(2020, 1, 5), now()), DayState::Open);
        assert!(offered(&clinic, None, date(2020, 1, 5), now()).iter().any(|slot| slot.available));
    }

    #[test]
    fn today_offers_only_what_lies_ahead() {
        let slots = offered(&Clinic::of("forever-22"), None, date(2026, 2, 5), now());
        let first = slots.iter().find(|slot| slot.available).unwrap();
        assert_eq!((first.time, slots.len()), (time(10, 0, 0, 0), 19));
    }

    #[test]
    fn a_grid_replaces_the_list() {
        let times: Vec<_> = on_grid(15).iter().map(|slot| slot.time).collect();
        assert_eq!((times[0], times[1], times.len()), (time(9, 0, 0, 0), time(9, 15, 0, 0), 41));
    }

    #[test]
    fn times_are_read_as_patients_write_them() {
        let check = |text, expect| assert_eq!(parse_time(text), expect, "{text}");
        check("14:30", Some(time(14, 30, 0, 0)));
        check("2:30pm", Some(time(14, 30, 0, 0)));
        check("12:05 AM", Some(time(0, 5, 0, 0)));
        check("12 pm", Some(time(12, 0, 0, 0)));
        check("13:00pm", None);
        check("late", None);
    }
}
