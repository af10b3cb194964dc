//! One booking's life: the states of the contract, their data, and the transitions between them. Time is always a parameter.
//! Knows nothing of pages, rows or callbacks; [`decide`](Session::decide) says what an event means, others act on it.

mod decide;
mod limits;
mod transition;

pub use decide::{Decision, Event};
pub use limits::Limits;
pub use transition::InvalidTransition;

use jiff::Timestamp;

use crate::handoff::Handoff;
use crate::id::SessionId;
use crate::outcome::{Confirmation, Failure, Outcome, PaymentAttempt};
use crate::request::{BookingRequest, Lead};

/// One booking that runs, waits or has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub id: SessionId,
    pub request: BookingRequest,
    /// `None` once the retention time is over and the person's data is erased.
    pub lead: Option<Lead>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// The moment at which the link stops working.
    pub expires_at: Timestamp,
    /// Payments that the site refused, oldest first.
    pub attempts: Vec<PaymentAttempt>,
    pub state: SessionState,
}

/// Where a session stands. What exists only in one state lives in its variant.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionState {
    /// Waits for a place.
    Created,
    /// Steps 1 to 4 are being driven.
    Navigating {
        step: Step,
        since: Timestamp,
    },
    /// The page is ready; nobody has asked for its link yet.
    ReadyForHandoff {
        handoff: Handoff,
    },
    /// The link is out; the page is watched.
    Monitoring {
        handoff: Handoff,
        watch: Watch,
    },
    Completed {
        at: Timestamp,
        confirmation: Confirmation,
    },
    Failed {
        at: Timestamp,
        failure: Failure,
    },
    Abandoned {
        at: Timestamp,
    },
    /// `payment_unresolved`: the patient had submitted and no answer had come when the session was cancelled.
    Cancelled {
        at: Timestamp,
        payment_unresolved: bool,
    },
}

/// The clocks of a session that waits for its patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    pub since: Timestamp,
    /// The patient's last real input, or the page's last change.
    pub last_activity: Timestamp,
    /// When the patient pressed the final control; cleared by a refusal.
    pub submitted_at: Option<Timestamp>,
    /// When the site last refused a payment; cleared by the next submit.
    pub refused_at: Option<Timestamp>,
    pub turn: Turn,
}

/// Who may act on the page just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Patient,
    /// Automation goes on after the patient passed a code or a captcha, or prepares the page anew after a lost browser.
    Machine {
        step: Step,
        since: Timestamp,
    },
}

/// The steps of a booking, by meaning; sites order them as they like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Opening,
    Service,
    Provider,
    DateTime,
    Phone,
    VerificationCode,
    Details,
    Review,
    Payment,
}

impl Step {
    pub const ALL: [Self; 9] = [
        Self::Opening,
        Self::Service,
        Self::Provider,
        Self::DateTime,
        Self::Phone,
        Self::VerificationCode,
        Self::Details,
        Self::Review,
        Self::Payment,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Service => "service",
            Self::Provider => "provider",
            Self::DateTime => "date_time",
            Self::Phone => "phone",
            Self::VerificationCode => "verification_code",
            Self::Details => "details",
            Self::Review => "review",
            Self::Payment => "payment",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == name)
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Session {
    /// Takes a request on. The link, once there is one, works until `limits.session_ttl` from `now`.
    pub fn create(
        id: SessionId,
        request: BookingRequest,
        lead: Lead,
        limits: &Limits,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            request,
            lead: Some(lead),
            created_at: now,
            updated_at: now,
            expires_at: now + limits.session_ttl,
            attempts: Vec::new(),
            state: SessionState::Created,
        }
    }

    pub fn handoff(&self) -> Option<&Handoff> {
        match &self.state {
            SessionState::ReadyForHandoff { handoff } | SessionState::Monitoring { handoff, .. } => {
                Some(handoff)
            }
            SessionState::Created
            | SessionState::Navigating { .. }
            | SessionState::Completed { .. }
            | SessionState::Failed { .. }
            | SessionState::Abandoned { .. }
            | SessionState::Cancelled { .. } => None,
        }
    }

    /// Whether the patient has pressed the final control and no answer has come yet. From here on no step is ever driven again.
    pub fn is_processing(&self) -> bool {
        matches!(&self.state, SessionState::Monitoring { watch, .. } if watch.submitted_at.is_some())
    }
}

impl SessionState {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Navigating { .. } => "navigating",
            Self::ReadyForHandoff { .. } => "ready_for_handoff",
            Self::Monitoring { .. } => "monitoring",
            Self::Completed { .. } => "completed",
            Self::Failed { .. } => "failed",
            Self::Abandoned { .. } => "abandoned",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    pub fn is_terminal(&self) -> bool {
        self.outcome().is_some()
    }

    /// The step being driven, where one is.
    pub fn step(&self) -> Option<Step> {
        match self {
            Self::Navigating { step, .. } => Some(*step),
            Self::Monitoring { watch: Watch { turn: Turn::Machine { step, .. }, .. }, .. } => Some(*step),
            Self::Created
            | Self::ReadyForHandoff { .. }
            | Self::Monitoring { .. }
            | Self::Completed { .. }
            | Self::Failed { .. }
            | Self::Abandoned { .. }
            | Self::Cancelled { .. } => None,
        }
    }

    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Created
            | Self::Navigating { .. }
            | Self::ReadyForHandoff { .. }
            | Self::Monitoring { .. } => None,
            Self::Completed { .. } => Some(Outcome::Success),
            Self::Failed { failure, .. } => Some(failure.outcome()),
            Self::Abandoned { .. } => Some(Outcome::Timeout),
            Self::Cancelled { .. } => Some(Outcome::Cancelled),
        }
    }

    pub fn ended_at(&self) -> Option<Timestamp> {
        match self {
            Self::Created
            | Self::Navigating { .. }
            | Self::ReadyForHandoff { .. }
            | Self::Monitoring { .. } => None,
            Self::Completed { at, .. }
            | Self::Failed { at, .. }
            | Self::Abandoned { at }
            | Self::Cancelled { at, .. } => Some(*at),
        }
    }
}
