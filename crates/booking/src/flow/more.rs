//! What a list keeps back: times of another part of the day, a "Show more". It is brought out before anything counts as missing.

use std::ops::Range;

use super::moves::Move;
use super::view::{At, View};
use super::{Deed, Flow, refusal};
use crate::matching::Words;
use crate::session::Step;
use crate::wall_time::times_in;

/// The hours that parts of the day may hold; sites draw the lines between them differently.
const PARTS_OF_DAY: &[(&str, Range<i32>)] = &[
    ("morning", 0..12),
    ("am", 0..12),
    ("manana", 0..13),
    ("matin", 0..12),
    ("midday", 11..15),
    ("noon", 11..15),
    ("mediodia", 11..16),
    ("midi", 11..15),
    ("afternoon", 12..18),
    ("pm", 12..24),
    ("tarde", 12..21),
    ("evening", 16..24),
    ("night", 17..24),
    ("noche", 18..24),
    ("soir", 17..24),
    ("soiree", 17..24),
];

/// What lists say that they keep back.
const MORE: &[&str] = &["more", "additional", "mas", "plus", "autres"];

/// The same, of lists that are named with it: "See all" alone may be about anything.
const ALL: &[&str] = &["all", "todos", "todas", "tous", "toutes"];

const SHOW: &[&str] = &[
    "show", "see", "view", "load", "the", "mostrar", "ver", "cargar", "los", "las", "afficher", "voir",
    "charger", "de", "les",
];

const MORE_TIMES: &[&str] = &[
    "time",
    "times",
    "slot",
    "slots",
    "hours",
    "openings",
    "appointments",
    "availability",
    "available",
    "options",
    "horas",
    "horarios",
    "citas",
    "disponibles",
    "opciones",
    "horaires",
    "creneaux",
    "heures",
];

const MORE_SERVICES: &[&str] = &[
    "service",
    "services",
    "treatment",
    "treatments",
    "procedures",
    "options",
    "items",
    "results",
    "categories",
    "servicios",
    "tratamientos",
    "opciones",
    "resultados",
    "prestations",
    "soins",
    "resultats",
];

impl Flow {
    /// Turns to the part of the day that the wanted time lies in, where the page shows one part at a time.
    pub(super) fn turn_to_the_part_of_the_day(&mut self, view: &View<'_>) -> Option<Move> {
        let wanted = i32::from(self.request.time.hour());
        let holds = |at: &At| part_of_day(view, *at).is_some_and(|hours| hours.contains(&wanted));
        let part = view.scope().filter(holds).find(|at| can_bring_out(view, *at))?;
        self.bring_out(view, part, Step::DateTime, "")
    }

    /// Looks into whatever else may hold times, one after the other.
    pub(super) fn bring_out_times(&mut self, view: &View<'_>, shown: usize) -> Option<Move> {
        let shown = shown.to_string();
        let offers = |at: &At| part_of_day(view, *at).is_some() || offers_more(view, *at, MORE_TIMES);
        let keeping: Vec<At> = view.scope().filter(offers).filter(|at| can_bring_out(view, *at)).collect();
        keeping.into_iter().find_map(|at| {
            // A part of the day is looked into once; a list that grows is asked for more as long as it does.
            let seen = if part_of_day(view, at).is_some() { "" } else { &shown };
            self.bring_out(view, at, Step::DateTime, seen)
        })
    }

    /// Asks a list of services for the rest of it, as long as it grows.
    pub(super) fn bring_out_services(&mut self, view: &View<'_>, shown: usize) -> Option<Move> {
        let offers = |at: &At| offers_more(view, *at, MORE_SERVICES) && can_bring_out(view, *at);
        let more = view.scope().find(offers)?;
        self.bring_out(view, more, Step::Service, &shown.to_string())
    }

    fn bring_out(&mut self, view: &View<'_>, at: At, step: Step, seen: &str) -> Option<Move> {
        let deed = Deed::new(step, format!("look into \"{}\"", view.label(at))).at(seen);
        if self.memory.has_done(&deed.key) {
            return None;
        }
        // What is shown now is no sign that nothing more comes.
        self.memory.slots_seen.clear();
        for wait in ["more times", "all the times", "times instead of none", "more services"] {
            self.memory.settled(wait);
        }
        self.press(view, at, deed)
    }
}

/// Whether the control is there for this alone, and has not been pressed yet as far as it says.
fn can_bring_out(view: &View<'_>, at: At) -> bool {
    view.is_pressable(at)
        && view.field(at).is_none()
        && !view.is_surrounding(at)
        && !view.is_disabled(at)
        && view.is_chosen(at) != Some(true)
        && view.node(at).expanded != Some(true)
        && !refusal::refuses(view.label(at))
}

/// The hours of a part of the day that the label names and nothing else: "Afternoon", "Evening (3 times)". "2 PM" is a time.
fn part_of_day(view: &View<'_>, at: At) -> Option<Range<i32>> {
    if !times_in(view.label(at)).is_empty() {
        return None;
    }
    let said = Words::of(view.label(at));
    let mut hours = None;
    for word in said.as_slice() {
        match PARTS_OF_DAY.iter().find(|(part, _)| part == word) {
            Some((_, part)) => hours = Some(part.clone()),
            None if is_count(word) || MORE_TIMES.contains(&word.as_str()) => {}
            None => return None,
        }
    }
    hours
}

/// Whether the label says "more" or "all" of what is listed, and nothing else: "Show more times", "+ 5 more". A link may lead elsewhere.
fn offers_more(view: &View<'_>, at: At, of: &[&str]) -> bool {
    let said = Words::of(view.label(at));
    let said: Vec<&str> = said.as_slice().iter().map(String::as_str).collect();
    let says = |words: &[&str]| said.iter().any(|word| words.contains(word));
    let names = says(of) || said.iter().any(|word| is_count(word));
    let known =
        |word: &&str| is_count(word) || [of, MORE, ALL, SHOW].iter().any(|words| words.contains(word));
    view.role(at) != "link" && said.len() > 1 && (says(MORE) || says(ALL) && names) && said.iter().all(known)
}

fn is_count(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_digit())
}
