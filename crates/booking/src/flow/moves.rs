//! What a flow can ask for: an action on the page, a wait, an end. Texts that hold personal data are never printed.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use url::Url;

use crate::handoff::HandoffReason;
use crate::observation::PageObservation;
use crate::outcome::{Failure, Money};
use crate::session::Step;

/// What is to be done next.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// One after the other, without looking in between; the first that fails ends the row.
    Act(Vec<Action>),
    Wait(WaitFor),
    /// Load the booking page, for the first time or again.
    Open(Url),
    Ready(Box<Prepared>),
    /// Something only the patient can pass, after which the same flow goes on.
    Interlude(HandoffReason),
    Stop(Failure),
}

/// One thing to do to one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub step: Step,
    pub target: Target,
    pub kind: ActionKind,
    /// What it is for, in words for a log; holds no personal data.
    pub purpose: String,
    /// Names the deed in the flow's memory.
    pub(super) key: String,
}

/// An element of the observation that the action was decided on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    pub frame: String,
    pub ref_id: u32,
}

#[derive(Clone, PartialEq, Eq)]
pub enum ActionKind {
    /// A trusted press at the element's centre.
    Press,
    /// Replaces a field's content.
    Fill { text: String, typing: Typing },
    /// Chooses the option with this value in a select.
    Select { value: String },
    /// Sets a native date input.
    SetDate(Date),
    /// Loads the frame that the element stands in once more.
    Reload,
}

/// How a text gets into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Typing {
    /// In one piece.
    AtOnce,
    /// Key by key, for fields that format while one types.
    KeyByKey,
}

impl fmt::Debug for ActionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Press => f.write_str("Press"),
            Self::Fill { typing, .. } => write!(f, "Fill(…, {typing:?})"),
            Self::Select { value } => write!(f, "Select({value:?})"),
            Self::Reload => f.write_str("Reload"),
            Self::SetDate(date) => write!(f, "SetDate({date})"),
        }
    }
}

/// A named condition and the moment at which it has failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitFor {
    pub what: String,
    /// Look again at this moment at the latest, even when nothing has changed.
    pub until: Timestamp,
}

/// A page that waits for its patient.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    pub reason: HandoffReason,
    pub selection: Selection,
    pub deposit: Option<Money>,
    /// The page as it was handed over, without what its fields hold: the detector tells by it what is new.
    pub baseline: PageObservation,
    pub page_url: String,
    /// The IANA time zone that the page names.
    pub timezone: Option<String>,
}

/// What was chosen, in the page's own words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    pub service: Option<String>,
    pub provider: Option<String>,
    pub date: Option<String>,
    pub time: Option<String>,
}
