//! Times of day as sites write them: "7:15 PM", "10:00 am", "6:00pm", "14:30", "2.30 p. m.", "14 h 30". Compared as minutes. Knows no dates.

use std::ops::Range;

use jiff::civil::Time;

/// A time of day found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub time: Time,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// Half of a day, where a text names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

/// Every time of day that the text names, in reading order.
pub fn times_in(text: &str) -> Vec<Found> {
    let mut raw = Vec::new();
    let mut at = 0;
    while let Some(start) = next_number(text, at) {
        match RawTime::at(text, start) {
            Some(found) => {
                at = found.range.end;
                raw.push(found);
            }
            None => at = after_number(text, start),
        }
    }
    lend_halves(text, &mut raw);
    raw.iter().filter_map(RawTime::resolve).collect()
}

/// The time a slot stands for: its text begins with one and says little else, such as an end or a count of places.
pub fn slot_time(text: &str) -> Option<Time> {
    let text = text.trim();
    let found = times_in(text);
    let (first, last) = (found.first()?, found.last()?);
    let before = text[..first.range.start].trim();
    let after = text[last.range.end..].split_whitespace().count();
    (before.chars().count() <= 3 && found.len() <= 2 && after <= 4).then_some(first.time)
}

/// Whether two times are the same minute.
pub fn same_minute(one: Time, other: Time) -> bool {
    (one.hour(), one.minute()) == (other.hour(), other.minute())
}

#[derive(Debug, Clone)]
struct RawTime {
    hour: i8,
    minute: i8,
    half: Option<Half>,
    range: Range<usize>,
}

impl RawTime {
    /// Reads a time whose first digit stands at `start`.
    fn at(text: &str, start: usize) -> Option<Self> {
        let hour_end = after_number(text, start);
        let hour: i8 = text[start..hour_end].parse().ok().filter(|hour| (0..=24).contains(hour))?;
        let preceded = text[..start].chars().next_back();
        if preceded.is_some_and(|letter| {
            matches!(letter, '$' | '€' | '£' | ':' | '.' | ',' | '/' | '-' | '+')
                && !is_dash_of_a_range(text, start)
        }) {
            return None;
        }
        let (minute, clock_end, separator) = minutes(text, hour_end)?;
        let (half, end) = half_of_day(text, clock_end);
        let plausible = match separator {
            Separator::Colon | Separator::Hour => half.is_none() || (1..=12).contains(&hour),
            // "2.30" alone may be a price, and "2" alone anything.
            Separator::Dot | Separator::None => half.is_some() && (1..=12).contains(&hour),
        };
        plausible.then_some(Self { hour, minute, half, range: start..end })
    }

