//! Reads what a confirmation page says about the booking: its number, the appointment, who and what. Compares it with what was asked for.

use jiff::Zoned;
use jiff::civil::{Date, Time};

use super::Expected;
use super::differences;
use super::places::Place;
use super::reading::{ReadLine, Reading};
use super::vocabulary::{Label, Vocabulary};
use crate::calendar::dates_in;
use crate::matching::contains_phrase;
use crate::outcome::{Confirmation, Difference};
use crate::wall_time::{same_minute, times_in};
use crate::wording::words;

/// The most of a line that is kept as the appointment's words.
const LONGEST_TEXT: usize = 160;

/// Where to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Page,
    /// The page below still shows the form and its summary, which prove nothing.
    CoveringDialog,
}

/// What a page says about a booking.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Details {
    pub(super) number: Option<String>,
    pub(super) date_as_expected: bool,
    pub(super) subject_as_expected: bool,
    appointment: Option<Zoned>,
    appointment_text: Option<String>,
    provider: Option<String>,
    service: Option<String>,
    differs: Vec<Difference>,
}

impl Details {
    pub(super) fn read(reading: &Reading, part: Part, expected: &Expected, vocabulary: &Vocabulary) -> Self {
        let lines: Vec<&ReadLine> = reading
            .lines
            .iter()
            .filter(|read| matches!(read.place, Place::Booking | Place::Elsewhere) && !read.line.aside)
            .filter(|read| part == Part::Page || read.line.covering)
            .collect();
        let named = |name: Option<&String>| {
            let name = name?;
            lines.iter().any(|read| contains_phrase(&read.line.text, name)).then(|| name.clone())
        };
        let (provider, service) = (named(expected.provider.as_ref()), named(expected.service.as_ref()));
        let seen = appointment(&lines, expected);
        Self {
            number: number(&lines, vocabulary),
            differs: differences::between(&lines, seen.as_ref(), expected),
            date_as_expected: seen.as_ref().is_some_and(|seen| seen.date == Some(expected.date)),
            subject_as_expected: provider.is_some() || service.is_some(),
            appointment: seen.as_ref().and_then(|seen| seen.instant(expected)),
            appointment_text: seen.map(|seen| seen.text),
            provider,
            service,
        }
    }

    pub(super) fn into_confirmation(self) -> Confirmation {
        Confirmation {
            number: self.number,
            appointment: self.appointment,
            appointment_text: self.appointment_text,
            provider: self.provider,
            service: self.service,
            differs: self.differs,
        }
    }
}

/// An appointment as a line or two show it.
pub(super) struct SeenAppointment {
    pub(super) date: Option<Date>,
    pub(super) time: Option<Time>,
    pub(super) text: String,
}

impl SeenAppointment {
    fn instant(&self, expected: &Expected) -> Option<Zoned> {
        self.date?.to_datetime(self.time?).to_zoned(expected.zone.clone()?).ok()
    }

    /// How well this agrees with what was asked for; the page also shows when it was ordered.
    fn worth(&self, expected: &Expected) -> (bool, bool, bool) {
        let time = self.time.is_some_and(|time| same_minute(time, expected.time));
        (self.date == Some(expected.date), time, self.date.is_some() && self.time.is_some())
    }
}

fn appointment(lines: &[&ReadLine], expected: &Expected) -> Option<SeenAppointment> {
    let alone = lines.iter().filter_map(|read| seen_appointment(&read.line.text, expected));
    let paired = (0..lines.len())
        .filter_map(|at| date_and_time(lines, at))
        .filter_map(|text| seen_appointment(&text, expected));
    let mut best: Option<SeenAppointment> = None;
    for seen in alone.chain(paired) {
        if best.as_ref().is_none_or(|best| seen.worth(expected) > best.worth(expected)) {
            best = Some(seen);
        }
    }
    best
}

/// A line that names a date, with the nearest line around it that names a time: "Date", "March 5", "Time", "2:30 PM".
fn date_and_time(lines: &[&ReadLine], at: usize) -> Option<String> {
    const NEAR: usize = 3;
    let date = &lines[at].line.text;
    if dates_in(date).is_empty() || !times_in(date).is_empty() {
        return None;
    }
    let after = lines[at + 1..].iter().take(NEAR);
    let before = lines[..at].iter().rev().take(NEAR);
    let names_a_time =
        |read: &&&ReadLine| !times_in(&read.line.text).is_empty() && dates_in(&read.line.text).is_empty();
    let time = after.chain(before).find(names_a_time)?;
    Some(format!("{date}, {}", time.line.text))
}

