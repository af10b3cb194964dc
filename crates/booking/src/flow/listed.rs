//! Which day a time on the page belongs to, where days are named among the times: stacked lists of days, weeks in columns.
//! Knows nothing of whether a time is free.

use jiff::civil::Date;

use super::days::Days;
use super::time::Slot;
use super::view::{At, View};
use super::words;
use crate::calendar::{SeenDate, dates_in, month_of};
use crate::matching::Words;
use crate::wall_time::times_in;
use crate::wording::normalise;

/// The day that a time belongs to, as far as the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayOf {
    /// No day is named before it.
    Unsaid,
    Wanted,
    Another,
    /// A row of days is named above it, and it stands below none of them; or it is called "Today" in a list of days.
    Unclear,
}

/// A day that the page names.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: At,
    /// `None` for "Today": where the clinic is, it may be another day.
    date: Option<SeenDate>,
    is_text: bool,
}

/// Notes on each time which day it belongs to: the one named last before it, or right above it where a row names several.
pub(super) fn tell_the_days(view: &View<'_>, days: Option<&Days>, wanted: Date, slots: &mut [Slot]) {
    let marks = marks(view, days, wanted, slots);
    let (mut seen, mut named) = (0, 0..0);
    for slot in slots {
        let before = marks.partition_point(|mark| mark.at < slot.at);
        if before > seen {
            (named, seen) = (seen..before, before);
        }
        slot.day = day_of(view, &marks[named.clone()], slot.at, wanted);
    }
}

/// Leaves out the times of other days, where the page has others.
pub(super) fn keep_those_of_the_day(slots: &mut Vec<Slot>) {
    let any = |day: DayOf| slots.iter().any(|slot| slot.day == day);
    if !any(DayOf::Another) && !any(DayOf::Unclear) {
        return;
    }
    if let Some(own) = [DayOf::Wanted, DayOf::Unsaid].into_iter().find(|day| any(*day)) {
        slots.retain(|slot| slot.day == own);
    }
}

/// Whether the page names the day and says below it that it has no times, while other days have some.
pub(super) fn is_listed_without_times(
    view: &View<'_>,
    days: Option<&Days>,
    wanted: Date,
    slots: &[Slot],
) -> bool {
    let marks = marks(view, days, wanted, slots);
    let is_wanted = |mark: &Mark| mark.date.is_some_and(|date| date.may_be(wanted));
    let Some(place) = marks.iter().position(is_wanted) else { return false };
    let (own, next) = (marks[place].at, marks.get(place + 1).map(|mark| mark.at));
    if next.is_some_and(|next| are_on_one_line(view, own, next)) {
        return false;
    }
    let below = |at: &At| *at > own && next.is_none_or(|next| *at < next);
    view.scope().filter(below).any(|at| says_no_times(view, at))
}

/// Whether a node is a notice that there are no times.
pub(super) fn says_no_times(view: &View<'_>, at: At) -> bool {
    view.says_any(at, words::NO_TIMES) && view.label(at).len() < 200
}

/// The days that are named among the times: those of the calendar only where times stand between them.
fn marks(view: &View<'_>, days: Option<&Days>, wanted: Date, slots: &[Slot]) -> Vec<Mark> {
    let Some(first) = slots.first().map(|slot| slot.at) else { return Vec::new() };
    let between = slots.iter().any(|slot| days.is_some_and(|days| days.contains(slot.at)));
    let after = days.map_or(0, |days| if days.end() <= first { days.end() } else { 0 });
    let in_a_day = |at: At| days.is_some_and(|days| days.contains(at) && !days.parts_at(view, at));
    let told = view.scope().filter(|at| *at >= after && !in_a_day(*at));
    let told = told.filter_map(|at| {
        let date = named(view, at, wanted).map(Some).or_else(|| is_today(view, at).then_some(None))?;
        Some(Mark { at, date, is_text: view.role(at) == "text" })
    });
    let listed = days.into_iter().flat_map(|days| &days.all).filter(|_| between);
    let listed = listed.map(|day| Mark { at: day.at, date: Some(SeenDate::from(day.date)), is_text: false });
    let mut marks: Vec<Mark> = told.chain(listed).collect();
    marks.sort_by_key(|mark| mark.at);
    if marks.iter().all(|mark| mark.date.is_none()) {
        // "Today" over the times of the one day that was chosen.
        marks.clear();
    }
    marks
}