    fn resolve(&self) -> Option<Found> {
        let hour = match self.half {
            Some(Half::Am) => self.hour % 12,
            Some(Half::Pm) => self.hour % 12 + 12,
            None => self.hour,
        };
        let time = Time::new(hour, self.minute, 0, 0).ok()?;
        Some(Found { time, range: self.range.clone() })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Colon,
    Dot,
    Hour,
    None,
}

/// The minutes after an hour, where they end, and what parted them from it.
fn minutes(text: &str, at: usize) -> Option<(i8, usize, Separator)> {
    let rest = &text[at..];
    let spaced = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let (separator, after) = if let Some(after) = rest.strip_prefix(':') {
        (Separator::Colon, after)
    } else if let Some(after) = rest.strip_prefix('.') {
        (Separator::Dot, after)
    } else if let Some(after) =
        spaced.strip_prefix(['h', 'H']).filter(|after| !after.starts_with(char::is_alphabetic))
    {
        (Separator::Hour, after.trim_start())
    } else {
        return Some((0, at, Separator::None));
    };
    let start = text.len() - after.len();
    let end = after_number(text, start);
    match (end - start, separator) {
        (2, _) => {
            let minute = text[start..end].parse().ok().filter(|minute| *minute < 60)?;
            Some((minute, after_seconds(text, end), separator))
        }
        // "1 h" is as often a duration as a time: only with minutes does it count.
        (0, Separator::Dot) => Some((0, at, Separator::None)),
        _ => None,
    }
}

fn after_seconds(text: &str, at: usize) -> usize {
    let seconds =
        text[at..].strip_prefix(':').map(|_| after_number(text, at + 1)).filter(|end| end - at == 3);
    seconds.unwrap_or(at)
}

/// "pm", " PM", "p.m.", "p. m.", "P", and where it ends.
fn half_of_day(text: &str, at: usize) -> (Option<Half>, usize) {
    let mut letters = String::new();
    for (offset, letter) in text[at..].char_indices() {
        match letter {
            ' ' | '.' | '\u{a0}' | '\u{202f}' => {}
            'a' | 'A' | 'p' | 'P' if letters.is_empty() => letters.push(letter.to_ascii_lowercase()),
            'm' | 'M' if letters.len() == 1 => {
                let end = at + offset + 1;
                let next = text[end..].chars().next();
                if next.is_some_and(char::is_alphanumeric) {
                    return (None, at);
                }
                let end = end + usize::from(next == Some('.'));
                return (Some(if letters == "a" { Half::Am } else { Half::Pm }), end);
            }
            _ => break,
        }
    }
    (None, at)
}

/// "2:30 – 3:00 PM": the first takes the second's half, unless that would put it after the second.
fn lend_halves(text: &str, raw: &mut [RawTime]) {
    for index in 1..raw.len() {
        let between = text[raw[index - 1].range.end..raw[index].range.start].trim();
        let (first, second) = (raw[index - 1].clone(), raw[index].clone());
        if first.half.is_some() || second.half.is_none() || first.hour > 12 || !is_dash(between) {
            continue;
        }
        let lent = RawTime { half: second.half, ..first };
        let in_order = lent.resolve().map(|found| found.time) <= second.resolve().map(|found| found.time);
        raw[index - 1].half = if in_order { second.half } else { Some(Half::Am) };
    }
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—" | "to" | "a" | "à")
}

/// Whether the dash before `start` joins two times, as in "14:30-15:00".
fn is_dash_of_a_range(text: &str, start: usize) -> bool {
    let before = &text[..start];
    before.ends_with('-')
        && before[..before.len() - 1]
            .trim_end()
            .ends_with(|letter: char| letter.is_ascii_digit() || letter == 'm' || letter == 'M')
        && before.contains(':')
}

fn next_number(text: &str, from: usize) -> Option<usize> {
    let mut previous = text[..from].chars().next_back();
    for (offset, letter) in text[from..].char_indices() {
        if letter.is_ascii_digit() && !previous.is_some_and(char::is_alphanumeric) {
            return Some(from + offset);
        }
        previous = Some(letter);
    }
    None
}

fn after_number(text: &str, start: usize) -> usize {
    text[start..].find(|letter: char| !letter.is_ascii_digit()).map_or(text.len(), |length| start + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    #[test]
    fn slots_are_read_in_every_format() {
        let check =
            |text: &str, hour, minute| assert_eq!(slot_time(text), Some(time(hour, minute, 0, 0)), "{text}");
        check("7:15 PM", 19, 15);
        check("10:00 am", 10, 0);
        check("6:00pm", 18, 0);
        check("14:30", 14, 30);
        check("2.30 p. m.", 14, 30);
        check("2:30 p.\u{a0}m.", 14, 30);
        check("2:30\u{202f}PM", 14, 30);
        check("9 AM", 9, 0);
        check("12:00 PM", 12, 0);
        check("12:15 a.m.", 0, 15);
        check("09:05", 9, 5);
        check("14h30", 14, 30);
        check("14 h 30", 14, 30);
        check("2:30 PM – 3:00 PM", 14, 30);
        check("2:30 - 3:00 PM", 14, 30);
        check("11:30 - 12:00 PM", 11, 30);
        check("14:30-15:00", 14, 30);
        check("3:00 PM with Gale Tesar", 15, 0);
        check("10:00:00", 10, 0);
    }

    #[test]
    fn what_is_no_slot_is_none() {
        for text in [
            "30 min",
            "$50.00",
            "2 providers",
            "February 5, 2026",
            "5",
            "Cancel up to 24 hours before 10:00 AM",
            "2.30",
            "25:00",
            "10:75",
            "1 h",
            "4407031022",
        ] {
            assert_eq!(slot_time(text), None, "{text}");
        }
    }

    #[test]
    fn every_time_in_a_sentence_is_found() {
        let found: Vec<_> = times_in("Thu, Feb 5 at 2:30pm (ends 3:00 PM), open 9:00 AM-5:00 PM")
            .into_iter()
            .map(|found| found.time)
            .collect();
        assert_eq!(found, [time(14, 30, 0, 0), time(15, 0, 0, 0), time(9, 0, 0, 0), time(17, 0, 0, 0)]);
    }
}
