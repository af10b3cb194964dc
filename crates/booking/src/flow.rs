//! Drives a booking page by what is seen on it: which step is this, what is the next action, is it ready, or why not.
//! Pure: looks at observations and gives moves. Knows nothing of browsers; never presses the control that books or pays.
//!
//! A step is told by evidence, never by its place in an order: each goal (a service, a provider, a day, a time, the patient's details) looks
//! for its own controls on the page and says what it still needs. The first goal that needs something decides; when none does, the page
//! is led on, and when only the patient's own step is left, it is ready.

mod moves;
pub(crate) mod refusal;

mod evidence;
mod memory;
mod view;
mod words;

mod opening;

mod interlude;
mod obstacles;

mod boxes;
mod menu;
mod provider;
mod questions;
mod row_text;
mod service;

mod date;
mod days;
mod header;
mod listed;
mod more;
mod time;

mod complaint;
mod consent;
mod contact;

mod advance;
mod arrival;
mod deposit;
mod onward;
mod summary;

mod survey;

#[cfg(test)]
mod tests;

pub use moves::{Action, ActionKind, Move, Prepared, Selection, Target, Typing, WaitFor};
pub use opening::Opened;
pub(crate) use survey::Looked;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::handoff::HandoffReason;
use crate::matching::Aliases;
use crate::observation::{PageObservation, Rect};
use crate::outcome::{Failure, FailureCode};
use crate::profile::SiteProfile;
use crate::request::{BookingRequest, Lead};
use crate::session::Step;
use memory::{Leave, Memory};
use opening::Opening;
use view::{At, View};

/// One booking on its way through a site. Feed it what is seen, do what it says.
#[derive(Debug, Clone)]
pub struct Flow {
    profile: Arc<SiteProfile>,
    request: BookingRequest,
    lead: Lead,
    aliases: Aliases,
    step: Step,
    opening: Opening,
    memory: Memory,
}

