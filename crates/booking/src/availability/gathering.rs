//! Fills a wish day by day, and knows which day comes next and when it is enough.

use std::collections::VecDeque;

use jiff::civil::Date;

use super::{Day, Slot, Wish};

/// A wish on its way to be met.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathering {
    wish: Wish,
    left: VecDeque<Date>,
    days: Vec<Day>,
    found: usize,
}

impl Gathering {
    /// `today` is the clinic's.
    pub fn new(wish: Wish, today: Date) -> Self {
        let left = wish.dates(today).into();
        Self { wish, left, days: Vec::new(), found: 0 }
    }

    /// The next day to look at; `None` when it is enough.
    pub fn next(&self) -> Option<Date> {
        if self.wish.is_met(self.found) { None } else { self.left.front().copied() }
    }

    /// The days that are still to be looked at, as long as it is not enough.
    pub fn left(&self) -> impl Iterator<Item = Date> + '_ {
        let enough = self.wish.is_met(self.found);
        self.left.iter().copied().filter(move |_| !enough)
    }

    /// Takes what was found on the next day.
    pub fn add(&mut self, slots: Vec<Slot>) {
        if let Some(date) = self.left.pop_front() {
            let slots = self.wish.wanted(slots, self.found);
            self.found += slots.len();
            self.days.push(Day { date, slots });
        }
    }

    /// The days that have been looked at.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    pub fn into_days(self) -> Vec<Day> {
        self.days
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::super::Window;
    use super::*;

    fn slots(hours: &[i8]) -> Vec<Slot> {
        let slot = |hour: &i8| Slot::shown(date(2026, 2, 5), time(*hour, 0, 0, 0), *hour != 11, None, None);
        hours.iter().map(slot).collect()
    }

    #[test]
    fn a_window_is_met_in_the_middle_of_a_day() {
        let window = Window { weekdays: Vec::new(), after: None, before: None, max_slots: 3, max_months: 1 };
        let mut gathering = Gathering::new(Wish::Window(window), date(2026, 2, 5));
        gathering.add(slots(&[10, 11]));
        assert_eq!(gathering.next(), Some(date(2026, 2, 6)));
        gathering.add(slots(&[9, 11, 12, 13]));
        assert_eq!(gathering.next(), None);
        let counts: Vec<_> = gathering.days().iter().map(|day| day.slots.len()).collect();
        assert_eq!(counts, [1, 2], "what is taken does not count, and what is too many is left out");
    }

    #[test]
    fn named_days_are_read_to_the_end_with_what_is_taken() {
        let mut gathering = Gathering::new(Wish::Dates(vec![date(2026, 2, 5)]), date(2026, 2, 1));
        gathering.add(slots(&[10, 11]));
        assert_eq!((gathering.next(), gathering.days()[0].slots.len()), (None, 2));
    }
}
