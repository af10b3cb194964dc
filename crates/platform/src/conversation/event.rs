//! What happens in a conversation.

use baton_api::booking::{ConfirmationDetails, Outcome, SessionView};
use baton_api::callback::CallbackBody;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::slot::Slot;

#[derive(Clone, PartialEq)]
pub enum Event {
    /// The patient wrote.
    Said(String),
    ServiceFound {
        ticket: u32,
        answer: ServiceAnswer,
    },
    /// The free times that were asked for; `None` if nobody could be asked.
    SlotsFound {
        ticket: u32,
        slots: Option<Vec<Slot>>,
    },
    BookingStarted {
        ticket: u32,
        session: Uuid,
    },
    BookingNotStarted {
        ticket: u32,
    },
    /// The payment page is prepared.
    LinkReady {
        session: Uuid,
        url: String,
    },
    /// Told by a callback or by the session's status; whichever comes first counts.
    BookingEnded(Ending),
    DepositLinkMade {
        ticket: u32,
        order: String,
        url: String,
    },
    DepositLinkFailed {
        ticket: u32,
    },
    DepositPaid {
        order: String,
    },
    /// A person at the clinic confirmed the appointment.
    OperatorConfirmed {
        start: Timestamp,
    },
}

/// What the clinic's site offers under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceAnswer {
    One {
        name: String,
        providers: Vec<String>,
    },
    /// The name fits several services.
    Several(Vec<String>),
    /// Nothing fits; these are offered.
    None(Vec<String>),
    /// Nobody could be asked.
    Away,
}

/// How a session of Baton ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub session: Uuid,
    pub at: Timestamp,
    pub outcome: Outcome,
    pub code: Option<String>,
    pub confirmation: Option<ConfirmationDetails>,
    /// What could have been chosen instead.
    pub choices: Vec<String>,
}

impl From<CallbackBody> for Ending {
    fn from(callback: CallbackBody) -> Self {
        Self {
            session: callback.session_id,
            at: callback.timestamp,
            outcome: callback.outcome,
            code: callback.code,
            confirmation: callback.confirmation_details,
            choices: Vec::new(),
        }
    }
}

impl std::fmt::Display for Ending {
    /// `payment_failed`, `slot_unavailable (slot_lost)`: without anything of the patient.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self.outcome {
            Outcome::Success => "success",
            Outcome::PaymentFailed => "payment_failed",
            Outcome::SlotUnavailable => "slot_unavailable",
            Outcome::Timeout => "timeout",
            Outcome::Cancelled => "cancelled",
            Outcome::Error => "error",
        };
        match self.code.as_deref().filter(|code| *code != name) {
            Some(code) => write!(f, "{name} ({code})"),
            None => f.write_str(name),
        }
    }
}

impl Ending {
    /// Reads it from a session's status; `None` while the session lives.
    pub fn of(view: SessionView) -> Option<Self> {
        Some(Self {
            session: view.session_id,
            at: view.updated_at,
            outcome: view.outcome?,
            code: view.code,
            confirmation: view.confirmation_details,
            choices: view.choices,
        })
    }
}

// What a patient writes, and their link, are never printed.
impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Said(_) => "Said",
            Self::ServiceFound { .. } => "ServiceFound",
            Self::SlotsFound { .. } => "SlotsFound",
            Self::BookingStarted { .. } => "BookingStarted",
            Self::BookingNotStarted { .. } => "BookingNotStarted",
            Self::LinkReady { .. } => "LinkReady",
            Self::BookingEnded(_) => "BookingEnded",
            Self::DepositLinkMade { .. } => "DepositLinkMade",
            Self::DepositLinkFailed { .. } => "DepositLinkFailed",
            Self::DepositPaid { .. } => "DepositPaid",
            Self::OperatorConfirmed { .. } => "OperatorConfirmed",
        })
    }
}
