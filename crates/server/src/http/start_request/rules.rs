//! What each field of a request may be. A complaint continues the field's name: "lead.email is not an e-mail address".

use baton_booking::request::HandoffPreference;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use url::Url;

use crate::egress::Egress;

type Judged<T> = Result<T, String>;

pub(in crate::http) fn web_address(text: &str, egress: Egress) -> Judged<Url> {
    if text.len() > 2_048 {
        return Err("must not be longer than 2048 characters".to_owned());
    }
    let url = Url::parse(text).map_err(|_| "is not a web address".to_owned())?;
    egress.check(&url).map_err(|reason| reason.to_string())?;
    Ok(url)
}

/// `YYYY-MM-DD`, not before `earliest`.
pub(in crate::http) fn date(text: &str, earliest: Date) -> Judged<Date> {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let date = Some(text).filter(|_| shape).and_then(|text| text.parse::<Date>().ok());
    let date = date.ok_or("must be a date such as 2030-02-05")?;
    if date < earliest { Err("is in the past".to_owned()) } else { Ok(date) }
}

/// `2:30pm`, `2:30 PM`, `2 pm`, `14:30`.
pub(super) fn time(text: &str) -> Judged<Time> {
    parse_time(text).ok_or_else(|| "must be a time such as 2:30pm, 2:30 PM or 14:30".to_owned())
}

fn parse_time(text: &str) -> Option<Time> {
    let text = text.to_ascii_lowercase().replace('.', "");
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim_end(), Some(0)),
        (_, Some(clock)) => (clock.trim_end(), Some(12)),
        (None, None) => (text.as_str(), None),
    };
    let (hour, minute) = match clock.split_once(':') {
        Some((hour, minute)) if minute.len() == 2 => (hour, number(minute)?),
        Some(_) => return None,
        // "14" alone could be anything; "2pm" could not.
        None => (clock, half.map(|_| 0)?),
    };
    let hour = match (number(hour)?, half) {
        (hour @ 1..=12, Some(half)) => hour % 12 + half,
        (_, Some(_)) => return None,
        (hour, None) => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// One or two digits.
fn number(text: &str) -> Option<i8> {
    let well_formed = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| well_formed)
}

/// A line of text: names, services.
pub(in crate::http) fn short(text: &str, most: usize) -> Judged<String> {
    if text.chars().any(char::is_control) {
        return Err("must be a single line".to_owned());
    }
    sized(text, most)
}

/// Text of several lines: notes.
pub(super) fn long(text: &str, most: usize) -> Judged<String> {
    if text.chars().any(|char| char.is_control() && !matches!(char, '\n' | '\r' | '\t')) {
        return Err("must not hold control characters".to_owned());
    }
    sized(text, most)
}

fn sized(text: &str, most: usize) -> Judged<String> {
    match text.chars().count() {
        0 => Err("must not be empty".to_owned()),
        length if length > most => Err(format!("must not be longer than {most} characters")),
        _ => Ok(text.to_owned()),
    }
}

/// Any way of writing an international number, or the ten digits of a North American one. Gives E.164.
pub(super) fn phone(text: &str) -> Judged<String> {
    parse_phone(text).ok_or_else(|| "must be a phone number such as +14407031022".to_owned())
}

fn parse_phone(text: &str) -> Option<String> {
    let written =
        |char: char| char.is_ascii_digit() || matches!(char, ' ' | '-' | '.' | '(' | ')' | '\u{a0}');
    let (international, rest) = text.strip_prefix('+').map_or((false, text), |rest| (true, rest));
    if !rest.chars().all(written) {
        return None;
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let full = match (international, digits.len()) {
        (true, _) => digits,
        (false, 10) => format!("1{digits}"),
        (false, 11) if digits.starts_with('1') => digits,
        (false, _) => return None,
    };
    is_e164(&full).then(|| format!("+{full}"))
}

/// A country code never begins with 0; North American numbers have ten digits, the first of which is 2 to 9.
fn is_e164(digits: &str) -> bool {
    match digits.strip_prefix('1') {
        Some(national) => {
            national.len() == 10 && national.starts_with(|first: char| ('2'..='9').contains(&first))
        }
        None => (8..=15).contains(&digits.len()) && !digits.starts_with('0'),
    }
}

/// What a booking site would take: one `@`, something before it, a dotted name after it.
pub(super) fn email(text: &str) -> Judged<String> {
    if is_email(text) { Ok(text.to_owned()) } else { Err("is not an e-mail address".to_owned()) }
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let odd = |char: char| char.is_whitespace() || char.is_control() || "<>()[]\\,;:\"@".contains(char);
    let local_ok = (1..=64).contains(&local.len())
        && !local.contains(odd)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let label_ok = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|char| char.is_alphanumeric() || char == '-')
    };
    text.len() <= 254 && local_ok && domain.contains('.') && domain.split('.').all(label_ok)
}

/// A name of the IANA database, such as `America/New_York`.
pub(in crate::http) fn timezone(text: &str) -> Judged<TimeZone> {
    let zone = TimeZone::get(text).ok().filter(|zone| zone.iana_name().is_some());
    zone.ok_or_else(|| "must be an IANA time zone such as America/New_York".to_owned())
}

pub(super) fn handoff(text: &str) -> Judged<HandoffPreference> {
    match text {
        "auto" => Ok(HandoffPreference::Auto),
        "live" => Ok(HandoffPreference::Live),
        "direct" => Ok(HandoffPreference::Direct),
        _ => Err("must be auto, live or direct".to_owned()),
    }
}
