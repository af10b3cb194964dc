//! A page as the flow reads it: all visible frames in one list, with what lies within what. Knows nothing of bookings.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::days::Days;
use super::moves::Target;
use super::words;
use crate::matching::{fold, same};
use crate::observation::{FieldFacts, FrameObservation, Node, PageObservation};

/// The index of a node in a [`View`].
pub(super) type At = usize;

/// One look at a page.
#[derive(Debug)]
pub(super) struct View<'page> {
    pub(super) page: &'page PageObservation,
    /// When the page was seen.
    pub(super) now: Timestamp,
    entries: Vec<Entry<'page>>,
    /// The calendar, once somebody has asked for it, and the date it was read for: several goals look at it.
    calendar: RefCell<Option<(Date, Option<Rc<Days>>)>>,
}

#[derive(Debug)]
struct Entry<'page> {
    frame: &'page FrameObservation,
    node: &'page Node,
    parent: Option<At>,
    /// One past the last descendant: in reading order they follow at once.
    end: At,
    /// The label as texts are compared, once somebody has asked.
    folded: OnceCell<String>,
}

impl<'page> View<'page> {
    pub(super) fn new(page: &'page PageObservation, now: Timestamp) -> Self {
        let mut entries = Vec::new();
        for frame in page.frames.iter().filter(|frame| frame.visible) {
            let base = entries.len();
            entries.extend(frame.nodes.iter().enumerate().map(|(index, node)| Entry {
                frame,
                node,
                parent: node.parent.map(|parent| base + parent),
                end: base + index + 1,
                folded: OnceCell::new(),
            }));
        }
        for at in (0..entries.len()).rev() {
            if let Some(parent) = entries[at].parent {
                entries[parent].end = entries[parent].end.max(entries[at].end);
            }
        }
        Self { page, now, entries, calendar: RefCell::default() }
    }

    /// The part of the page that can be used now: the last open modal dialog, or everything.
    pub(super) fn scope(&self) -> std::ops::Range<At> {
        let modal = self.all().rfind(|at| self.node(*at).modal && self.is_dialog(*at));
        modal.map_or(0..self.entries.len(), |at| at..self.entries[at].end)
    }

    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = At> + use<> {
        0..self.entries.len()
    }

    /// The calendar as it was read for `near` before, or as `read` finds it.
    pub(super) fn calendar(&self, near: Date, read: impl FnOnce() -> Option<Days>) -> Option<Rc<Days>> {
        if let Some((date, known)) = &*self.calendar.borrow()
            && *date == near
        {
            return known.clone();
        }
        let days = read().map(Rc::new);
        self.calendar.replace(Some((near, days.clone())));
        days
    }

