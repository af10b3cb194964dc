//! Dates by month and day: "March 3rd", "3/14", "the 15th", "end of April", "first Monday of the month". A date without a year is the
//! next one of that name.

use jiff::ToSpan;
use jiff::civil::Date;

use super::days::{Days, in_month, later, monday_of, week_of, weekday};
use super::tokens::{Token, Tokens, ordinal_word};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) year: i16,
    pub(super) month: i8,
}

pub(super) fn read(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    let opened = tokens.any_of(&["on", "on the", "the"]).unwrap_or(0);
    let rest = tokens.from(opened);
    let found = of_week(rest, today)
        .or_else(|| part_of_month(rest, today))
        .or_else(|| nth_weekday(rest, today))
        .or_else(|| date(rest, today).map(|(date, used)| (Days::One(date), used)))
        .or_else(|| whole_month(rest, today));
    found.map(|(days, used)| (days, opened + used))
}

/// "week of March 10", "week of the 10th", "weekend of the 16th".
fn of_week(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    if let Some(used) = tokens.any_of(&["weekend of", "weekend of the"]) {
        let (date, more) = date(tokens.from(used), today)?;
        let saturday = later(monday_of(date)?, 5)?;
        return Some((Days::Span(Some(saturday), Some(later(saturday, 1)?)), used + more));
    }
    let used = tokens.any_of(&["week of", "week of the", "week starting", "week beginning"])?;
    let (date, more) = date(tokens.from(used), today)?;
    Some((week_of(date)?, used + more))
}

/// "March 3", "3rd of March", "3/14", "15th".
fn date(tokens: Tokens<'_>, today: Date) -> Option<(Date, usize)> {
    if let Token::Date(year, month, day) = tokens.at(0)? {
        let date =
            year.map_or_else(|| next(today, *month, *day), |year| Date::new(year, *month, *day).ok())?;
        return Some((date, 1));
    }
    if let Some((month, used)) = named_month(tokens) {
        let the = usize::from(tokens.word(used) == "the");
        let (day, more) = day_number(tokens.from(used + the))?;
        return with_year(tokens, used + the + more, today, month, day);
    }
    let (day, used) = day_number(tokens)?;
    let of = usize::from(tokens.word(used) == "of");
    if let Some((month, more)) = named_month(tokens.from(used + of)) {
        return with_year(tokens, used + of + more, today, month, day);
    }
    let of_month = tokens.from(used).any_of(&["of this month", "of the month", "of next month"]);
    let is_next = of_month == Some(3) && tokens.word(used + 1) == "next";
    matches!(tokens.at(0), Some(Token::Ordinal(_))).then_some(())?;
    let from = if is_next { today.first_of_month().checked_add(1.month()).ok()? } else { today };
    Some((day_after(from, u32::try_from(day).ok()?)?, used + of_month.unwrap_or(0)))
}

fn with_year(tokens: Tokens<'_>, at: usize, today: Date, month: i8, day: i8) -> Option<(Date, usize)> {
    let comma = usize::from(tokens.at(at) == Some(&Token::Comma));
    if let Some(Token::Number(year @ 2000..=2999)) = tokens.at(at + comma) {
        return Some((Date::new(i16::try_from(*year).ok()?, month, day).ok()?, at + comma + 1));
    }
    Some((next(today, month, day)?, at))
}

fn day_number(tokens: Tokens<'_>) -> Option<(i8, usize)> {
    let day = match tokens.at(0)? {
        Token::Number(day) | Token::Ordinal(day) => day,
        // "the first of April"
        Token::Word(word) if tokens.word(1) == "of" => &ordinal_word(word).filter(|nth| *nth > 0)?,
        _ => return None,
    };
    // "March 3 pm" would be odd, but "3 pm" in "March, 3 pm" is an hour.
    let is_hour =
        matches!(tokens.word(1), "am" | "pm" | "oclock") && matches!(tokens.at(0), Some(Token::Number(_)));
    i8::try_from(*day).ok().filter(|day| (1..=31).contains(day) && !is_hour).map(|day| (day, 1))
}

/// Whether a number stands here that belongs to no hour and no month: the end of "March 10 - 14".
pub(super) fn is_day_alone(tokens: Tokens<'_>) -> bool {
    day_number(tokens).is_some() && named_month(tokens.from(1)).is_none()
}