/// Whether a list of days begins a day here without its date. "Mañana" is the morning as well, so it is none of these.
fn is_today(view: &View<'_>, at: At) -> bool {
    matches!(view.role(at), "heading" | "columnheader" | "rowheader" | "term")
        && !view.is_pressable(at)
        && ["today", "tomorrow", "hoy"].contains(&normalise(view.label(at)).as_str())
}

/// The date that a node names, and little else, unless it is the wanted one: "Thu, Feb 5". What can be pressed names nothing that follows.
fn named(view: &View<'_>, at: At, wanted: Date) -> Option<SeenDate> {
    /// "Thursday", "Today, Thursday"; more words make it a sentence.
    const OF_A_TEXT: usize = 2;
    /// "Available times for Thursday".
    const OF_A_HEADING: usize = 4;
    let beside = match view.role(at) {
        "text" => OF_A_TEXT,
        "heading" | "columnheader" | "rowheader" | "cell" | "listitem" | "term" | "group" | "region"
        | "list" | "radiogroup" | "tabpanel" => OF_A_HEADING,
        _ => return None,
    };
    let label = view.label(at);
    if label.len() > 200 || view.is_pressable(at) || view.is_surrounding(at) {
        return None;
    }
    let [date] = dates_in(label)[..] else { return None };
    let of_date = |word: &&String| {
        word.starts_with(|letter: char| letter.is_ascii_digit())
            || month_of(word).is_some()
            || matches!(word.as_str(), "de" | "of" | "the" | "del")
    };
    let others = Words::of(label).as_slice().iter().filter(|word| !of_date(word)).count();
    ((others <= beside || date.may_be(wanted)) && times_in(label).is_empty()).then_some(date)
}

fn day_of(view: &View<'_>, named: &[Mark], slot: At, wanted: Date) -> DayOf {
    let Some(last) = named.iter().rfind(|mark| !mark.is_text).or(named.last()) else { return DayOf::Unsaid };
    let row: Vec<Mark> =
        named.iter().copied().filter(|mark| are_on_one_line(view, mark.at, last.at)).collect();
    let is_row = row.iter().any(|mark| mark.date != last.date);
    let date = if is_row { above(view, &row, slot) } else { last.date };
    match date {
        Some(date) if date.may_be(wanted) => DayOf::Wanted,
        Some(_) => DayOf::Another,
        None => DayOf::Unclear,
    }
}

/// The date of a row whose column the time stands in.
fn above(view: &View<'_>, row: &[Mark], slot: At) -> Option<SeenDate> {
    let mut middles: Vec<f64> = row.iter().map(|mark| middle(view, mark.at)).collect();
    middles.sort_by(f64::total_cmp);
    let gap =
        middles.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 1.0).min_by(f64::total_cmp)?;
    let away = |mark: &Mark| (middle(view, mark.at) - middle(view, slot)).abs();
    let nearest = row.iter().min_by(|one, other| away(one).total_cmp(&away(other)))?;
    nearest.date.filter(|_| away(nearest) <= gap / 2.0)
}

pub(super) fn middle(view: &View<'_>, at: At) -> f64 {
    let rect = view.node(at).rect;
    rect.x + rect.width / 2.0
}

/// Whether two nodes stand beside each other; those without a box do not.
pub(super) fn are_on_one_line(view: &View<'_>, one: At, other: At) -> bool {
    let (one, other) = (view.node(one).rect, view.node(other).rect);
    let apart = (one.y + one.height / 2.0 - other.y - other.height / 2.0).abs();
    apart < one.height.max(other.height) / 2.0
}
