//! Days by how far they are ahead: "in two weeks", "3 days from now", "the next 10 days".

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Days, later, monday_of};
use crate::understanding::tokens::Tokens;

/// "(the next) 10 days", "couple of weeks".
pub(super) fn spell(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    let (count, used) = count(tokens)?;
    let last = add(today, count, tokens.word(used))?;
    Some((Days::Span(Some(today), Some(last)), used + 1))
}

/// "in two weeks", "3 days from now", "a week from Friday", "within 10 days".
pub(super) fn weeks_away(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    if let Some(opened) =
        tokens.any_of(&["within the next", "in the next", "over the next", "sometime in the next", "within"])
    {
        return spell(tokens.from(opened), today).map(|(days, used)| (days, opened + used));
    }
    let opened = tokens.any_of(&["in", "in about", "about"]).unwrap_or(0);
    let (count, used) = count(tokens.from(opened))?;
    let unit = tokens.word(opened + used);
    let used = opened + used + 1;
    if let Some(more) = tokens.from(used).any_of(&["from"]) {
        let rest = tokens.from(used + more);
        if let Some(tail) = rest.any_of(&["now"]) {
            return Some((around(today, count, unit)?, used + more + tail));
        }
        let (from, tail) = super::plain(rest, today)?;
        return Some((Days::One(add(super::starts(from, today)?, count, unit)?), used + more + tail));
    }
    let said = opened > 0 && tokens.word(0) == "in" || tokens.word(used) == "out";
    let tail = usize::from(tokens.word(used) == "out");
    said.then(|| around(today, count, unit).map(|days| (days, used + tail)))?
}

/// Days are meant to the day; "in two weeks" means that week.
fn around(today: Date, count: i32, unit: &str) -> Option<Days> {
    let date = add(today, count, unit)?;
    if unit.starts_with("day") {
        return Some(Days::One(date));
    }
    let monday = monday_of(date)?;
    Some(Days::Span(Some(monday), Some(later(monday, 6)?)))
}

fn count(tokens: Tokens<'_>) -> Option<(i32, usize)> {
    if let Some(used) = tokens.any_of(&["a couple of", "a couple", "couple of", "couple"]) {
        return Some((2, used));
    }
    if let Some(used) = tokens.any_of(&["a few", "few"]) {
        return Some((3, used));
    }
    if matches!(tokens.word(0), "a" | "an") {
        return Some((1, 1));
    }
    let count = i32::try_from(tokens.number(0)?).ok().filter(|count| *count <= 90)?;
    Some((count, 1))
}

fn add(date: Date, count: i32, unit: &str) -> Option<Date> {
    match unit {
        "day" | "days" => later(date, count),
        "week" | "weeks" => later(date, count.checked_mul(7)?),
        "month" | "months" => date.checked_add(count.months()).ok(),
        _ => None,
    }
}
