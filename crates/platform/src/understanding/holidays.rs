//! Days that people call by name.

use jiff::civil::{Date, Weekday};

use super::tokens::Tokens;

/// A named day, as a month and a day or as a weekday in a month.
enum Named {
    On(i8, i8),
    /// The nth weekday of a month; -1 is the last.
    Nth(i8, i8, Weekday),
}

const NAMES: [(&str, Named); 17] = [
    ("new years eve", Named::On(12, 31)),
    ("new years day", Named::On(1, 1)),
    ("new years", Named::On(1, 1)),
    ("new year", Named::On(1, 1)),
    ("christmas eve", Named::On(12, 24)),
    ("christmas day", Named::On(12, 25)),
    ("christmas", Named::On(12, 25)),
    ("xmas", Named::On(12, 25)),
    ("valentines day", Named::On(2, 14)),
    ("valentines", Named::On(2, 14)),
    ("halloween", Named::On(10, 31)),
    ("independence day", Named::On(7, 4)),
    ("thanksgiving", Named::Nth(11, 4, Weekday::Thursday)),
    ("black friday", Named::Nth(11, 4, Weekday::Thursday)),
    ("labor day", Named::Nth(9, 1, Weekday::Monday)),
    ("memorial day", Named::Nth(5, -1, Weekday::Monday)),
    ("mothers day", Named::Nth(5, 2, Weekday::Sunday)),
];

/// The next day of that name from `today` on, and how many tokens named it.
pub(super) fn named(tokens: Tokens<'_>, today: Date) -> Option<(Date, usize)> {
    let opened = usize::from(tokens.word(0) == "the");
    let (name, rule, used) = NAMES
        .iter()
        .filter_map(|(name, rule)| {
            tokens.from(opened).starts_with(name).map(|used| (*name, rule, opened + used))
        })
        .max_by_key(|(_, _, used)| *used)?;
    let in_year = |year: i16| {
        let date = match rule {
            Named::On(month, day) => Date::new(year, *month, *day).ok()?,
            Named::Nth(month, nth, weekday) => {
                Date::new(year, *month, 1).ok()?.nth_weekday_of_month(*nth, *weekday).ok()?
            }
        };
        if name == "black friday" { date.tomorrow().ok() } else { Some(date) }
    };
    let this_year = in_year(today.year())?;
    let date = if this_year >= today { this_year } else { in_year(today.year() + 1)? };
    Some((date, used))
}