    pub(super) fn node(&self, at: At) -> &'page Node {
        self.entries[at].node
    }

    pub(super) fn role(&self, at: At) -> &'page str {
        &self.node(at).role
    }

    /// What a reader would call the node.
    pub(super) fn label(&self, at: At) -> &'page str {
        let node = self.node(at);
        let label = if node.name.trim().is_empty() { &node.text } else { &node.name };
        label.trim()
    }

    /// Whether the label holds one of the phrases.
    pub(super) fn says_any(&self, at: At, phrases: &[&str]) -> bool {
        words::folded_says_any(self.folded(at), phrases)
    }

    /// Whether the label is one of the phrases and nothing else.
    pub(super) fn is_any(&self, at: At, phrases: &[&str]) -> bool {
        phrases.contains(&self.folded(at))
    }

    /// The label as texts are compared.
    pub(super) fn folded(&self, at: At) -> &str {
        self.entries[at].folded.get_or_init(|| fold(self.label(at)))
    }

    /// The node's visible text as it stands on the page, line by line, or its name where it has none.
    pub(super) fn lines(&self, at: At) -> Vec<&'page str> {
        let own = self.node(at).text.trim();
        let mut lines: Vec<&str> = own.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        for inner in self.within(at) {
            lines.extend(
                self.node(inner)
                    .text
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty() && !own.contains(*line)),
            );
        }
        if lines.is_empty() { vec![self.label(at)] } else { lines }
    }

    pub(super) fn target(&self, at: At) -> Target {
        Target { frame: self.entries[at].frame.frame.clone(), ref_id: self.node(at).ref_id }
    }

    pub(super) fn frame(&self, at: At) -> &'page FrameObservation {
        self.entries[at].frame
    }

    pub(super) fn is_in_main_frame(&self, at: At) -> bool {
        self.page.frames.first().is_some_and(|main| main.frame == self.frame(at).frame)
    }

    /// The node's descendants in reading order.
    pub(super) fn within(&self, at: At) -> std::ops::Range<At> {
        at + 1..self.entries[at].end
    }

    pub(super) fn ancestors(&self, at: At) -> impl Iterator<Item = At> + '_ {
        std::iter::successors(self.entries[at].parent, |at| self.entries[*at].parent)
    }

    pub(super) fn is_dialog(&self, at: At) -> bool {
        matches!(self.role(at), "dialog" | "alertdialog")
    }

    pub(super) fn is_heading(&self, at: At) -> bool {
        self.role(at) == "heading"
    }

    /// Whether a press on the node is meant to do something, by its role or by its look.
    pub(super) fn is_pressable(&self, at: At) -> bool {
        let node = self.node(at);
        node.clickable
            || matches!(
                node.role.as_str(),
                "button" | "link" | "radio" | "option" | "gridcell" | "tab" | "menuitem" | "menuitemradio"
            )
    }

    /// Whether the node or what it is made of is disabled.
    pub(super) fn is_disabled(&self, at: At) -> bool {
        self.node(at).disabled
            || self.within(at).any(|inner| self.node(inner).disabled && self.is_pressable(inner))
    }

    /// Whether the node is chosen, where it or what it is made of says so.
    pub(super) fn is_chosen(&self, at: At) -> Option<bool> {
        let state = |node: &Node| node.checked.or(node.selected).or(node.pressed);
        state(self.node(at)).or_else(|| self.within(at).find_map(|inner| state(self.node(inner))))
    }

    /// The form field at this node, if it is one.
    pub(super) fn field(&self, at: At) -> Option<&'page FieldFacts> {
        self.node(at).field.as_ref()
    }

    /// Whether the node lies in the page's frame of header, footer or navigation.
    pub(super) fn is_surrounding(&self, at: At) -> bool {
        let outer = |at: At| matches!(self.role(at), "contentinfo" | "banner" | "navigation");
        outer(at) || self.ancestors(at).any(outer)
    }

    /// Whether something says that it is working. A bar that shows how far the patient has come is no such thing.
    pub(super) fn is_busy(&self) -> bool {
        self.all()
            .any(|at| self.node(at).busy || self.says_any(at, words::LOADING) && self.label(at).len() < 80)
    }

    /// Whether a visible text holds one of the phrases.
    pub(super) fn says(&self, phrases: &[String]) -> bool {
        let folded: Vec<String> = phrases.iter().map(|phrase| fold(phrase)).collect();
        let phrases: Vec<&str> =
            folded.iter().map(String::as_str).filter(|phrase| !phrase.is_empty()).collect();
        self.all().any(|at| self.says_any(at, &phrases))
    }

    /// Whether a heading is one of the titles.
    pub(super) fn has_title(&self, titles: &[String]) -> bool {
        !titles.is_empty() && self.scope().any(|at| self.is_title(at, titles))
    }

    fn is_title(&self, at: At, titles: &[String]) -> bool {
        let headed = self.is_heading(at) || self.is_dialog(at) || self.role(at) == "radiogroup";
        headed && titles.iter().any(|title| same(self.label(at), title))
    }

    /// The nearest heading above the node.
    pub(super) fn heading_above(&self, at: At) -> Option<&'page str> {
        (0..at)
            .rev()
            .find(|above| self.is_heading(*above) && self.node(*above).level.is_none_or(|level| level <= 2))
            .map(|above| self.label(above))
    }

    /// What names the place in the site at which a control stands: address, heading above it, fields beside it.
    pub(super) fn place_of(&self, at: At) -> String {
        // Not the query: a single-page app may change it a moment before or after what it shows.
        let path = self.entries[at].frame.url.split(['#', '?']).next().unwrap_or_default();
        let fields: Vec<String> =
            self.scope().filter_map(|at| self.field(at).map(|_| fold(self.label(at)))).collect();
        format!("{path}|{}|{}", self.heading_above(at).map(fold).unwrap_or_default(), fields.join(","))
    }
}
