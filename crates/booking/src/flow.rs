//! Drives a booking page by what is seen on it: which step is this, what is the next action, is it ready, or why not.
//! Pure: looks at observations and gives moves. Knows nothing of browsers; never presses the control that books or pays.

mod moves;
mod opening;
pub(crate) mod refusal;

pub use moves::{Action, ActionKind, Move, Prepared, Selection, Target, Typing, WaitFor};
pub use opening::Opened;

use std::sync::Arc;

use jiff::Timestamp;

use crate::handoff::HandoffReason;
use crate::observation::PageObservation;
use crate::profile::SiteProfile;
use crate::request::{BookingRequest, Lead};
use crate::session::Step;
use opening::Opening;

/// One booking on its way through a site. Feed it what is seen, do what it says.
#[derive(Debug, Clone)]
pub struct Flow {
    profile: Arc<SiteProfile>,
    request: BookingRequest,
    lead: Lead,
    step: Step,
    opening: Opening,
}

impl Flow {
    pub fn new(profile: Arc<SiteProfile>, request: BookingRequest, lead: Lead) -> Self {
        Self { profile, request, lead, step: Step::Opening, opening: Opening::default() }
    }

    /// The step that the page was last seen on.
    pub fn step(&self) -> Step {
        self.step
    }

    /// The CSS selectors that observations have to be asked for.
    pub fn selectors(&self) -> Vec<String> {
        self.profile.selectors()
    }

    /// Says what came of opening the booking page.
    pub fn opened(&mut self, opened: Opened, _now: Timestamp) {
        self.opening.note(opened);
    }

    /// What the page asks of the patient in the middle of the way, if anything.
    pub fn interlude(&self, _seen: &PageObservation) -> Option<HandoffReason> {
        None
    }

    /// Says that an action was not done, because its element was gone or could not be reached.
    pub fn missed(&mut self, _action: &Action) {}

    /// Decides on the next move.
    pub fn decide(&mut self, seen: &PageObservation, now: Timestamp) -> Move {
        if let Some(next) = self.opening.decide(&self.request.booking_url) {
            return next;
        }
        let _ = (seen, now, &self.lead);
        self.opening
            .decide(&self.request.booking_url)
            .unwrap_or(Move::Interlude(crate::handoff::HandoffReason::Captcha))
    }
}
