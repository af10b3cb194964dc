//! Leading the page on: presses the control that the profile allows for the step. Never one that books or pays.

use std::time::Duration;

use super::contact::contact_fields;
use super::days::{Days, Turn};
use super::moves::Move;
use super::onward::{as_a_guest, leads_on};
use super::view::{At, View};
use super::words::{NEXT, PREVIOUS, is_any};
use super::{Deed, Flow, refusal};
use crate::contact::FieldKind;
use crate::matching::same;
use crate::session::Step;

/// How long a page may take to answer before the control is pressed a second time.
const PATIENCE: Duration = Duration::from_secs(6);
/// How long the control may stay disabled although nothing on the page is left to do.
const ENABLED_LIMIT: Duration = Duration::from_secs(15);

impl Flow {
    pub(super) fn advance(&mut self, view: &View<'_>) -> Option<Move> {
        let step = self.step_of_page(view);
        let control = self.advancing_control(view, step, view.scope())?;
        self.step = step;
        let name = view.label(control);
        if view.is_disabled(control) {
            let what = format!("\"{name}\" to be enabled");
            return self
                .wait(view, &what, ENABLED_LIMIT)
                .or_else(|| Some(self.site_changed(view, &format!("an enabled \"{name}\""))));
        }
        self.memory.settled(&format!("\"{name}\" to be enabled"));
        let place = format!("{}|{step}|{}", view.place_of(control), self.chosen_so_far());
        let deed = Deed::new(step, format!("press \"{name}\"")).at(&place).patient(PATIENCE);
        let next = self.press(view, control, deed);
        if matches!(next, Some(Move::Act(_))) && !contact_fields(view).is_empty() {
            self.note_complaints(view);
        }
        next.or_else(|| self.standing_complaint(view))
            .or_else(|| Some(self.site_changed(view, &format!("an answer to \"{name}\", pressed twice"))))
    }

    /// Tells the steps of a page apart that keeps its heading and has no fields. Not by the page's words for what was chosen, nor by the
    /// provider: a summary that comes late changes them, and the page has not gone on.
    fn chosen_so_far(&self) -> String {
        let chosen = &self.memory.chosen;
        let parts = [("service", &chosen.service), ("date", &chosen.date), ("time", &chosen.time)];
        let known: Vec<&str> =
            parts.iter().filter(|(_, part)| part.is_some()).map(|(name, _)| *name).collect();
        known.join("+")
    }

    /// The control that leads on from `step`: the profile's first name for it that is there, the lowest on the page. What needs no account
    /// goes before what may ask for one.
    pub(super) fn advancing_control(
        &self,
        view: &View<'_>,
        step: Step,
        range: impl Iterator<Item = At>,
    ) -> Option<At> {
        let is_control = |at: &At| {
            matches!(view.role(*at), "button" | "link")
                || view.node(*at).clickable && view.role(*at) == "generic"
        };
        let of_calendar = self.controls_of_the_calendar(view);
        let controls: Vec<At> = range
            .filter(|at| {
                is_control(at)
                    && !of_calendar(*at)
                    && !view.is_surrounding(*at)
                    && view.node(*at).expanded.is_none()
                    && !refusal::refuses(view.label(*at))
            })
            .collect();
        let names = self.profile.advance(step);
        let lowest = |among: &[At], fits: &dyn Fn(&str, &str) -> bool| {
            names.iter().find_map(|name| among.iter().rev().copied().find(|at| fits(view.label(*at), name)))
        };
        // Once it has been answered, the page's own control leads on.
        let is_answered = |at: At| {
            let deed = format!("press \"{}\"", view.label(at));
            self.memory.has_done_elsewhere(&deed, &view.place_of(at))
        };
        let is_guest = |at: &At| as_a_guest(view.folded(*at)) && !is_answered(*at);
        let guests: Vec<At> = controls.iter().copied().filter(is_guest).collect();
        lowest(&guests, &leads_on)
            .or_else(|| lowest(&controls, &same))
            .or_else(|| lowest(&controls, &leads_on))
    }

    /// What lies in the calendar, and what turns it. "Next" alone turns only a calendar that no heading parts it from.
    fn controls_of_the_calendar<'view>(&self, view: &'view View<'_>) -> impl Fn(At) -> bool + use<'view> {
        let days = Days::read(view, &self.profile, self.request.date);
        let start =
            days.as_ref().and_then(|days| view.scope().find(|at| days.contains(*at))).unwrap_or_default();
        let is_apart = |at: At| is_any(view.label(at), NEXT) || is_any(view.label(at), PREVIOUS);
        let is_parted = |at: At| (at..start).any(|between| view.is_heading(between));
        let turners: Vec<At> = [Turn::Forward, Turn::Back]
            .into_iter()
            .filter_map(|turn| days.as_ref()?.turner(view, turn))
            .filter(|at| !is_apart(*at) || !is_parted(*at))
            .collect();
        move |at| turners.contains(&at) || days.as_ref().is_some_and(|days| days.contains(at))
    }

    /// The step that the page stands on, by its title, else by what is on it.
    pub(super) fn step_of_page(&self, view: &View<'_>) -> Step {
        let titled = [
            Step::Payment,
            Step::Review,
            Step::Details,
            Step::Phone,
            Step::DateTime,
            Step::Provider,
            Step::Service,
        ]
        .into_iter()
        .find(|step| view.has_title(self.profile.titles(*step)));
        titled.unwrap_or_else(|| self.step_by_contents(view))
    }

    fn step_by_contents(&self, view: &View<'_>) -> Step {
        let fields = contact_fields(view);
        if fields.iter().any(|(_, kind)| !matches!(kind, FieldKind::Phone | FieldKind::Notes)) {
            return Step::Details;
        }
        if fields.iter().any(|(_, kind)| *kind == FieldKind::Phone) {
            return Step::Phone;
        }
        match self.step {
            Step::Phone | Step::Details | Step::VerificationCode if self.memory.chosen.time.is_some() => {
                Step::Review
            }
            Step::Opening | Step::Phone | Step::Details | Step::VerificationCode => Step::Service,
            step => step,
        }
    }
}