/// The first day with that number from `from` on, that day included.
pub(super) fn day_after(from: Date, day: u32) -> Option<Date> {
    let day = i8::try_from(day).ok()?;
    let months = (0..12).filter_map(|ahead| from.first_of_month().checked_add(ahead.months()).ok());
    months.filter_map(|first| Date::new(first.year(), first.month(), day).ok()).find(|date| *date >= from)
}

fn next(today: Date, month: i8, day: i8) -> Option<Date> {
    // February 29 is at most eight years away.
    (0..9).filter_map(|ahead| Date::new(today.year() + ahead, month, day).ok()).find(|date| *date >= today)
}

/// "early March", "end of the month", "first week of April", "last week of next month".
fn part_of_month(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    if let Some(nth) = ordinal(tokens)
        && let Some(used) = tokens.from(1).any_of(&["week of", "week in", "full week of"])
        && let Some((month, more)) = month(tokens.from(1 + used), today)
    {
        let first = i8::try_from(nth).ok()? * 7 - 6;
        let days = if nth == 0 { last_days(month, 7)? } else { in_month(month, first, Some(first + 6))? };
        return Some((days, 1 + used + more));
    }
    let parts: [(&[&str], i8, Option<i8>); 3] = [
        (&["early", "early in", "beginning of", "start of", "first half of"], 1, Some(10)),
        (&["mid", "middle of"], 11, Some(20)),
        (&["late", "late in", "end of", "second half of"], 21, None),
    ];
    let (used, from, to) =
        parts.iter().find_map(|(words, from, to)| tokens.any_of(words).map(|used| (used, *from, *to)))?;
    let dash = usize::from(tokens.at(used) == Some(&Token::Dash));
    let (month, more) = month(tokens.from(used + dash), today)?;
    Some((not_before(in_month(month, from, to)?, today), used + dash + more))
}

/// "first Monday of April", "last Friday of the month".
fn nth_weekday(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    let nth = ordinal(tokens)?;
    let weekday = weekday(tokens.word(1))?;
    let used = tokens.from(2).any_of(&["of", "in"])?;
    let (month, more) = month(tokens.from(2 + used), today)?;
    let nth = if nth == 0 { -1 } else { i8::try_from(nth).ok()? };
    let date = Date::new(month.year, month.month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?;
    Some((Days::One(date), 2 + used + more))
}

fn ordinal(tokens: Tokens<'_>) -> Option<u32> {
    match tokens.at(0)? {
        Token::Ordinal(nth @ 1..=5) => Some(*nth),
        Token::Word(word) => ordinal_word(word).filter(|nth| *nth <= 5),
        _ => None,
    }
}

fn whole_month(tokens: Tokens<'_>, today: Date) -> Option<(Days, usize)> {
    let opened = tokens.any_of(&["in", "during", "sometime in", "any time in", "anytime in"]).unwrap_or(0);
    // "may" and "march" alone are verbs too: "may" counts with a word before it only.
    if opened == 0 && tokens.word(0) == "may" {
        return None;
    }
    let (month, used) = month(tokens.from(opened), today)?;
    Some((not_before(in_month(month, 1, None)?, today), opened + used))
}

/// "April", "the month", "next month".
fn month(tokens: Tokens<'_>, today: Date) -> Option<(Month, usize)> {
    if let Some(used) = tokens.any_of(&["the month", "this month", "month"]) {
        return Some((Month { year: today.year(), month: today.month() }, used));
    }
    if let Some(used) = tokens.any_of(&["next month", "the next month"]) {
        let first = today.first_of_month().checked_add(1.month()).ok()?;
        return Some((Month { year: first.year(), month: first.month() }, used));
    }
    let (month, used) = named_month(tokens)?;
    if let Some(Token::Number(year @ 2000..=2999)) = tokens.at(used) {
        return Some((Month { year: i16::try_from(*year).ok()?, month }, used + 1));
    }
    let year = if month < today.month() { today.year() + 1 } else { today.year() };
    Some((Month { year, month }, used))
}

fn named_month(tokens: Tokens<'_>) -> Option<(i8, usize)> {
    let month = match tokens.word(0) {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    };
    Some((month, 1))
}

fn last_days(month: Month, days: i32) -> Option<Days> {
    let last = Date::new(month.year, month.month, 1).ok()?.last_of_month();
    Some(Days::Span(Some(later(last, 1 - days)?), Some(last)))
}

fn not_before(days: Days, today: Date) -> Days {
    match days {
        Days::Span(Some(first), last) if last.is_none_or(|last| last >= today) => {
            Days::Span(Some(first.max(today)), last)
        }
        days => days,
    }
}
