//! Filling in the patient's details: finds the fields, writes what each wants, reads every value back and writes it again where it was lost.

use super::memory::Leave;
use super::moves::{Action, ActionKind, Move, Typing, WaitFor};
use super::view::{At, View};
use super::{Deed, Flow, words};
use crate::contact::{FieldKind, Phone, are_of_another, country_option, field_kind, took};
use crate::outcome::{Failure, FailureCode};
use crate::session::Step;

impl Flow {
    pub(super) fn fill_in_the_contact(&mut self, view: &View<'_>) -> Option<Move> {
        let fields = contact_fields(view);
        if let Some(stop) = self.missing_last_name(view, &fields) {
            return Some(stop);
        }
        if let Some(next) = self.choose_the_country(view) {
            return Some(next);
        }
        let open: Vec<_> =
            fields.iter().copied().filter(|(at, kind)| !self.is_filled(view, *at, *kind)).collect();
        let mut actions = Vec::new();
        let mut waiting = None;
        for (at, kind) in open {
            match self.fill(view, at, kind) {
                Ok(action) => actions.push(action),
                Err(wait) => waiting = waiting.or(wait),
            }
        }
        if actions.is_empty() {
            return waiting;
        }
        self.memory.contact_typed = true;
        Some(Move::Act(actions))
    }

    fn fill(&mut self, view: &View<'_>, at: At, kind: FieldKind) -> Result<Action, Option<Move>> {
        let step = step_of(kind);
        self.step = step;
        let (text, style) = self.text_for(view, at, kind);
        let deed = Deed::new(step, format!("fill in {}", name_of(kind)))
            .at(&format!("{}|{style}", view.place_of(at)));
        match self.memory.ask(&deed.key, deed.patience, view.is_busy(), view.now) {
            Leave::Granted => {
                // Masks that count keys lose what arrives in one piece; what a field lost the first time is typed key by key.
                let again = view.node(at).filled;
                let typing =
                    if kind == FieldKind::Phone || again { Typing::KeyByKey } else { Typing::AtOnce };
                let kind = ActionKind::Fill { text, typing };
                Ok(Action { step, target: view.target(at), kind, purpose: deed.purpose, key: deed.key })
            }
            Leave::NotBefore(until) => {
                Err(Some(Move::Wait(WaitFor { what: format!("the field to keep {}", name_of(kind)), until })))
            }
            Leave::Exhausted if kind == FieldKind::Phone && self.another_phone_style(view) => {
                self.fill(view, at, kind)
            }
            Leave::Exhausted if kind == FieldKind::Notes => Err(None),
            Leave::Exhausted => {
                let message = format!("The clinic's site did not keep {} in its field.", name_of(kind));
                Err(Some(Move::Stop(Failure::new(FailureCode::SiteRejectedContact, message))))
            }
        }
    }

    /// The text for a field, and a number that tells ways of writing it apart.
    fn text_for(&self, view: &View<'_>, at: At, kind: FieldKind) -> (String, usize) {
        let lead = &self.lead;
        let text = match kind {
            FieldKind::FirstName => lead.first_name.clone(),
            FieldKind::LastName => lead.last_name.clone(),
            FieldKind::FullName => format!("{} {}", lead.first_name, lead.last_name).trim().to_owned(),
            FieldKind::Email => lead.email.clone(),
            FieldKind::Notes => lead.notes.clone().unwrap_or_default(),
            FieldKind::Phone => {
                let styles = self.phone_styles(view, at);
                let index = self.memory.phone_style.min(styles.len() - 1);
                return (Phone::parse(&lead.phone).written(styles[index]), index);
            }
            _ => String::new(),
        };
        (text, 0)
    }

    fn is_filled(&self, view: &View<'_>, at: At, kind: FieldKind) -> bool {
        let node = view.node(at);
        let (text, _) = self.text_for(view, at, kind);
        let meant = if kind == FieldKind::Phone { self.lead.phone.as_str() } else { text.as_str() };
        let shown = node.value.as_deref().unwrap_or_default();
        if kind == FieldKind::Phone
            && self.memory.phone_style > 0
            && !self.memory.has_done(&self.phone_key(view, at))
        {
            return false;
        }
        text.is_empty() || took(kind, meant, shown)
    }

    fn phone_key(&self, view: &View<'_>, at: At) -> String {
        let (_, style) = self.text_for(view, at, FieldKind::Phone);
        Deed::new(Step::Phone, format!("fill in {}", name_of(FieldKind::Phone)))
            .at(&format!("{}|{style}", view.place_of(at)))
            .key
    }

    fn phone_styles(&self, view: &View<'_>, at: At) -> Vec<crate::contact::PhoneStyle> {
        let facts = view.field(at).cloned().unwrap_or_default();
        Phone::parse(&self.lead.phone).styles(&facts, country_field(view).is_some())
    }

    /// Turns to the next way of writing the phone number, if there is one.
    pub(super) fn another_phone_style(&mut self, view: &View<'_>) -> bool {
        let Some((at, _)) = contact_fields(view).into_iter().find(|(_, kind)| *kind == FieldKind::Phone)
        else {
            return false;
        };
        let more = self.memory.phone_style + 1 < self.phone_styles(view, at).len();
        if more {
            self.memory.phone_style += 1;
            // The number is sent again with the same control.
            self.memory.forget("press ");
        }
        more
    }

