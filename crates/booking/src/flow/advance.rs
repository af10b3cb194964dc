//! Leading the page on: presses the control that the profile allows for the step. Never one that books or pays.

use std::time::Duration;

use super::contact::contact_fields;
use super::moves::Move;
use super::view::{At, View};
use super::{Deed, Flow, refusal};
use crate::contact::FieldKind;
use crate::matching::{Words, same};
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
        let deed = Deed::new(step, format!("press \"{name}\"")).at(&view.place_of(control)).patient(PATIENCE);
        let next = self.press(view, control, deed);
        if matches!(next, Some(Move::Act(_))) && !contact_fields(view).is_empty() {
            self.note_complaints(view);
        }
        next.or_else(|| self.standing_complaint(view))
            .or_else(|| Some(self.site_changed(view, &format!("an answer to \"{name}\", pressed twice"))))
    }

    /// The control that leads on from `step`: the profile's first name for it that is there, the lowest on the page.
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
        let controls: Vec<At> = range
            .filter(|at| {
                is_control(at)
                    && !view.is_surrounding(*at)
                    && view.node(*at).expanded.is_none()
                    && !refusal::refuses(view.label(*at))
            })
            .collect();
        let names = self.profile.advance(step);
        let whole = names
            .iter()
            .find_map(|name| controls.iter().rev().copied().find(|at| same(view.label(*at), name)));
        whole.or_else(|| {
            names
                .iter()
                .find_map(|name| controls.iter().rev().copied().find(|at| begins_with(view.label(*at), name)))
        })
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

/// "Continue" and "Continue to payment", "Next" and "Next: date & time".
fn begins_with(label: &str, name: &str) -> bool {
    const MORE_WORDS: usize = 5;
    let (label, name) = (Words::of(label), Words::of(name));
    !name.is_empty()
        && label.as_slice().starts_with(name.as_slice())
        && label.as_slice().len() <= name.as_slice().len() + MORE_WORDS
}
