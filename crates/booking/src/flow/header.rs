//! Which month a calendar shows: told in one piece, in two that stand beside each other, or by selects. Knows nothing of its days.

use super::view::{At, View};
use crate::calendar::{Month, month_header, month_of};
use crate::matching::Words;

/// Where a calendar names its month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    pub(super) at: At,
    pub(super) month: Month,
}

/// The month header that belongs to the first day: the nearest before it, else the nearest behind. A link to another month is none.
pub(super) fn header(view: &View<'_>, first: At) -> Option<Header> {
    let month = |at: At| month_at(view, at).map(|month| Header { at, month });
    let told = |at: &At| !matches!(view.role(*at), "button" | "link");
    let before = || (0..first).rev();
    let told_anywhere = before().filter(told).find_map(month);
    told_anywhere.or_else(|| before().find_map(month)).or_else(|| view.all().skip(first).find_map(month))
}

/// The nearest name of a month before the first day, without any year. A booking calendar does not look back: of the months of that
/// name it is the next to come, or the one that has just gone.
pub(super) fn header_without_a_year(view: &View<'_>, first: At) -> Option<Header> {
    let today = Month::of(view.now.to_zoned(jiff::tz::TimeZone::UTC).date());
    let month = |at: At| {
        let month = month_alone(view, at).filter(|_| is_told_in_full(view, at))?;
        let years = today.year - 1..=today.year + 1;
        let mut months = years.map(|year| Month { year, month });
        Some(Header { at, month: months.find(|month| today.until(*month) >= -1)? })
    };
    (0..first).rev().find_map(month)
}

fn month_at(view: &View<'_>, at: At) -> Option<Month> {
    month_header(said(view, at)).or_else(|| month_beside_its_year(view, at))
}

/// "February" and "2026". One of a row of months is no header.
fn month_beside_its_year(view: &View<'_>, at: At) -> Option<Month> {
    let month = month_alone(view, at)?;
    let end = view.all().next_back().map_or(0, |last| last + 1);
    let (before, behind) = (at.checked_sub(1), at + 1..end.min(at + 3));
    if before.into_iter().chain(behind.clone().take(1)).any(|at| month_alone(view, at).is_some()) {
        return None;
    }
    let year = behind.chain(before).find_map(|at| year_alone(said(view, at)))?;
    Some(Month { year, month })
}

/// What a node shows: of a select the option that is selected.
fn said<'page>(view: &View<'page>, at: At) -> &'page str {
    let selected = view.field(at).and_then(|facts| facts.options.iter().find(|option| option.selected));
    selected.map_or_else(|| view.label(at), |option| option.label.as_str())
}

fn month_alone(view: &View<'_>, at: At) -> Option<i8> {
    let text = said(view, at);
    if text.len() > 20 {
        return None;
    }
    match Words::of(text).as_slice() {
        [only] => month_of(only),
        _ => None,
    }
}

fn year_alone(text: &str) -> Option<i16> {
    text.trim().parse().ok().filter(|year| (2000..2200).contains(year))
}

/// "mar" over a column is a Tuesday, and a link to January no header of February.
fn is_told_in_full(view: &View<'_>, at: At) -> bool {
    let is_select = view.field(at).is_some_and(|facts| !facts.options.is_empty());
    let is_text = matches!(view.role(at), "text" | "heading") && !view.node(at).clickable;
    let is_long = view.label(at).chars().count() > 3 || matches!(view.folded(at), "may" | "mai");
    is_select || is_text && is_long
}
