//! Parts of the day in words: "after 3", "2-4pm", "late morning". A bare hour is one at which clinics are open: 1 to 7 are in the afternoon.

use jiff::civil::{Time, time};

use super::tokens::{Token, Tokens};
use crate::schedule::Hours;

const AFTER: [&str; 7] =
    ["after", "past", "later than", "any time after", "anytime after", "sometime after", "not until after"];
const BEFORE: [&str; 6] =
    ["before", "earlier than", "prior to", "any time before", "anytime before", "sometime before"];
const FROM: [&str; 22] = [
    "work until",
    "work till",
    "working until",
    "off at",
    "off work at",
    "done at",
    "finish at",
    "finish work at",
    "from",
    "starting at",
    "starting from",
    "starting",
    "not before",
    "no earlier than",
    "not earlier than",
    "no sooner than",
    "not until",
    "cant before",
    "cant do before",
    "earliest",
    "at the earliest",
    "since",
];
const UNTIL: [&str; 11] = [
    "by",
    "until",
    "till",
    "til",
    "up to",
    "not after",
    "no later than",
    "not later than",
    "latest",
    "cant after",
    "cant do after",
];
const AT: [&str; 3] = ["at exactly", "exactly at", "at"];
const AROUND: [&str; 8] =
    ["at around", "at about", "around", "about", "approximately", "approx", "close to", "near"];

/// What a number before it counts.
const COUNTED: [&str; 14] = [
    "week", "weeks", "day", "days", "month", "months", "people", "of", "syringe", "syringes", "units",
    "areas", "years", "times",
];

/// A part of the day that stands here, and how many tokens it takes.
pub(super) fn read(tokens: Tokens<'_>) -> Option<(Hours, usize)> {
    named_limit(tokens)
        .or_else(|| range(tokens))
        .or_else(|| limited(tokens))
        .or_else(|| part(tokens))
        .or_else(|| open_ended(tokens))
}

/// Limits without a clock: "after work".
fn named_limit(tokens: Tokens<'_>) -> Option<(Hours, usize)> {
    let at = |hour| time(hour, 0, 0, 0);
    let names = [
        ("after work", Hours::from(at(17))),
        ("after school", Hours::from(at(15))),
        ("after lunch", Hours::from(at(13))),
        ("before lunch", Hours::before(at(12))),
        ("before work", Hours::before(at(9))),
        ("first thing in the morning", Hours::before(at(10))),
        ("first thing", Hours::before(at(10))),
        ("end of the day", Hours::from(at(16))),
        ("end of day", Hours::from(at(16))),
        ("late in the day", Hours::from(at(16))),
        ("early in the day", Hours::before(at(11))),
        ("lunch time", Hours::between(time(11, 30, 0, 0), time(13, 30, 0, 0))),
        ("lunchtime", Hours::between(time(11, 30, 0, 0), time(13, 30, 0, 0))),
        ("lunch hour", Hours::between(time(11, 30, 0, 0), time(13, 30, 0, 0))),
        ("lunch break", Hours::between(time(11, 30, 0, 0), time(13, 30, 0, 0))),
        ("over lunch", Hours::between(time(11, 30, 0, 0), time(13, 30, 0, 0))),
    ];
    let found = names.iter().filter_map(|(name, hours)| tokens.starts_with(name).map(|used| (*hours, used)));
    found.max_by_key(|(_, used)| *used)
}

/// "between 2 and 4", "from 10 to 12", "2-4pm", "10am to 1pm".
fn range(tokens: Tokens<'_>) -> Option<(Hours, usize)> {
    let between = usize::from(tokens.word(0) == "between");
    let opened = between + usize::from(between == 0 && tokens.word(0) == "from");
    let (first, used) = clock(tokens.from(opened), true)?;
    let joint = opened + used;
    let joined = tokens.is_to(joint) || (between == 1 && tokens.word(joint) == "and");
    let (second, more) = clock(tokens.from(joint + 1), true).filter(|_| joined)?;
    let used = joint + 1 + more;
    let to = second.resolve();
    let from = first.resolve_before(to, second.half);
    (from < to).then_some((Hours::between(from, to), used))
}

/// What a time limits, and how.
type Limit = fn(Time) -> Hours;

