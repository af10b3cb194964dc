//! Reads the services off the page: rows, the categories they stand in, the box that searches them. Decides nothing.

use super::questions::{answers_another, is_about_another};
use super::row_text::{has_details, has_duration, service_name, starts_with_details};
use super::view::{At, View};
use super::{Flow, refusal, words};
use crate::contact::{FieldKind, field_kind};
use crate::profile::Selector;

#[derive(Debug)]
pub(super) struct Row<'page> {
    pub(super) at: At,
    pub(super) name: &'page str,
    pub(super) category: Option<&'page str>,
}

/// A header that opens and closes a list of services.
#[derive(Debug)]
pub(super) struct Category<'page> {
    pub(super) at: At,
    pub(super) name: &'page str,
    pub(super) open: bool,
    /// What is in it although it is closed, where the page lets that be known.
    pub(super) folded: &'page str,
}

impl Flow {
    pub(super) fn rows<'page>(&self, view: &View<'page>) -> Vec<Row<'page>> {
        let titled = view.has_title(&self.profile.service.titles) || is_service_page(view);
        let mut rows: Vec<Row<'_>> = Vec::new();
        for at in view.scope().filter(|at| self.is_row(view, *at, titled)) {
            // The innermost of two nested candidates has the longer path; the outer one was listed first and is what a person presses.
            if !rows.iter().any(|row| view.within(row.at).contains(&at)) {
                rows.push(Row { at, name: row_name(view, at), category: category_above(view, at) });
            }
        }
        rows.retain(|row| !row.name.is_empty());
        rows
    }

    fn is_row(&self, view: &View<'_>, at: At, titled: bool) -> bool {
        let node = view.node(at);
        if node.matches.iter().any(|index| self.profile.selector_means(*index) == Some(Selector::ServiceRow))
        {
            return true;
        }
        let can_be = view.is_pressable(at)
            && node.expanded.is_none()
            && !view.is_surrounding(at)
            && !refusal::refuses_choice(view.label(at));
        let is_text_field =
            view.field(at).is_some_and(|facts| !matches!(facts.input_type.as_str(), "radio" | "checkbox"));
        if !can_be
            || is_text_field
            || view.says_any(at, words::ANYONE)
            || crate::wall_time::slot_time(view.label(at)).is_some()
        {
            return false;
        }
        if view.is_any(at, words::PICK) {
            return titled;
        }
        has_details(&view.lines(at).join(" ")) && (titled || has_duration(&view.lines(at).join(" ")))
            || titled && node.role == "radio" && !answers_another(view, at)
    }

    pub(super) fn categories<'page>(&self, view: &View<'page>) -> Vec<Category<'page>> {
        if !view.has_title(&self.profile.service.titles) && !is_service_page(view) {
            return Vec::new();
        }
        let is_header = |at: &At| {
            matches!(view.role(*at), "button" | "tab")
                && view.node(*at).expanded.is_some()
                && !view.is_surrounding(*at)
        };
        let header = |at: At| Category {
            at,
            name: category_name(view.label(at)),
            open: view.node(at).expanded == Some(true),
            folded: &view.node(at).folded,
        };
        view.scope().filter(is_header).map(header).collect()
    }
}

/// Whether a heading or a search box says that services are chosen here.
fn is_service_page(view: &View<'_>) -> bool {
    let headed = |at: At| {
        (view.is_heading(at) || matches!(view.role(at), "radiogroup" | "group"))
            && !view.is_surrounding(at)
            && view.says_any(at, words::SERVICE)
            && !view.says_any(at, words::PROVIDER)
            && !is_about_another(view.folded(at))
    };
    let offers = |at: At| view.is_pressable(at) && !view.is_surrounding(at);
    view.scope().any(headed) && view.scope().any(offers) && !view.scope().any(|at| view.role(at) == "grid")
}

pub(super) fn search_field(view: &View<'_>) -> Option<At> {
    view.scope().find(|at| {
        view.field(*at).is_some_and(|facts| field_kind(facts, view.label(*at)) == FieldKind::Search)
    })
}

pub(super) fn row_name<'page>(view: &View<'page>, at: At) -> &'page str {
    if view.is_any(at, words::PICK) {
        return name_before(view, at);
    }
    let inner = view
        .within(at)
        .map(|inner| view.label(inner))
        .find(|text| !text.is_empty() && !starts_with_details(text));
    service_name(inner.unwrap_or_else(|| view.label(at)))
}

/// The name of the row that a button "Select" stands in: the first text after the row before.
fn name_before<'page>(view: &View<'page>, at: At) -> &'page str {
    let row =
        view.ancestors(at).find(|at| matches!(view.role(*at), "row" | "listitem" | "article" | "group"));
    let start = row.map_or_else(
        || (0..at).rev().find(|above| view.is_pressable(*above)).map_or(0, |above| above + 1),
        |row| row + 1,
    );
    let texts = (start..at)
        .filter(|inner| matches!(view.role(*inner), "text" | "heading" | "cell" | "gridcell" | "rowheader"));
    texts
        .map(|inner| view.label(inner))
        .find(|text| !text.is_empty() && !starts_with_details(text))
        .map_or("", service_name)
}

fn category_above<'page>(view: &View<'page>, at: At) -> Option<&'page str> {
    let header = (0..at).rev().find(|above| {
        view.node(*above).expanded.is_some() && matches!(view.role(*above), "button" | "tab")
    })?;
    Some(category_name(view.label(header)))
}

/// "Dermal Filler (4)" without the count.
fn category_name(label: &str) -> &str {
    label.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '(' | ')' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_named_without_its_count() {
        assert_eq!(category_name("Dermal Filler (4)"), "Dermal Filler");
    }
}
