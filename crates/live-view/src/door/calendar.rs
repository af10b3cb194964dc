//! The appointment as a calendar file (RFC 5545).

use std::time::Duration;

use jiff::Timestamp;

use crate::phase::Booked;

/// How long an appointment is taken for when the clinic does not say.
const USUAL_MINUTES: u32 = 30;

/// The file; nothing without a known moment.
pub(super) fn event(link: &str, booked: &Booked, clinic: &str) -> Option<String> {
    let start = booked.starts_at?;
    let length = Duration::from_secs(u64::from(booked.minutes.unwrap_or(USUAL_MINUTES)) * 60);
    let service = booked.service.as_deref().unwrap_or("Appointment");
    let notes = [
        booked.provider.as_ref().map(|name| format!("With {name}")),
        booked.number.as_ref().map(|number| format!("Confirmation number {number}")),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Baton//Handoff//EN".to_owned(),
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
        let file = event("abc", &booked, "Forever 22").unwrap();
        assert!(file.contains("DTSTART:20260205T193000Z\r\nDTEND:20260205T201500Z"), "{file}");
        assert!(file.contains("Tox (Botox\\, Jeuveau)"), "{file}");
        assert!(file.lines().all(|line| line.len() <= 75));
    }

    #[test]
    fn without_a_moment_there_is_no_file() {
        assert_eq!(event("abc", &Booked::default(), "Clinic"), None);
    }
}