/// A time with a word before it that says what it limits.
fn limited(tokens: Tokens<'_>) -> Option<(Hours, usize)> {
    let kinds: [(&[&str], Limit); 6] = [
        (&AFTER, Hours::after),
        (&BEFORE, Hours::before),
        (&FROM, Hours::from),
        (&UNTIL, Hours::until),
        (&AROUND, around),
        (&AT, Hours::at),
    ];
    let said = kinds.iter().filter_map(|(words, limit)| tokens.any_of(words).map(|used| (*limit, used)));
    let (limit, used) = said.max_by_key(|(_, used)| *used)?;
    let (clock, more) = clock(tokens.from(used), true)?;
    let used = used + more;
    // "at 3 or later": what follows says more than "at".
    let (hours, tail) = tail(tokens.from(used), clock.resolve()).unwrap_or((limit(clock.resolve()), 0));
    let tail = tail + tokens.from(used + tail).any_of(&["or so", "onwards", "onward", "on"]).unwrap_or(0);
    Some((hours, used + tail))
}

/// A time that stands alone, or with what comes after it: "3pm", "3 or later", "noon".
fn open_ended(tokens: Tokens<'_>) -> Option<(Hours, usize)> {
    if let Some((clock, used)) = clock(tokens, true)
        && let Some((hours, tail)) = tail(tokens.from(used), clock.resolve())
    {
        return Some((hours, used + tail));
    }
    let (clock, used) = clock(tokens, false)?;
    Some((Hours::at(clock.resolve()), used))
}

fn tail(tokens: Tokens<'_>, time: Time) -> Option<(Hours, usize)> {
    const LATER: [&str; 9] = [
        "or later",
        "or after",
        "and later",
        "and after",
        "and up",
        "onwards",
        "onward",
        "and on",
        "at the earliest",
    ];
    const EARLIER: [&str; 5] = ["or earlier", "or before", "and earlier", "at the latest", "or sooner"];
    if tokens.at(0) == Some(&Token::Plus) {
        return Some((Hours::from(time), 1));
    }
    if tokens.at(0) == Some(&Token::Dash) && tokens.word(1) == "ish" {
        return Some((around(time), 2));
    }
    if let Some(used) = tokens.any_of(&["ish", "or so", "or thereabouts"]) {
        return Some((around(time), used));
    }
    let later = tokens.any_of(&LATER).map(|used| (Hours::from(time), used));
    later.or_else(|| tokens.any_of(&EARLIER).map(|used| (Hours::until(time), used)))
}

/// "early morning", "afternoons", "evening".
fn part(tokens: Tokens<'_>) -> Option<(Hours, usize)> {
    let opened = tokens.any_of(&["in the", "during the", "the"]).unwrap_or(0);
    let shade = tokens.word(opened);
    let shaded = usize::from(matches!(shade, "early" | "earlier" | "late" | "later" | "mid"));
    let dashed = usize::from(shaded == 1 && tokens.at(opened + 1) == Some(&Token::Dash));
    let noun = opened + shaded + dashed;
    let shade = if shaded == 1 { shade } else { "" };
    let hours = match (tokens.word(noun), shade) {
        ("morning" | "mornings" | "am", "") => Hours::MORNING,
        ("morning" | "mornings", "early" | "earlier") => Hours::before(time(10, 0, 0, 0)),
        ("morning" | "mornings", _) => Hours::from(time(10, 0, 0, 0)).within(Hours::MORNING)?,
        ("midmorning", _) => Hours::from(time(10, 0, 0, 0)).within(Hours::MORNING)?,
        ("afternoon" | "afternoons", "") => Hours::AFTERNOON,
        ("afternoon" | "afternoons", "early" | "earlier") => {
            Hours::before(time(15, 0, 0, 0)).within(Hours::AFTERNOON)?
        }
        ("afternoon" | "afternoons", _) => Hours::from(time(15, 0, 0, 0)).within(Hours::AFTERNOON)?,
        ("evening" | "evenings" | "night" | "nights", "early") => {
            Hours::before(time(19, 0, 0, 0)).within(Hours::EVENING)?
        }
        ("evening" | "evenings" | "night" | "nights", _) => Hours::EVENING,
        ("pm", "") => Hours::from(time(12, 0, 0, 0)),
        _ => return None,
    };
    Some((hours, noun + 1))
}

