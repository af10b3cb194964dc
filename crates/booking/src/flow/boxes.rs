//! Lists of a page's own making that are folded into one line: a box, and options that come elsewhere in the document once it is pressed.
//! What the options mean is told by whoever asked for the box.

use std::time::Duration;

use super::moves::Move;
use super::questions::is_about_another;
use super::view::{At, View};
use super::{Deed, Flow};
use crate::matching::fold;
use crate::session::Step;

/// How long the options of a box may take to come, and a box to be enabled.
const LIMIT: Duration = Duration::from_secs(15);

const TIME: &[&str] = &["time", "times", "hora", "horario", "heure", "horaire"];

impl Flow {
    /// Opens the box that is named like one of these, unless it is open. One that does not open is not passed over: what was asked for
    /// is in it.
    pub(super) fn open_a_box(&mut self, view: &View<'_>, named: &[&str], step: Step) -> Option<Move> {
        let at = folded(view, named)?;
        let next = if view.is_disabled(at) {
            self.wait(view, "a list to be enabled", LIMIT)
        } else {
            self.memory.settled("a list to be enabled");
            self.press(view, at, Deed::new(step, format!("open the list \"{}\"", view.label(at))))
        };
        next.or_else(|| Some(self.site_changed(view, "a list that opens")))
    }

    /// Opens the box of times, once there are any. For bookings alone: a box that stays open may go on showing the times of another day.
    pub(super) fn open_the_box_of_times(&mut self, view: &View<'_>) -> Option<Move> {
        let is_ready = folded(view, TIME).is_some_and(|at| !view.is_disabled(at));
        is_ready.then(|| self.open_a_box(view, TIME, Step::DateTime)).flatten()
    }
}

/// Whether there is a box of times on the page.
pub(super) fn has_box_of_times(view: &View<'_>) -> bool {
    is_asked(view, TIME)
}

/// "Please select", "Choose a treatment": what a box shows before anything is chosen.
fn is_placeholder(label: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "please",
        "select a",
        "select your",
        "select one",
        "choose",
        "pick",
        "elige",
        "seleccion",
        "choisi",
    ];
    let label = fold(label);
    label == "select" || BEGINNINGS.iter().any(|beginning| label.starts_with(beginning))
}

/// Whether there is a box of this name.
pub(super) fn is_asked(view: &View<'_>, named: &[&str]) -> bool {
    boxes(view, named).next().is_some()
}

/// The box of this name that is closed.
fn folded(view: &View<'_>, named: &[&str]) -> Option<At> {
    boxes(view, named).find(|at| view.node(*at).expanded == Some(false))
}

/// Whether the box of this name shows its options.
pub(super) fn has_open_box(view: &View<'_>, named: &[&str]) -> bool {
    boxes(view, named).any(|at| view.node(at).expanded == Some(true))
}

/// The options that are shown; a page shows those of one box at a time.
pub(super) fn options(view: &View<'_>) -> Vec<At> {
    let can_be_chosen = |at: &At| !view.is_disabled(*at) && !is_placeholder(view.label(*at));
    view.scope().filter(|at| view.role(*at) == "option").filter(can_be_chosen).collect()
}

/// Boxes that are neither native selects nor fields to type in.
fn boxes(view: &View<'_>, named: &[&str]) -> impl Iterator<Item = At> {
    let is_pressed = |at: At| {
        view.field(at)
            .is_none_or(|facts| matches!(facts.input_type.as_str(), "div" | "button" | "span" | "a"))
    };
    view.scope().filter(move |at| {
        view.role(*at) == "combobox"
            && is_pressed(*at)
            && !view.is_surrounding(*at)
            && view.says_any(*at, named)
            && !is_about_another(view.folded(*at))
    })
}
