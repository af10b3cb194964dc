//! What is kept of a conversation. Links, ids, confirmation numbers and moments differ from run to run; their places are kept.

use std::fmt::Write as _;

use baton_client::Uuid;
use baton_mock_clinic::Booking;
use baton_platform::conversation::OperatorNote;
use baton_platform::store::{LeadRecord, SentMessage};

use super::super::stand_ins::twilio::Accepted;

#[derive(Default)]
pub(super) struct Record {
    text: String,
    people: Vec<(String, String)>,
    heard: usize,
}

impl Record {
    pub(super) fn write(&mut self, line: &str) {
        writeln!(self.text, "{line}").unwrap();
    }

    pub(super) fn meet(&mut self, clinic: &str, phone: &str) {
        self.write(&format!("@ {clinic} {phone}"));
        let pair = (clinic.to_owned(), phone.to_owned());
        if !self.people.contains(&pair) {
            self.people.push(pair);
        }
    }

    pub(super) fn people(&self) -> Vec<(String, String)> {
        self.people.clone()
    }

    /// How many messages of the carrier's are written down.
    pub(super) fn heard(&self) -> usize {
        self.heard
    }

    /// A message that the carrier took; whose, is said where it is not for whom the script speaks with.
    pub(super) fn hear(&mut self, sms: &Accepted, current: &(String, String), links: &[String]) {
        self.heard += 1;
        let is_current = sms.from == current.0 && sms.to == current.1;
        let to = if is_current { String::new() } else { format!(" [{} → {}]", sms.from, sms.to) };
        let text = links.iter().enumerate().fold(sms.body.clone(), |text, (at, link)| {
            text.replace(link.as_str(), &format!("<link {}>", at + 1))
        });
        let words: Vec<String> = text.split(' ').map(without_number).collect();
        self.write(&format!("<{to} {}", words.join(" ").replace('\n', "\n  ")));
    }

    pub(super) fn lead(
        &mut self,
        record: &LeadRecord,
        sessions: &[Uuid],
        notes: &[OperatorNote],
        callbacks: &[String],
        unsent: &[SentMessage],
    ) {
        let lead = &record.lead;
        let number = |id: Uuid| sessions.iter().position(|session| *session == id).map(|at| at + 1);
        let session = lead.booking_session_id.and_then(number).map(|number| format!("session {number}"));
        let is_set = |set: bool| set.then(|| "set".to_owned());
        let outcome = lead.booking_outcome.map(|outcome| format!("{outcome:?}"));
        let rows = [
            ("booking_session_id", session),
            ("booking_platform", lead.booking_platform.map(|platform| platform.as_str().to_owned())),
            ("booking_outcome", outcome),
            ("booking_confirmation_number", is_set(lead.booking_confirmation_number.is_some())),
            ("booking_handoff_url", is_set(lead.booking_handoff_url.is_some())),
            ("booking_handoff_sent_at", is_set(lead.booking_handoff_sent_at.is_some())),
            ("booking_completed_at", is_set(lead.booking_completed_at.is_some())),
            ("stage", Some(record.memory.stage.name().to_owned())),
            ("notes", Some(format!("{notes:?}"))),
            ("callbacks", Some(format!("{callbacks:?}"))),
        ];
        self.write(&format!("\n--- lead of {}", record.clinic));
        for (name, value) in rows {
            self.write(&format!("{name}: {}", value.unwrap_or_else(|| "-".to_owned())));
        }
        for message in unsent {
            self.write(&format!("message {}: {}", message.state.as_str(), message.text));
        }
    }

    /// What the clinic's own book says.
    pub(super) fn clinic<'b>(&mut self, bookings: impl Iterator<Item = &'b Booking>) {
        self.write("\n--- the clinic's book");
        let lines: Vec<String> = bookings
            .map(|booking| {
                let Booking { service, provider, date, time, first_name, last_name, .. } = booking;
                format!("{service} | {date} {time} | {provider} | {first_name:?} {last_name:?}")
            })
            .collect();
        self.write_lines(&lines);
    }

    pub(super) fn requests(&mut self, square: &[String], carrier: usize) {
        self.write("\n--- requests to Square");
        self.write_lines(square);
        self.write(&format!("\n--- requests to the carrier\n{carrier}"));
    }

    fn write_lines(&mut self, lines: &[String]) {
        let text = if lines.is_empty() { "nothing".to_owned() } else { lines.join("\n") };
        self.write(&text);
    }

    pub(super) fn into_text(mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

/// The practice clinic makes its confirmation numbers up: `MXE-2030-7K2QF`.
fn without_number(word: &str) -> String {
    if word.starts_with("MXE-") { "<confirmation number>.".to_owned() } else { word.to_owned() }
}

/// A conversation that fails tells how far it came.
impl Drop for Record {
    #[expect(clippy::print_stderr, reason = "the run's own output is where it is looked for")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.text);
        }
    }
}
