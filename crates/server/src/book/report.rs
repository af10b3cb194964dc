//! Says what happens to a booking: in words and a QR code for a person, or as one JSON object per line for a program.

use baton_client::{ClientError, HandoffUrl, Outcome, PaymentAttempt, SessionView, Uuid};
use serde_json::json;

use crate::cli::terminal::{StepBoard, say, say_qr};

/// For whom the report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Report {
    Person,
    Json,
}

impl Report {
    pub(crate) fn started(self, session: Uuid) {
        match self {
            Self::Person => say(format_args!("session {session}")),
            Self::Json => say(json!({ "event": "started", "sessionId": session })),
        }
    }

    /// Returns where steps are shown. A program gets them as changes.
    pub(crate) fn board(self) -> StepBoard {
        match self {
            Self::Person => StepBoard::new(),
            Self::Json => StepBoard::silent(),
        }
    }

    pub(crate) fn change(self, view: &SessionView) {
        if self == Self::Json {
            say(json!({ "event": "changed", "session": view }));
        }
    }

    pub(crate) fn link(self, link: &HandoffUrl) {
        match self {
            Self::Person => {
                let until = link.expires_at.strftime("%H:%M UTC");
                say(format_args!("\nFor the patient, until {until}:\n  {}\n", link.handoff_url));
                say_qr(&link.handoff_url);
            }
            Self::Json => say(json!({ "event": "handoff", "handoff": link })),
        }
    }

    /// A program has it in the change already.
    pub(crate) fn attempt(self, attempt: &PaymentAttempt) {
        if self == Self::Person {
            say(format_args!("  ✗ payment refused: {}", attempt.message));
        }
    }

    pub(crate) fn end(self, view: &SessionView) {
        match self {
            Self::Person => say_end(view),
            Self::Json => say(json!({ "event": "ended", "session": view })),
        }
    }
}

fn say_end(view: &SessionView) {
    if view.outcome != Some(Outcome::Success) {
        let outcome = view.code.as_deref().unwrap_or(view.state.as_str());
        say(format_args!(
            "Not booked ({outcome}): {}",
            view.error.as_deref().unwrap_or("no reason was given")
        ));
        if !view.choices.is_empty() {
            say(format_args!("  the site offers: {}", view.choices.join(", ")));
        }
        return;
    }
    let details = view.confirmation_details.clone().unwrap_or_default();
    say("Booked.");
    let facts = [
        ("confirmation", details.confirmation_number),
        ("when", details.appointment_time_text.or(details.appointment_time)),
        ("service", details.service),
        ("provider", details.provider),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            say(format_args!("  {name:<14} {value}"));
        }
    }
}

/// Puts every bad field of a refused request on a line of its own.
pub(crate) fn explain(error: ClientError) -> anyhow::Error {
    let details = match &error {
        ClientError::Refused(refusal) => refusal.details.as_slice(),
        _ => &[],
    };
    let lines: String = details
        .iter()
        .fold(String::new(), |lines, field| lines + "\n  " + &field.path + ": " + &field.message);
    if lines.is_empty() { error.into() } else { anyhow::anyhow!("{error}{lines}") }
}