/// What a flow looks at, in this order; the first that has something to say decides.
const GOALS: [fn(&mut Flow, &View<'_>) -> Option<Move>; 15] = [
    Flow::wait_for_content,
    Flow::wait_for_the_pages_scripts,
    Flow::clear_obstacles,
    Flow::stop_if_the_slot_is_lost,
    Flow::stop_at_an_interlude,
    Flow::heed_a_complaint,
    Flow::choose_the_provider,
    Flow::choose_the_service,
    Flow::choose_the_date,
    Flow::choose_the_time,
    Flow::fill_in_the_contact,
    Flow::compare_the_summary,
    Flow::tick_what_is_allowed,
    Flow::arrive,
    Flow::advance,
];

impl Flow {
    pub fn new(profile: Arc<SiteProfile>, request: BookingRequest, lead: Lead) -> Self {
        let aliases = Aliases::new(&request.aliases, &profile.aliases);
        let (step, opening, memory) = (Step::Opening, Opening::default(), Memory::default());
        Self { profile, request, lead, aliases, step, opening, memory }
    }

    /// Goes on with a page that an earlier flow has brought this far: it is open, and `chosen` is chosen on it.
    #[must_use]
    pub fn go_on_after(mut self, chosen: Selection) -> Self {
        self.opening.note(Opened::Answered(200));
        self.memory.chosen = chosen;
        self
    }

    /// What is asked for.
    pub fn request(&self) -> &BookingRequest {
        &self.request
    }

    /// The step that the page was last seen on.
    pub fn step(&self) -> Step {
        self.step
    }

    /// The CSS selectors that observations have to be asked for.
    pub fn selectors(&self) -> Vec<String> {
        self.profile.selectors()
    }

    /// What has been chosen so far, in the page's own words.
    pub fn selection(&self) -> &Selection {
        &self.memory.chosen
    }

    /// Says what came of opening the booking page.
    pub fn opened(&mut self, opened: Opened) {
        self.opening.note(opened);
        self.memory.settled("content");
    }

    /// Says that an action was not done, because its element was gone or could not be reached.
    pub fn missed(&mut self, action: &Action, now: Timestamp) {
        self.memory.take_back(&action.key, now);
        self.memory.unchoose(&action.key);
    }

    /// What the page asks of the patient in the middle of the way, if anything.
    pub fn interlude(&self, seen: &PageObservation, now: Timestamp) -> Option<HandoffReason> {
        interlude::asked_for(&View::new(seen, now))
    }

    /// The next move as long as there is no page to look at.
    pub fn before_the_page(&self) -> Option<Move> {
        self.opening.decide(&self.request.booking_url)
    }

    /// Where a picture of the page would show private data; `None` where no picture may be taken at all.
    pub fn private_places(&self, seen: &PageObservation, now: Timestamp) -> Option<Vec<Rect>> {
        evidence::private_places(&View::new(seen, now), &self.lead)
    }

    /// Decides on the next move.
    pub fn decide(&mut self, seen: &PageObservation, now: Timestamp) -> Move {
        if let Some(next) = self.before_the_page() {
            return next;
        }
        let view = View::new(seen, now);
        let decided = GOALS.iter().find_map(|goal| goal(self, &view));
        let next = decided.unwrap_or_else(|| self.wait_for_something_known(&view));
        if matches!(next, Move::Act(_)) {
            self.memory.settled("anything known");
        }
        next
    }

    /// Presses an element once, and once more if the page stays as it is. `None`: it never answered.
    fn press(&mut self, view: &View<'_>, at: At, deed: Deed) -> Option<Move> {
        self.act(view, at, ActionKind::Press, deed)
    }

    fn act(&mut self, view: &View<'_>, at: At, kind: ActionKind, deed: Deed) -> Option<Move> {
        let Deed { step, purpose, key, patience } = deed;
        self.step = step;
        match self.memory.ask(&key, patience, view.is_busy(), view.now) {
            Leave::Granted => {
                Some(Move::Act(vec![Action { step, target: view.target(at), kind, purpose, key }]))
            }
            Leave::NotBefore(until) => {
                Some(Move::Wait(WaitFor { what: format!("an answer to: {purpose}"), until }))
            }
            Leave::Exhausted => None,
        }
    }

    /// Waits for something with a name; `None` once it has taken too long.
    fn wait(&mut self, view: &View<'_>, what: &str, limit: Duration) -> Option<Move> {
        let until = self.memory.until(what, limit, view.now);
        (view.now < until).then(|| Move::Wait(WaitFor { what: what.to_owned(), until }))
    }

    /// Nothing on the page is known: it may be on its way, or it may be another site than it was.
    fn wait_for_something_known(&mut self, view: &View<'_>) -> Move {
        const LIMIT: Duration = Duration::from_secs(20);
        self.wait(view, "anything known", LIMIT)
            .unwrap_or_else(|| self.site_changed(view, "a control to go on with"))
    }

    fn site_changed(&self, view: &View<'_>, looked_for: &str) -> Move {
        let shown = evidence::shown(view, &self.lead);
        let message = format!("At the step \"{}\" the page did not offer {looked_for}. {shown}", self.step);
        Move::Stop(Failure::new(FailureCode::SiteChanged, message))
    }
}

/// One thing to do, and how long the page has to answer it.
#[derive(Debug)]
struct Deed {
    step: Step,
    /// In words for a log; holds no personal data.
    purpose: String,
    /// The same deed at the same place has the same key.
    key: String,
    patience: Duration,
}

impl Deed {
    fn new(step: Step, purpose: impl Into<String>) -> Self {
        let purpose = purpose.into();
        Self { step, key: purpose.clone(), purpose, patience: Duration::from_secs(3) }
    }

    /// Tells this deed from one of the same words elsewhere.
    fn at(self, place: &str) -> Self {
        Self { key: format!("{}@{place}", self.purpose), ..self }
    }

    fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }
}
