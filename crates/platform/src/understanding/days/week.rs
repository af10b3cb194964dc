//! Days as seen from today: "tomorrow", "this Friday", "next week", "the weekend".

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Days, ahead, coming, later, monday_of, weekday};
use crate::schedule::Weekdays;
use crate::understanding::tokens::{Token, Tokens};

/// "today", "tomorrow", "this Friday", "next week", "the weekend".
pub(super) fn relative(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
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
        _ => return ahead::spell(rest, today).filter(|_| is_next).map(|(days, more)| (days, used + more)),
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
