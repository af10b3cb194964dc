//! What a conversation remembers between two events. It is kept as one document, so its types are what is written.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schedule::Schedule;
use crate::slot::Slot;

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Memory {
    pub answers: Answers,
    pub stage: Stage,
    /// The patient wants no messages.
    pub stopped: bool,
    /// Numbers what others were asked for, so that an answer to an older question is told from the one that is waited for.
    pub tickets: u32,
    /// Times that turned out to be taken, in this booking.
    pub taken: Vec<Timestamp>,
    /// Sessions that were given up, and their times. The patient may have paid for one all the same.
    pub former: Vec<(Uuid, Slot)>,
}

/// What the patient has told.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answers {
    pub name: Option<FullName>,
    /// Whether the last name was asked for: some people have none.
    pub asked_last_name: bool,
    pub service: Option<Service>,
    pub provider: Option<ProviderWish>,
    pub patient: Option<PatientKind>,
    pub schedule: Option<Schedule>,
    pub email: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FullName {
    pub first: String,
    /// May be empty.
    pub last: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The patient's own word: what they are answered with.
    pub said: String,
    /// The clinic's name, once it is known.
    pub name: Option<String>,
    pub providers: Vec<String>,
    /// Whether the clinic's site, or its settings, know it.
    pub found: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderWish {
    Anyone,
    Named(String),
    /// As the patient said it, until it is known who offers the service.
    Said(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PatientKind {
    New,
    Existing,
}

/// What a patient is asked, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    Name,
    LastName,
    Service,
    /// At a clinic of Moxie, and only where there is a choice.
    Provider,
    PatientKind,
    Schedule,
    Email,
}

/// Where the conversation stands, with all that belongs to this stage alone.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// `None` before the first word.
    Asking {
        question: Option<Question>,
    },
    ChoosingService {
        options: Vec<String>,
    },
    FindingService {
        ticket: u32,
    },
    /// `widened`: nothing fitted the patient's wish, so any time is looked for.
    FindingSlots {
        ticket: u32,
        widened: bool,
    },
    Offering {
        slots: Vec<Slot>,
    },
    Preparing {
        slot: Slot,
        ticket: u32,
        session: Option<Uuid>,
    },
    LinkSent {
        slot: Slot,
        session: Uuid,
        url: String,
    },
    /// "YES" begins afresh.
    NotBooked {
        slot: Slot,
    },
    Booked {
        start: Option<Timestamp>,
    },
    MakingDepositLink {
        ticket: u32,
    },
    AwaitingDeposit {
        order: String,
        url: String,
    },
    AwaitingOperator {
        order: String,
    },
    WithPeople,
    GivenUp,
}

impl Default for Stage {
    fn default() -> Self {
        Self::Asking { question: None }
    }
}

impl Memory {
    pub(super) fn next_ticket(&mut self) -> u32 {
        self.tickets += 1;
        self.tickets
    }

    /// Forgets what belonged to the last booking. Who the patient is stays known.
    pub(super) fn begin_anew(&mut self) {
        self.answers.service = None;
        self.answers.provider = None;
        self.answers.schedule = None;
        self.taken.clear();
        self.stage = Stage::default();
    }
}

impl Stage {
    /// A name without anything of the patient, for logs and operators.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Asking { .. } => "asking",
            Self::ChoosingService { .. } => "choosing_service",
            Self::FindingService { .. } => "finding_service",
            Self::FindingSlots { .. } => "finding_slots",
            Self::Offering { .. } => "offering",
            Self::Preparing { .. } => "preparing",
            Self::LinkSent { .. } => "link_sent",
            Self::NotBooked { .. } => "not_booked",
            Self::Booked { .. } => "booked",
            Self::MakingDepositLink { .. } => "making_deposit_link",
            Self::AwaitingDeposit { .. } => "awaiting_deposit",
            Self::AwaitingOperator { .. } => "awaiting_operator",
            Self::WithPeople => "with_people",
            Self::GivenUp => "given_up",
        }
    }
}

// Personal data and links are never printed.
impl std::fmt::Debug for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answers(…)")
    }
}

impl std::fmt::Debug for FullName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FullName(…)")
    }
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
