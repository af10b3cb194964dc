//! Tells that only the patient's own step is left: card fields that can be seen, or a review whose only way on books.

use std::time::Duration;

use jiff::tz::TimeZone;

use super::deposit::deposit;
use super::moves::{Move, Prepared};
use super::view::{At, View};
use super::{Flow, refusal};
use crate::contact;
use crate::handoff::HandoffReason;
use crate::matching::Words;
use crate::outcome::{Failure, FailureCode};
use crate::session::Step;

/// Card fields often come in frames that load after the page around them.
const CARD_LIMIT: Duration = Duration::from_millis(2500);
/// Where the page calls itself the review and asks for no money, they would be a surprise.
const REVIEW_LIMIT: Duration = Duration::from_millis(400);
const FRAME_LIMIT: Duration = Duration::from_secs(10);

impl Flow {
    pub(super) fn arrive(&mut self, view: &View<'_>) -> Option<Move> {
        self.memory.chosen.time.as_ref()?;
        if let Some(deposit) = deposit(view) {
            self.memory.deposit = Some(deposit);
        }
        if view.scope().any(|at| is_card_field(view, at)) {
            self.step = Step::Payment;
            return Some(self.unconfirmed(view).unwrap_or_else(|| self.ready(view, HandoffReason::Payment)));
        }
        let may_go_on = self.advancing_control(view, self.step_of_page(view), view.scope()).is_some();
        if may_go_on || !view.scope().any(|at| is_final_control(view, at)) {
            return None;
        }
        if let Some(wait) = self.wait(view, "card fields", self.card_limit(view)) {
            return Some(wait);
        }
        self.step = Step::Review;
        Some(self.unconfirmed(view).unwrap_or_else(|| self.ready(view, HandoffReason::Review)))
    }

    /// How long card fields may take to appear beside the control that books.
    fn card_limit(&self, view: &View<'_>) -> Duration {
        let is_unfinished =
            view.page.frames.iter().any(|frame| frame.visible && (frame.loading || frame.nodes.is_empty()));
        let is_review =
            self.step_of_page(view) == Step::Review && view.has_title(self.profile.titles(Step::Review));
        match () {
            () if is_unfinished => FRAME_LIMIT,
            () if is_review && self.memory.deposit.is_none() => REVIEW_LIMIT,
            () => CARD_LIMIT,
        }
    }

    /// A named service or provider that was neither chosen nor shown by any page must not be handed over on trust.
    fn unconfirmed(&self, view: &View<'_>) -> Option<Move> {
        let shown =
            |name: &str| view.all().any(|at| Words::of(view.label(at)).contains_run(&Words::of(name)));
        let chosen = &self.memory.chosen;
        let doubtful = [
            ("service", &self.request.service, &chosen.service),
            ("provider", &self.request.provider, &chosen.provider),
        ]
        .into_iter()
        .find_map(|(what, wanted, chosen)| {
            wanted.as_ref().filter(|wanted| chosen.is_none() && !shown(wanted)).map(|wanted| (what, wanted))
        });
        doubtful.map(|(what, wanted)| {
            let message = format!("The clinic's site never showed the {what} \"{wanted}\".");
            Move::Stop(Failure::new(FailureCode::SelectionMismatch, message))
        })
    }

    fn ready(&self, view: &View<'_>, reason: HandoffReason) -> Move {
        Move::Ready(Box::new(Prepared {
            reason,
            selection: self.memory.chosen.clone(),
            deposit: self.memory.deposit.clone(),
            baseline: view.page.without_values(),
            page_url: view.page.url.clone(),
            timezone: timezone(view),
        }))
    }
}

pub(super) fn is_card_field(view: &View<'_>, at: At) -> bool {
    view.field(at).is_some_and(|facts| contact::is_card_field(facts, view.label(at)))
}

pub(super) fn is_final_control(view: &View<'_>, at: At) -> bool {
    view.role(at) == "button" && !view.is_surrounding(at) && refusal::refuses(view.label(at))
}

/// The IANA time zone that the page names, as sites do in a footer.
pub(super) fn timezone(view: &View<'_>) -> Option<String> {
    let words = view.all().flat_map(|at| view.label(at).split([' ', '(', ')', ',', ';', ':']));
    words
        .filter(|word| word.contains('/') && word.chars().next().is_some_and(char::is_uppercase))
        .find(|word| TimeZone::get(word).is_ok())
        .map(str::to_owned)
}
