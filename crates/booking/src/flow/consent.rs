//! Boxes to tick: a policy where the profile allows it, marketing never. Knows no other fields.

use super::moves::Move;
use super::view::{At, View};
use super::{Deed, Flow, words};
use crate::matching::contains_phrase;

impl Flow {
    pub(super) fn tick_what_is_allowed(&mut self, view: &View<'_>) -> Option<Move> {
        self.memory.chosen.time.as_ref()?;
        let at = view.scope().find(|at| self.may_be_ticked(view, *at))?;
        let deed = Deed::new(self.step, format!("tick \"{}\"", view.label(at)));
        self.press(view, at, deed)
    }

    fn may_be_ticked(&self, view: &View<'_>, at: At) -> bool {
        let label = view.label(at);
        view.role(at) == "checkbox"
            && view.node(at).checked == Some(false)
            && !view.node(at).disabled
            && self.profile.review.tick.iter().any(|allowed| contains_phrase(label, allowed))
            && !words::says_any(label, words::MARKETING)
    }
}
