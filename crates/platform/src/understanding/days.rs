//! Days in words: "Tuesdays", "next Friday", "the week of March 10", "by the 15th". Weeks begin on Monday.

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
    weeks_away(tokens, today)
        .or_else(|| relative(tokens, today))
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

/// "today", "tomorrow", "this Friday", "next week", "the weekend".
fn relative(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    let opened = usize::from(tokens.word(0) == "the");
    let named = [
        ("today", 0),
        ("tonight", 0),
        ("tomorrow", 1),
        ("tmrw", 1),
        ("tmr", 1),
        ("tomorow", 1),
        ("tommorow", 1),
        ("tommorrow", 1),
        ("day after tomorrow", 2),
    ];
    let found = named
        .iter()
        .filter_map(|(name, days)| tokens.from(opened).starts_with(name).map(|used| (*days, used)));
    if let Some((days, used)) = found.max_by_key(|(_, used)| *used) {
        // "tonight" says an hour too, which is read where hours are.
        return Some((Days::One(later(today, days)?), opened + used));
    }
    let monday = monday_of(today)?;
    let week = |weeks: i32| {
        Some(Days::Span(Some(later(monday, weeks * 7)?.max(today)), Some(later(monday, weeks * 7 + 6)?)))
    };
    if let Some(used) = tokens.from(opened).any_of(&["week after next", "the week after next"]) {
        return Some((week(2)?, opened + used));
    }
    if let Some(used) =
        tokens.any_of(&["later this week", "rest of the week", "rest of this week", "the rest of the week"])
    {
        return Some((Days::Span(Some(later(today, 1)?), Some(later(monday, 6)?)), used));
    }
    part_of_week(tokens, today).or_else(|| this_or_next(tokens, today, week))
}

/// "early next week", "end of the week", "middle of next week".
fn part_of_week(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    let opened = usize::from(tokens.word(0) == "the");
    let rest = tokens.from(opened);
    let parts: [(&[&str], i32, i32); 3] = [
        (&["early", "beginning of", "start of", "early in the"], 0, 2),
        (&["middle of", "mid"], 1, 3),
        (&["late", "end of", "later", "the end of"], 3, 6),
    ];
    let (used, from, to) =
        parts.iter().find_map(|(words, from, to)| rest.any_of(words).map(|used| (used, *from, *to)))?;
    let weeks = [("next week", 1), ("this week", 0), ("the week", 0)];
    let (weeks, more) = weeks
        .iter()
        .find_map(|(words, weeks)| rest.from(used).starts_with(words).map(|used| (*weeks, used)))?;
    let monday = later(monday_of(today)?, weeks * 7)?;
    let first = later(monday, from)?.max(today);
    Some((Days::Span(Some(first), Some(later(monday, to)?)), opened + used + more))
}

fn this_or_next(
    tokens: Tokens<'_>,
    today: Date,
    week: impl Fn(i32) -> Option<Days>,
) -> Option<(Days, usize)> {
    let (is_next, used) =
        if let Some(used) = tokens.any_of(&["next", "the next", "the following", "following"]) {
            (true, used)
        } else {
            (
                false,
                tokens.any_of(&[
                    "this coming",
                    "this",
                    "the coming",
                    "coming",
                    "upcoming",
                    "this upcoming",
                    "the",
                ])?,
            )
        };
    let rest = tokens.from(used);
    if let Some(weekday) = weekday(rest.word(0)) {
        if tokens.word(0) == "the" && !is_next && used == 1 {
            return None;
        }
        let from = if is_next { later(monday_of(today)?, 7)? } else { today };
        let (others, more) = further_weekdays(rest.from(1));
        if is_next && !others.is_empty() {
            let days = Weekdays::of(weekday).and(others);
            return Some((Days::Within(from, later(from, 6)?, days), used + 1 + more));
        }
        return Some((Days::One(coming(from, Weekdays::of(weekday))?), used + 1));
    }
    let monday = monday_of(today)?;
    let shift = if is_next { 7 } else { 0 };
    let days = match rest.word(0) {
        "week" if tokens.word(0) != "the" || is_next => week(i32::from(is_next))?,
        "weekend" if rest.word(1) != "of" => {
            Days::Span(Some(later(monday, 5 + shift)?.max(today)), Some(later(monday, 6 + shift)?))
        }
        "month" if tokens.word(0) != "the" || is_next => {
            let first = today.first_of_month().checked_add(i32::from(is_next).months()).ok()?;
            Days::Span(Some(first.max(today)), Some(first.last_of_month()))
        }
        "year" if is_next => Days::Span(Date::new(today.year() + 1, 1, 1).ok(), None),
        "morning" | "afternoon" | "evening" if tokens.word(0) == "this" => {
            // The part of the day is read where hours are.
            return Some((Days::One(today), used));
        }
        "few" if is_next && rest.word(1) == "days" => {
            return Some((Days::Span(Some(today), Some(later(today, 3)?)), used + 2));
        }
        _ => return spell(rest, today).filter(|_| is_next).map(|(days, more)| (days, used + more)),
    };
    Some((days, used + 1))
}

/// "(next Tuesday) or Thursday": the week goes for both.
fn further_weekdays(tokens: Tokens<'_>) -> (Weekdays, usize) {
    let (mut days, mut at) = (Weekdays::NONE, 0);
    while (matches!(tokens.word(at), "or" | "and") || tokens.at(at) == Some(&Token::Comma))
        && let Some(day) = weekday(tokens.word(at + 1))
    {
        days = days.and(Weekdays::of(day));
        at += 2;
    }
    (days, at)
}

/// "(the next) 10 days", "couple of weeks".
fn spell(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    let (count, used) = count(tokens)?;
    let last = add(today, count, tokens.word(used))?;
    Some((Days::Span(Some(today), Some(last)), used + 1))
}

/// "in two weeks", "3 days from now", "a week from Friday", "within 10 days".
fn weeks_away(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
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
        let (from, tail) = plain(rest, today)?;
        return Some((Days::One(add(starts(from, today)?, count, unit)?), used + more + tail));
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
