//! Where a confirmation names another appointment than the one that was prepared. The booking is made all the same, so this is no
//! failure; but somebody has to look at it. Said only of what the page states as the appointment: a page also shows when it was ordered.

use super::Expected;
use super::confirmation::SeenAppointment;
use super::reading::ReadLine;
use crate::calendar::dates_in;
use crate::matching::{Words, contains_phrase, fold};
use crate::outcome::Difference;
use crate::wall_time::{same_minute, times_in};

/// Words that say that a date or a time is the appointment's.
const APPOINTMENT: &[&str] = &[
    "appointment",
    "scheduled",
    "reserved",
    "booked for",
    "see you",
    "visit",
    "when",
    "date",
    "time",
    "cita",
    "reservada",
    "fecha",
    "hora",
    "cuando",
    "rendez vous",
    "date et heure",
    "heure",
    "quand",
];
/// Words that say that a date is another one.
const OTHERWISE: &[&str] = &[
    "booked on",
    "placed",
    "ordered",
    "paid",
    "created",
    "issued",
    "cancel",
    "before",
    "until",
    "by",
    "cancelar",
    "antes",
    "annuler",
    "avant",
];
const PROVIDER: &[&str] = &[
    "provider",
    "with",
    "therapist",
    "practitioner",
    "specialist",
    "staff",
    "stylist",
    "profesional",
    "con",
    "praticien",
    "avec",
];
const SERVICE: &[&str] = &[
    "service",
    "services",
    "treatment",
    "appointment type",
    "servicio",
    "tratamiento",
    "prestation",
    "soin",
];

/// What differs, in the order of a booking's steps.
pub(super) fn between(
    lines: &[&ReadLine],
    seen: Option<&SeenAppointment>,
    expected: &Expected,
) -> Vec<Difference> {
    let mut found = Vec::new();
    if names_another(lines, SERVICE, expected.service.as_deref()) {
        found.push(Difference::Service);
    }
    if names_another(lines, PROVIDER, expected.provider.as_deref()) {
        found.push(Difference::Provider);
    }
    let Some(seen) = seen.filter(|seen| !says(&seen.text, OTHERWISE)) else { return found };
    let date = seen.date == Some(expected.date);
    let time = seen.time.is_none_or(|time| same_minute(time, expected.time));
    let is_told = is_told_as_appointment(lines, seen);
    if !date && ((time && seen.time.is_some()) || is_told) {
        found.push(Difference::Date);
    }
    if !time && (date || is_told) {
        found.push(Difference::Time);
    }
    found
}

/// Whether a row with one of these labels has a value that is not `wanted`, and no other line names it.
fn names_another(lines: &[&ReadLine], labels: &[&str], wanted: Option<&str>) -> bool {
    let Some(wanted) = wanted else { return false };
    let is_wanted = |text: &str| {
        let (shown, wanted) = (Words::of(text), Words::of(wanted));
        shown.contains_all(&wanted) || (!shown.is_empty() && wanted.contains_all(&shown))
    };
    let values: Vec<&str> = lines.windows(2).filter_map(|pair| value(pair, labels)).collect();
    !values.is_empty()
        && !values.iter().any(|value| is_wanted(value))
        && !lines.iter().any(|read| contains_phrase(&read.line.text, wanted))
}

/// What follows a label: behind its colon, or in the next line.
fn value<'page>(pair: &[&'page ReadLine], labels: &[&str]) -> Option<&'page str> {
    let (text, next) = (pair[0].line.text.as_str(), pair[1].line.text.as_str());
    let is_label = |text: &str| labels.contains(&fold(text.trim_end_matches(':')).as_str());
    if let Some((label, value)) = text.split_once(':').filter(|(_, value)| !value.trim().is_empty()) {
        return is_label(label).then(|| value.trim());
    }
    let is_value = dates_in(next).is_empty() && times_in(next).is_empty();
    (is_label(text) && is_value).then_some(next)
}

fn is_told_as_appointment(lines: &[&ReadLine], seen: &SeenAppointment) -> bool {
    let at = lines.iter().position(|read| seen.text.starts_with(read.line.text.as_str()));
    let before = at.and_then(|at| at.checked_sub(1)).map(|before| lines[before].line.text.as_str());
    says(&seen.text, APPOINTMENT)
        || before.is_some_and(|label| says(label, APPOINTMENT) && !says(label, OTHERWISE))
}

fn says(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| contains_phrase(text, phrase))
}
