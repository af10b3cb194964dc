//! What only the patient can pass in the middle of the way: a code sent to their phone, a captcha.

use super::arrival::is_card_field;
use super::moves::Move;
use super::view::{At, View};
use super::{Flow, words};
use crate::contact::{FieldKind, field_kind};
use crate::handoff::HandoffReason;
use crate::session::Step;

impl Flow {
    pub(super) fn stop_at_an_interlude(&mut self, view: &View<'_>) -> Option<Move> {
        let reason = asked_for(view)?;
        self.step = Step::VerificationCode;
        Some(Move::Interlude(reason))
    }
}

/// What the page asks of the patient, if anything.
pub(super) fn asked_for(view: &View<'_>) -> Option<HandoffReason> {
    let asks_for_a_code = || view.all().any(|at| is_code_field(view, at)) || has_code_boxes(view);
    // Beside card fields a code belongs to the card or to a voucher.
    if asks_for_a_code() && !view.scope().any(|at| is_card_field(view, at)) {
        return Some(HandoffReason::VerificationCode);
    }
    view.all().any(|at| is_unsolved_captcha(view, at)).then_some(HandoffReason::Captcha)
}

fn is_code_field(view: &View<'_>, at: At) -> bool {
    view.field(at)
        .is_some_and(|facts| !facts.card && field_kind(facts, view.label(at)) == FieldKind::OneTimeCode)
}

/// One box for each digit.
fn has_code_boxes(view: &View<'_>) -> bool {
    let is_box = |at: &At| view.field(*at).is_some_and(|facts| facts.max_length == Some(1));
    (4..=8).contains(&view.all().filter(is_box).count())
}

/// A box "I'm not a robot" that nobody has ticked. A captcha that works by itself shows no box and asks nobody for anything.
fn is_unsolved_captcha(view: &View<'_>, at: At) -> bool {
    let node = view.node(at);
    let frame = view.frame(at);
    let of_captcha = view.says_any(at, words::CAPTCHA)
        || ["captcha", "turnstile"].iter().any(|name| frame.url.contains(name));
    node.role == "checkbox" && of_captcha && node.checked != Some(true)
}
