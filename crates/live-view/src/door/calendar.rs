//! The appointment as a calendar file (RFC 5545), in one of the languages of the handoff page.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;

use crate::phase::Booked;

/// How long an appointment is taken for when the clinic does not say.
const USUAL_MINUTES: u32 = 30;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Language {
    #[default]
    En,
    Es,
}

/// What the file says beside what the clinic's page said.
struct Words {
    tag: &'static str,
    appointment: &'static str,
    with: &'static str,
    number: &'static str,
}

impl Language {
    const fn words(self) -> Words {
        match self {
            Self::En => {
                Words { tag: "EN", appointment: "Appointment", with: "With", number: "Confirmation number" }
            }
            Self::Es => {
                Words { tag: "ES", appointment: "Cita", with: "Con", number: "Número de confirmación" }
            }
        }
    }
}

/// The file; nothing without a known moment.
pub(super) fn event(link: &str, booked: &Booked, clinic: &str, language: Language) -> Option<String> {
    let words = language.words();
    let start = booked.starts_at?;
    let length = Duration::from_secs(u64::from(booked.minutes.unwrap_or(USUAL_MINUTES)) * 60);
    let service = booked.service.as_deref().unwrap_or(words.appointment);
    let notes = [
        booked.provider.as_ref().map(|name| format!("{} {name}", words.with)),
        booked.number.as_ref().map(|number| format!("{} {number}", words.number)),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:-//Baton//Handoff//{}", words.tag),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{link}@baton"),
        format!("DTSTAMP:{}", stamp(start)),
        format!("DTSTART:{}", stamp(start)),
        format!("DTEND:{}", stamp(start + length)),
        format!("SUMMARY:{}", escape(&format!("{service} – {clinic}"))),
        format!("DESCRIPTION:{}", escape(&notes.join("\n"))),
        format!("LOCATION:{}", escape(clinic)),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Some(lines.iter().map(|line| fold(line) + "\r\n").collect())
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Lines are at most 75 bytes; what is longer goes on in the next after a space.
fn fold(line: &str) -> String {
    let mut folded = String::new();
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > 74 {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(character);
        length += character.len_utf8();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appointment_is_in_universal_time_and_escaped() {
        let booked = Booked {
            number: Some("MXE-2026-7K2QF".to_owned()),
            starts_at: Some("2026-02-05T19:30:00Z".parse().unwrap()),
            minutes: Some(45),
            service: Some("Tox (Botox, Jeuveau)".to_owned()),
            ..Booked::default()
        };
        let file = event("abc", &booked, "Forever 22", Language::En).unwrap();
        assert!(file.contains("DTSTART:20260205T193000Z\r\nDTEND:20260205T201500Z"), "{file}");
        assert!(file.contains("Tox (Botox\\, Jeuveau)"), "{file}");
        assert!(file.contains("DESCRIPTION:Confirmation number MXE-2026-7K2QF"), "{file}");
        assert!(file.lines().all(|line| line.len() <= 75));
        let spanish = event("abc", &booked, "Forever 22", Language::Es).unwrap();
        assert!(spanish.contains("DESCRIPTION:Número de confirmación MXE-2026-7K2QF"), "{spanish}");
    }

    #[test]
    fn without_a_moment_there_is_no_file() {
        assert_eq!(event("abc", &Booked::default(), "Clinic", Language::En), None);
    }
}
