//! What the site complains about: details it does not take, a slot that somebody else has taken. Tells a complaint from harmless text by its being new.

use std::collections::HashSet;

use super::contact::contact_fields;
use super::evidence::masked;
use super::moves::Move;
use super::view::{At, View};
use super::{Deed, Flow, words};
use crate::contact::{FieldKind, field_kind};
use crate::matching::Words;
use crate::outcome::{Failure, FailureCode};

impl Flow {
    /// Only after a time was chosen, and only where the words were not there before.
    pub(super) fn stop_if_the_slot_is_lost(&mut self, view: &View<'_>) -> Option<Move> {
        let losses = || view.scope().filter(|at| tells_of_a_loss(view, *at) && is_notice(view, *at));
        if self.memory.chosen.time.is_none() {
            self.memory.losses_before = losses().map(|at| view.label(at).to_owned()).collect();
            return None;
        }
        let said = losses().find(|at| !self.memory.losses_before.contains(view.label(*at)))?;
        let chosen = self.memory.chosen.time.clone();
        let others = self
            .memory
            .slots
            .iter()
            .filter(|slot| Some(*slot) != chosen.as_ref())
            .cloned()
            .collect::<Vec<_>>();
        let message = format!("The clinic's site says: \"{}\"", masked(view.label(said), &self.lead));
        Some(Move::Stop(Failure::new(FailureCode::SlotLost, message).with_choices(others)))
    }

    /// The site did not take the details. A phone number is written another way once more; anything else is the patient's to mend.
    pub(super) fn heed_a_complaint(&mut self, view: &View<'_>) -> Option<Move> {
        let before = self.memory.complaints_before.clone()?;
        if contact_fields(view).is_empty() {
            // The form is gone, so it was taken.
            self.memory.complaints_before = None;
            return None;
        }
        // Texts of another page were there before the details came to it.
        let is_another_page = kinds_of_fields(view) != self.memory.sent_from;
        let now: Vec<At> =
            complaints(view).into_iter().filter(|at| !is_another_page || is_marked(view, *at)).collect();
        // A complaint that goes away and comes back is a new one.
        let still: HashSet<String> =
            now.iter().map(|at| view.label(*at).to_owned()).filter(|text| before.contains(text)).collect();
        self.memory.complaints_before = Some(still);
        let said = now
            .into_iter()
            .find(|at| !before.contains(view.label(*at)) && !complaint(view, *at).is_empty())?;
        let words_of_site = complaint(view, said);
        if words::says_any(words_of_site, words::SITE_BROKEN) {
            return self.press_on_after_a_fault(view, words_of_site);
        }
        if is_about_the_phone(view, said) && self.another_phone_style(view) {
            self.memory.complaints_before = None;
            return None;
        }
        Some(self.rejected(words_of_site))
    }

    /// What the page complains about beside the patient's details, when it does not go on.
    pub(super) fn standing_complaint(&self, view: &View<'_>) -> Option<Move> {
        let fields = !contact_fields(view).is_empty();
        let said = complaints(view).into_iter().map(|at| complaint(view, at));
        said.into_iter().find(|words| fields && !words.is_empty()).map(|said| self.rejected(said))
    }

    fn rejected(&self, said: &str) -> Move {
        let said = masked(said, &self.lead);
        let message = format!("The clinic's site did not take the patient's details: \"{said}\"");
        Move::Stop(Failure::new(FailureCode::SiteRejectedContact, message))
    }

    /// The site broke down by itself: the same control is pressed once more after a while.
    fn press_on_after_a_fault(&mut self, view: &View<'_>, said: &str) -> Option<Move> {
        let control = self.advancing_control(view, self.step, view.scope())?;
        let deed =
            Deed::new(self.step, format!("press \"{}\" after a fault of the site", view.label(control)));
        self.press(view, control, deed).or_else(|| {
            let message = format!("The clinic's site failed: \"{}\"", masked(said, &self.lead));
            Some(Move::Stop(Failure::new(FailureCode::SiteUnreachable, message)))
        })
    }

    /// Notes what the page complains about before the details are sent.
    pub(super) fn note_complaints(&mut self, view: &View<'_>) {
        let before: HashSet<String> =
            complaints(view).into_iter().map(|at| view.label(at).to_owned()).collect();
        self.memory.complaints_before = Some(before);
        self.memory.sent_from = kinds_of_fields(view);
    }
}

/// Fields marked as wrong, alerts, and short texts that read like a complaint.
fn complaints(view: &View<'_>) -> Vec<At> {
    let is_complaint = |at: &At| {
        let node = view.node(*at);
        let wrong_field = node.field.is_some() && node.invalid;
        let says = |phrases| view.says_any(*at, phrases);
        let short = view.label(*at).len() < 200;
        let alert = matches!(node.role.as_str(), "alert" | "status") && short;
        let text = matches!(node.role.as_str(), "text" | "alert" | "status" | "generic")
            && short
            && !view.is_surrounding(*at);
        wrong_field
            || alert && (says(words::SEVERITY) || node.role == "alert")
            || text && (says(words::SEVERITY) || says(words::SITE_BROKEN))
    };
    view.scope().filter(is_complaint).collect()
}

/// Whether the page itself marks the complaint as one. Boxes of plain news are alerts to some pages.
fn is_marked(view: &View<'_>, at: At) -> bool {
    let complains = || view.says_any(at, words::SEVERITY) || view.says_any(at, words::SITE_BROKEN);
    view.field(at).is_some() || view.role(at) == "alert" && complains()
}

fn kinds_of_fields(view: &View<'_>) -> Vec<FieldKind> {
    contact_fields(view).into_iter().map(|(_, kind)| kind).collect()
}

/// The site's own words: beside a wrong field, what describes it.
fn complaint<'page>(view: &View<'page>, at: At) -> &'page str {
    match view.field(at) {
        None => view.label(at),
        Some(facts) if !facts.error.is_empty() => &facts.error,
        Some(facts) if words::says_any(&facts.description, words::SEVERITY) => &facts.description,
        Some(_) => "",
    }
}

fn is_about_the_phone(view: &View<'_>, at: At) -> bool {
    let of_phone = view.field(at).is_some_and(|facts| field_kind(facts, view.label(at)) == FieldKind::Phone);
    of_phone
        || words::says_any(
            complaint(view, at),
            &["phone", "number", "mobile", "country code", "telefono", "numero", "prefijo", "telephone"],
        )
}

fn tells_of_a_loss(view: &View<'_>, at: At) -> bool {
    view.says_any(at, words::SLOT_LOST)
        && view.label(at).split_inclusive(['.', '!', '?']).any(sentence_tells_of_a_loss)
}

/// Not one that asks ("Already booked?"), supposes ("If your time has been taken") or speaks of money ("once payment has been taken").
fn sentence_tells_of_a_loss(sentence: &str) -> bool {
    const SUPPOSES: &[&str] = &["if", "once", "when", "unless", "si", "cuando", "quand"];
    let supposes =
        Words::of(sentence).as_slice().first().is_some_and(|word| SUPPOSES.contains(&word.as_str()));
    let of_money = words::says_any(sentence, words::MONEY);
    let says =
        |phrase: &&str| words::says_any(sentence, &[phrase]) && !(of_money && *phrase == "has been taken");
    !sentence.ends_with('?') && !supposes && words::SLOT_LOST.iter().any(says)
}

fn is_notice(view: &View<'_>, at: At) -> bool {
    view.label(at).len() < 200 && !view.is_surrounding(at) && !matches!(view.role(at), "button" | "link")
}