fn seen_appointment(text: &str, expected: &Expected) -> Option<SeenAppointment> {
    let dates = dates_in(text);
    let as_asked = dates.iter().any(|date| date.may_be(expected.date)).then_some(expected.date);
    let date = as_asked.or_else(|| dates.iter().find_map(|date| date.exact()))?;
    let times = times_in(text);
    let time = times
        .iter()
        .find(|found| same_minute(found.time, expected.time))
        .or(times.first())
        .map(|found| found.time);
    let text = text.chars().take(LONGEST_TEXT).collect();
    Some(SeenAppointment { date: Some(date), time, text })
}

/// The booking's number, where the page newly shows one: behind its label, or in the line after it.
fn number(lines: &[&ReadLine], vocabulary: &Vocabulary) -> Option<String> {
    let news: Vec<_> = lines.iter().filter(|read| read.news && !read.line.control).collect();
    news.iter().enumerate().find_map(|(index, read)| {
        let next = news.get(index + 1).map(|read| read.line.text.as_str());
        number_in(&read.line.text, next, vocabulary)
    })
}

fn number_in(text: &str, next: Option<&str>, vocabulary: &Vocabulary) -> Option<String> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    (0..tokens.len()).find_map(|start| {
        let (length, label) = vocabulary.number_label(&words(&tokens[start..].join(" ")))?;
        let end = start + tokens_of(&tokens[start..], length);
        let rest = &tokens[end..];
        match label {
            Label::Clear => value_of(rest).or_else(|| {
                let alone = rest.is_empty() && next.is_some_and(|next| next.split_whitespace().count() == 1);
                if alone { value(next?) } else { None }
            }),
            Label::Loose if tokens[end - 1].ends_with([':', '#']) => {
                rest.first().and_then(|token| value(token))
            }
            Label::Loose => rest
                .first()
                .filter(|token| token.starts_with('#'))
                .and_then(|token| value_or_next(token, rest)),
        }
    })
}

/// How many tokens hold the first `count` words.
fn tokens_of(tokens: &[&str], count: usize) -> usize {
    let mut seen = 0;
    let full = tokens.iter().position(|token| {
        seen += words(token).len();
        seen >= count
    });
    full.map_or(tokens.len(), |position| position + 1)
}

/// The value behind a label such as "number is" or "no. #".
fn value_of(tokens: &[&str]) -> Option<String> {
    tokens
        .iter()
        .find(|token| {
            !matches!(
                words(token).join(" ").as_str(),
                "" | "is" | "no" | "number" | "code" | "es" | "est" | "id"
            )
        })
        .and_then(|token| value(token))
}

fn value_or_next(token: &str, rest: &[&str]) -> Option<String> {
    value(token).or_else(|| rest.get(1).and_then(|token| value(token)))
}

/// A token that can be a booking's number: capitals and digits, at least one digit, no date, time or amount.
fn value(token: &str) -> Option<String> {
    let token = token.trim().trim_matches(|letter: char| !letter.is_alphanumeric());
    let plain = token
        .chars()
        .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || matches!(letter, '-' | '_'));
    let has_digit = token.chars().any(|letter| letter.is_ascii_digit());
    let is_code_word = token.len() >= 5 && token.chars().all(|letter| letter.is_ascii_uppercase());
    let is_number =
        plain && (has_digit || is_code_word) && (2..=40).contains(&token.len()) && dates_in(token).is_empty();
    is_number.then(|| token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Indicators;

    #[test]
    fn a_number_is_found_behind_its_label() {
        let vocabulary = Vocabulary::new(&Indicators::default());
        let check = |text: &str, next: Option<&str>, expect: Option<&str>| {
            assert_eq!(number_in(text, next, &vocabulary).as_deref(), expect, "{text}");
        };
        check("Confirmation number: MXE-2026-7K2QF", None, Some("MXE-2026-7K2QF"));
        check("Confirmation Number", Some("MXE-2026-7K2QF"), Some("MXE-2026-7K2QF"));
        check("Confirmation # F22-88213", None, Some("F22-88213"));
        check("Your confirmation number is FV-30021. See you!", None, Some("FV-30021"));
        check("Your booking reference is Q7R2K9", None, Some("Q7R2K9"));
        check("Booking ID BW-20931", None, Some("BW-20931"));
        check("Your order #10293 has been placed", None, Some("10293"));
        check("Booking no. 88", None, Some("88"));
        check("Número de confirmación: ES-4471", None, Some("ES-4471"));
        check("Référence : CL-8841", None, Some("CL-8841"));
        check("Confirmation: HX-20-11", None, Some("HX-20-11"));
        check("Have a confirmation number? Enter it here", None, None);
        check("Appointment 2026-03-05 at 2:30 PM", None, None);
        check("Booking fee $50.00", None, None);
        check("Confirmation number", Some("Sent to your phone"), None);
    }
}