    fn choose_the_country(&mut self, view: &View<'_>) -> Option<Move> {
        let at = country_field(view)?;
        let options = &view.field(at)?.options;
        let phone = Phone::parse(&self.lead.phone);
        let fitting = country_option(&phone, options)?;
        let selected = options.iter().find(|option| option.selected);
        let fits_already =
            selected.is_some_and(|option| country_option(&phone, std::slice::from_ref(option)).is_some());
        if fits_already {
            return None;
        }
        let kind = ActionKind::Select { value: fitting.value.clone() };
        self.act(view, at, kind, Deed::new(Step::Phone, "choose the country of the phone number"))
            .or_else(|| Some(self.site_changed(view, "a way to choose the country of the phone number")))
    }

    fn missing_last_name(&mut self, view: &View<'_>, fields: &[(At, FieldKind)]) -> Option<Move> {
        let required =
            fields.iter().any(|(at, kind)| *kind == FieldKind::LastName && view.node(*at).required);
        if !required || !self.lead.last_name.trim().is_empty() {
            return None;
        }
        self.step = Step::Details;
        let message = "The clinic's site requires a last name, and none was given.";
        Some(Move::Stop(Failure::new(FailureCode::SiteRejectedContact, message)))
    }
}

/// The fields for the patient's details that can be written to.
pub(super) fn contact_fields(view: &View<'_>) -> Vec<(At, FieldKind)> {
    let kind = |at: At| {
        let facts = view.field(at).filter(|facts| !facts.card && facts.options.is_empty())?;
        let is_text =
            !matches!(facts.input_type.as_str(), "radio" | "checkbox" | "search" | "password" | "file");
        let kind = field_kind(facts, view.label(at));
        let ours = matches!(
            kind,
            FieldKind::FirstName
                | FieldKind::LastName
                | FieldKind::FullName
                | FieldKind::Email
                | FieldKind::Phone
                | FieldKind::Notes
        );
        let can_be = is_text && ours && !view.node(at).disabled;
        (can_be && !is_beside_the_booking(view, at, kind)).then_some((at, kind))
    };
    let mut fields: Vec<(At, FieldKind)> = view.scope().filter_map(kind).collect();
    if !fields.iter().any(|(_, kind)| *kind == FieldKind::Notes) && !fields.is_empty() {
        fields.extend(nameless_text(view).map(|at| (at, FieldKind::Notes)));
    }
    fields
}

/// The only text area of a form that says nothing of itself is for whatever the patient wants to say.
fn nameless_text(view: &View<'_>) -> Option<At> {
    let is_nameless = |at: &At| {
        view.field(*at).is_some_and(|facts| {
            facts.input_type == "textarea" && view.label(*at).is_empty() && facts.placeholder.is_empty()
        })
    };
    let mut found = view.scope().filter(|at| is_nameless(at) && !view.is_surrounding(*at));
    found.next().filter(|at| found.next().is_none() && !view.node(*at).disabled)
}

/// Fields of the page's frame, of a newsletter, of somebody else than the patient.
fn is_beside_the_booking(view: &View<'_>, at: At, kind: FieldKind) -> bool {
    let is_anothers = |at: At| {
        // Its name alone: what else is written in a form may speak of anybody.
        let name = &view.node(at).name;
        matches!(view.role(at), "group" | "form" | "region" | "complementary")
            && (are_of_another(name) || words::says_any(name, words::NEWSLETTER))
    };
    view.is_surrounding(at)
        || view.says_any(at, words::NEWSLETTER)
        || kind != FieldKind::Notes && view.ancestors(at).any(is_anothers)
        || kind == FieldKind::Email && is_for_a_newsletter(view, at)
}

/// A box of a heading, an address and a button.
fn is_for_a_newsletter(view: &View<'_>, at: At) -> bool {
    let ends = |at: &At| view.field(*at).is_some() || view.role(*at) == "button";
    let button = (at + 1..view.scope().end).find(ends).filter(|at| view.role(*at) == "button");
    let heading = (0..at).rev().find(|at| ends(at) || view.is_heading(*at)).filter(|at| view.is_heading(*at));
    [button, heading].into_iter().flatten().any(|at| view.says_any(at, words::NEWSLETTER))
}

fn country_field(view: &View<'_>) -> Option<At> {
    let is_country = |at: &At| {
        view.field(*at).is_some_and(|facts| {
            facts.options.len() > 1 && field_kind(facts, view.label(*at)) == FieldKind::PhoneCountry
        })
    };
    view.scope().find(is_country)
}

fn step_of(kind: FieldKind) -> Step {
    if kind == FieldKind::Phone { Step::Phone } else { Step::Details }
}

fn name_of(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::FirstName => "the first name",
        FieldKind::LastName => "the last name",
        FieldKind::FullName => "the name",
        FieldKind::Email => "the e-mail address",
        FieldKind::Phone => "the phone number",
        FieldKind::Notes => "the notes",
        _ => "a field",
    }
}
