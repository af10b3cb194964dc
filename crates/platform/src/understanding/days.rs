//! Days in words: "Tuesdays", "Monday to Wednesday", "by the 15th". Weeks begin on Monday.

mod ahead;
mod week;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::dates::{self, Month};
use super::holidays;
use super::tokens::{Token, Tokens};
use crate::schedule::Weekdays;

/// What a few words say of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    Weekdays(Weekdays),
    One(Date),
    /// Days of the week within days in a row.
    Within(Date, Date, Weekdays),
    /// Several days in a row; open where there is no end.
    Span(Option<Date>, Option<Date>),
    Any,
}

/// The days that stand here, and how many tokens they take.
pub(super) fn read(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    range(tokens, today)
        .or_else(|| bounded(tokens, today))
        .or_else(|| any(tokens))
        .or_else(|| plain(tokens, today))
}

/// Days without a limit in front of them.
fn plain(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    ahead::weeks_away(tokens, today)
        .or_else(|| week::relative(tokens, today))
        .or_else(|| holidays::named(tokens, today).map(|(date, used)| (Days::One(date), used)))
        .or_else(|| dates::read(tokens, today))
        .or_else(|| weekdays(tokens))
}

fn any(tokens: Tokens<'_>) -> Option<(Days, usize)> {
    const ANY: [&str; 22] = [
        "any day",
        "anyday",
        "any time",
        "anytime",
        "whenever",
        "asap",
        "as soon as possible",
        "as early as possible",
        "soonest",
        "flexible",
        "no preference",
        "doesnt matter",
        "dont care",
        "i dont mind",
        "dont mind",
        "all day",
        "every day",
        "everyday",
        "first available",
        "next available",
        "earliest available",
        "soon as possible",
    ];
    // "any time after 3" speaks of hours.
    let used = tokens.any_of(&ANY)?;
    let limited = matches!(tokens.word(used), "after" | "before" | "from" | "past" | "between");
    (!limited || tokens.word(used - 1) != "time").then_some((Days::Any, used))
}

/// "from Monday to Wednesday", "between March 10 and March 14", "Mon-Thu", "March 10 - 14".
fn range(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    let between = usize::from(tokens.word(0) == "between");
    let opened = between + usize::from(between == 0 && tokens.word(0) == "from");
    let (first, used) = plain(tokens.from(opened), today)?;
    let joint = opened + used;
    let joined = tokens.is_to(joint) || (between == 1 && tokens.word(joint) == "and");
    if !joined {
        return None;
    }
    let rest = tokens.from(joint + 1);
    if let (Days::One(from), Some(Token::Number(day) | Token::Ordinal(day))) = (first, rest.at(0))
        && dates::is_day_alone(rest)
        && let Some(to) = dates::day_after(from, *day)
    {
        return Some((Days::Span(Some(from), Some(to)), joint + 2));
    }
    let (last, more) = plain(rest, today)?;
    Some((from_to(first, last, today)?, joint + 1 + more))
}

fn from_to(first: Days, last: Days, today: Date) -> Option<Days> {
    if let (Days::Weekdays(first), Days::Weekdays(last)) = (first, last) {
        return Some(Days::Weekdays(Weekdays::from_to(first.days().next()?, last.days().next()?)));
    }
    let from = starts(first, today)?;
    let to = match last {
        Days::Weekdays(days) => coming(from, days)?,
        last => ends(last, today)?,
    };
    (from <= to).then_some(Days::Span(Some(from), Some(to)))
}

/// "after the 15th", "by Friday", "starting next week".
fn bounded(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    let from = tokens.any_of(&[
        "starting",
        "starting from",
        "starting on",
        "from",
        "beginning",
        "not before",
        "no earlier than",
        "on or after",
        "not until",
    ]);
    let after = tokens.any_of(&[
        "after",
        "any time after",
        "anytime after",
        "sometime after",
        "any day after",
        "later than",
    ]);
    let until = tokens.any_of(&[
        "by",
        "until",
        "till",
        "up to",
        "no later than",
        "on or before",
        "not after",
        "within",
    ]);
    let before = tokens.any_of(&[
        "before",
        "any time before",
        "anytime before",
        "sometime before",
        "any day before",
        "earlier than",
    ]);
    let used = [from, after, until, before].into_iter().flatten().max()?;
    let (day, more) = plain(tokens.from(used), today)?;
    let span = if from == Some(used) {
        Days::Span(Some(starts(day, today)?), None)
    } else if after == Some(used) {
        Days::Span(Some(ends(day, today)?.tomorrow().ok()?), None)
    } else if until == Some(used) {
        Days::Span(None, Some(ends(day, today)?))
    } else {
        Days::Span(None, Some(starts(day, today)?.yesterday().ok()?))
    };
    Some((span, used + more))
}

pub(super) fn starts(days: Days, today: Date) -> Option<Date> {
    match days {
        Days::One(date) => Some(date),
        Days::Span(first, _) => first,
        Days::Within(first, ..) => Some(first),
        Days::Weekdays(days) => coming(today, days),
        Days::Any => None,
    }
}

fn ends(days: Days, today: Date) -> Option<Date> {
    match days {
        Days::Span(_, last) => last,
        Days::Within(_, last, _) => Some(last),
        other => starts(other, today),
    }
}

/// "Tuesdays", "weekdays", "the weekend".
fn weekdays(tokens: Tokens<'_>) -> Option<(Days, usize)> {
    let opened = tokens.any_of(&["any", "every", "on", "a", "the", "most", "only"]).unwrap_or(0);
    let days = match tokens.word(opened) {
        "weekday" | "weekdays" | "workday" | "workdays" => Weekdays::WORKDAYS,
        "weekend" | "weekends" => Weekdays::WEEKEND,
        word => Weekdays::of(weekday(word)?),
    };
    Some((Days::Weekdays(days), opened + 1))
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let word = word.strip_suffix('s').filter(|stem| stem.len() > 4).unwrap_or(word);
    Some(match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tues" | "tue" => Weekday::Tuesday,
        "wednesday" | "wed" | "weds" | "wednsday" | "wensday" => Weekday::Wednesday,
        "thursday" | "thurs" | "thur" | "thu" | "thrusday" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// The first of `days` from `from` on, that day included.
pub(super) fn coming(from: Date, days: Weekdays) -> Option<Date> {
    (0..7).filter_map(|ahead| later(from, ahead)).find(|date| days.has(date.weekday()))
}

pub(super) fn later(date: Date, days: i32) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

pub(super) fn monday_of(date: Date) -> Option<Date> {
    later(date, -i32::from(date.weekday().to_monday_zero_offset()))
}

/// "the week of March 10".
pub(super) fn week_of(date: Date) -> Option<Days> {
    let monday = monday_of(date)?;
    Some(Days::Span(Some(monday), Some(later(monday, 6)?)))
}

/// A month as days in a row, or a part of it.
pub(super) fn in_month(month: Month, from: i8, to: Option<i8>) -> Option<Days> {
    let first = Date::new(month.year, month.month, from).ok()?;
    let last = to.map_or(Some(first.last_of_month()), |day| Date::new(month.year, month.month, day).ok())?;
    Some(Days::Span(Some(first), Some(last)))
}
