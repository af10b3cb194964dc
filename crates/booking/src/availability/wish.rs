//! Which days and times are wanted. "After 3" is strict: three o'clock itself is not after three.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};

use super::Slot;

/// What of the clinic's calendar is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Everything on these days.
    Dates(Vec<Date>),
    /// The next free times that suit.
    Window(Window),
}

/// The next free times that suit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Empty means any day of the week.
    pub weekdays: Vec<Weekday>,
    /// Strictly after this time.
    pub after: Option<Time>,
    /// Strictly before this time.
    pub before: Option<Time>,
    pub max_slots: usize,
    pub max_months: i32,
}

impl Wish {
    /// The days to look at, each once, in their order; `today` is the clinic's.
    pub(super) fn dates(&self, today: Date) -> Vec<Date> {
        match self {
            Self::Dates(dates) => {
                let mut dates = dates.clone();
                dates.sort();
                dates.dedup();
                dates
            }
            Self::Window(window) => window.dates(today),
        }
    }

    /// What of a day's times is wanted when `found` have been found before.
    pub(super) fn wanted(&self, slots: Vec<Slot>, found: usize) -> Vec<Slot> {
        match self {
            Self::Dates(_) => slots,
            Self::Window(window) => {
                let left = window.max_slots.saturating_sub(found);
                slots.into_iter().filter(|slot| slot.free && window.admits(slot.time)).take(left).collect()
            }
        }
    }

    pub(super) fn is_met(&self, found: usize) -> bool {
        match self {
            Self::Dates(_) => false,
            Self::Window(window) => found >= window.max_slots,
        }
    }
}

impl Window {
    fn dates(&self, today: Date) -> Vec<Date> {
        let end = today.saturating_add(self.max_months.months());
        let suits = |date: &Date| self.weekdays.is_empty() || self.weekdays.contains(&date.weekday());
        today.series(1.day()).take_while(|date| *date < end).filter(suits).collect()
    }

    /// Whether a time suits. Minutes count, seconds do not.
    pub fn admits(&self, time: Time) -> bool {
        let minute = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
        self.after.is_none_or(|after| minute(time) > minute(after))
            && self.before.is_none_or(|before| minute(time) < minute(before))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn any() -> Window {
        Window { weekdays: Vec::new(), after: None, before: None, max_slots: 6, max_months: 3 }
    }

    #[test]
    fn after_and_before_are_strict() {
        let window = Window { after: Some(time(15, 0, 0, 0)), before: Some(time(17, 0, 0, 0)), ..any() };
        for (hour, minute, expect) in
            [(14, 59, false), (15, 0, false), (15, 1, true), (16, 59, true), (17, 0, false), (17, 1, false)]
        {
            assert_eq!(window.admits(time(hour, minute, 0, 0)), expect, "{hour}:{minute:02}");
        }
        assert!(!window.admits(time(15, 0, 30, 0)), "seconds make nothing later");
    }

    #[test]
    fn a_window_looks_at_its_weekdays_for_so_many_months() {
        let tuesdays = Window { weekdays: vec![Weekday::Tuesday], max_months: 1, ..any() };
        let days = Wish::Window(tuesdays).dates(date(2026, 1, 31));
        assert_eq!(days, [3, 10, 17, 24].map(|day| date(2026, 2, day)));
        assert_eq!(Wish::Window(any()).dates(date(2026, 12, 15)).last(), Some(&date(2027, 3, 14)));
    }

    #[test]
    fn named_days_are_looked_at_once_and_in_order() {
        let (first, second) = (date(2026, 2, 5), date(2026, 2, 6));
        assert_eq!(Wish::Dates(vec![second, first, second]).dates(second), [first, second]);
    }
}
