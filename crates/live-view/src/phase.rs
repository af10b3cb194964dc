//! Where a handoff stands, as the patient is told it. The phone puts it into words; see `assets/words.js`.

use jiff::Timestamp;
use serde::Serialize;

/// What is happening just now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Phase {
    /// Steps are being driven before the patient's first turn. `step` is the domain's name for it.
    Preparing {
        step: Option<String>,
    },
    /// The page waits for the patient. `reason` is `payment`, `review`, `verification_code` or `captcha`.
    YourTurn {
        reason: String,
    },
    /// Steps are being driven after an interlude; the patient's input is held off.
    FillingIn {
        step: Option<String>,
    },
    CheckingPayment,
    /// The site refused a payment; another card may be tried.
    Refused {
        message: String,
    },
    Booked(Booked),
    Expired,
    Failed {
        advice: Advice,
        message: String,
    },
    Cancelled,
    TakenOver,
    /// The page was lost and is being made anew.
    Reconnecting,
}

/// A finished booking.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Booked {
    pub number: Option<String>,
    /// The time as the clinic writes it.
    pub time: Option<String>,
    /// The same moment, where it is known: the calendar file needs it.
    pub starts_at: Option<Timestamp>,
    pub minutes: Option<u32>,
    pub provider: Option<String>,
    pub service: Option<String>,
}

/// What the patient should do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// Answer the clinic's message to start again; nothing was charged.
    StartAgain,
    /// The time is gone; ask the clinic for another.
    ChooseAnotherTime,
    /// A payment may have gone through: call the clinic before paying again.
    CallBeforePaying,
}

impl Phase {
    /// Whether what the patient does reaches the page.
    pub fn lets_input_through(&self) -> bool {
        match self {
            Self::YourTurn { .. } | Self::Refused { .. } | Self::CheckingPayment | Self::Booked(_) => true,
            Self::Preparing { .. }
            | Self::FillingIn { .. }
            | Self::Expired
            | Self::Failed { .. }
            | Self::Cancelled
            | Self::TakenOver
            | Self::Reconnecting => false,
        }
    }

    /// Whether nothing comes after it.
    pub fn is_the_end(&self) -> bool {
        match self {
            Self::Booked(_) | Self::Expired | Self::Failed { .. } | Self::Cancelled => true,
            Self::Preparing { .. }
            | Self::YourTurn { .. }
            | Self::FillingIn { .. }
            | Self::CheckingPayment
            | Self::Refused { .. }
            | Self::TakenOver
            | Self::Reconnecting => false,
        }
    }
}