fn around(time: Time) -> Hours {
    let half_an_hour = jiff::SignedDuration::from_mins(30);
    Hours::between(time.saturating_sub(half_an_hour), time.saturating_add(half_an_hour))
}

/// A time of day as it was said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    hour: i8,
    minute: i8,
    half: Option<Half>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

/// A time of day. `bare` allows what could be any number: "3", "three".
pub(super) fn clock(tokens: Tokens<'_>, bare: bool) -> Option<(Clock, usize)> {
    if matches!(tokens.word(0), "noon" | "midday" | "noontime") {
        return Some((Clock { hour: 12, minute: 0, half: Some(Half::Pm) }, 1));
    }
    if let Some(found) = spoken(tokens) {
        return Some(found);
    }
    let (hour, minute, said) = match tokens.at(0)? {
        Token::Clock(hour, minute) => (*hour, *minute, true),
        Token::Number(packed @ 100..=1259) if packed % 100 < 60 => (packed / 100, packed % 100, false),
        Token::Number(hour) => (*hour, 0, false),
        Token::Word(_) => (tokens.number(0).filter(|_| bare)?, 0, false),
        _ => return None,
    };
    let thirty = usize::from(!said && minute == 0 && bare && tokens.word(1) == "thirty");
    let minute = if thirty == 1 { 30 } else { minute };
    let (half, used) = half_of_day(tokens, 1 + thirty);
    let hour = i8::try_from(hour).ok().filter(|hour| *hour < 24 && (half.is_none() || *hour <= 12))?;
    let named = said || half.is_some() || used > 1 + thirty;
    // "about 2 weeks" and "1 of them" are no times of day.
    if !named && COUNTED.contains(&tokens.word(used)) {
        return None;
    }
    (named || bare).then_some((Clock { hour, minute: i8::try_from(minute).ok()?, half }, used))
}

/// "half past 3", "quarter to four".
fn spoken(tokens: Tokens<'_>) -> Option<(Clock, usize)> {
    let (minutes, used) =
        [("half past", 30), ("quarter past", 15), ("quarter to", -15), ("quarter till", -15)]
            .iter()
            .find_map(|(words, minutes)| tokens.starts_with(words).map(|used| (*minutes, used)))?;
    let hour = i8::try_from(tokens.number(used)?).ok().filter(|hour| (1..=12).contains(hour))?;
    let (half, used) = half_of_day(tokens, used + 1);
    let (hour, minute) =
        if minutes < 0 { (if hour == 1 { 12 } else { hour - 1 }, 60 + minutes) } else { (hour, minutes) };
    Some((Clock { hour, minute, half }, used))
}

/// Reads "pm", "o'clock" and "in the morning" after an hour; returns where it ends.
fn half_of_day(tokens: Tokens<'_>, mut at: usize) -> (Option<Half>, usize) {
    if tokens.word(at) == "oclock" {
        at += 1;
    }
    let half = match tokens.word(at) {
        "am" | "a" => Some(Half::Am),
        "pm" | "p" => Some(Half::Pm),
        _ => None,
    };
    if half.is_some() {
        return (half, at + 1);
    }
    let phrases = [
        ("in the morning", Half::Am),
        ("in the afternoon", Half::Pm),
        ("in the evening", Half::Pm),
        ("at night", Half::Pm),
    ];
    for (phrase, half) in phrases {
        if let Some(used) = tokens.from(at).starts_with(phrase) {
            return (Some(half), at + used);
        }
    }
    (None, at)
}

impl Clock {
    pub(super) fn resolve(self) -> Time {
        let hour = match self.half {
            Some(Half::Am) => self.hour % 12,
            Some(Half::Pm) => self.hour % 12 + 12,
            // Clinics open at eight or nine and close in the evening.
            None if (1..=7).contains(&self.hour) => self.hour + 12,
            None => self.hour,
        };
        time(hour, self.minute, 0, 0)
    }

    /// The beginning of a range takes the end's half of the day, unless that would put it behind the end: "10-2pm".
    fn resolve_before(self, end: Time, half: Option<Half>) -> Time {
        let lent = Self { half: self.half.or(half), ..self }.resolve();
        let other = if self.half.is_none() { Self { half: Some(Half::Am), ..self }.resolve() } else { lent };
        if lent < end { lent } else { other }
    }
}
