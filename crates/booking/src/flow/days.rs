//! Reads a calendar off the page: which month it shows, which days it has, which of them are open. Decides nothing.

use std::ops::Range;
use std::rc::Rc;

use jiff::civil::Date;

use super::header::{header, header_without_a_year};
use super::listed::{are_on_one_line, middle};
use super::view::{At, View};
use super::words;
use crate::calendar::{Month, SeenDate, dates_in, month_header};
use crate::profile::{Selector, SiteProfile};

/// How far from a calendar, in reading order, what turns it may stand.
const AROUND: usize = 8;

/// A calendar as it stands on the page.
#[derive(Debug)]
pub(super) struct Days {
    /// The month that the header names.
    pub(super) month: Option<Month>,
    header: Option<At>,
    pub(super) all: Vec<Day>,
    /// From the header to the last day, in reading order.
    span: Range<At>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    pub(super) at: At,
    pub(super) date: Date,
    pub(super) open: bool,
}

/// A cell and what it says.
#[derive(Debug, Clone, Copy)]
enum Said {
    Date(Date),
    /// Day and month without a year.
    DayOfMonth(i8, i8),
    Number(i8),
}

impl Days {
    /// The calendar on the page, if there is one; read once per look. `near` settles which year is meant where none is named.
    pub(super) fn read(view: &View<'_>, profile: &SiteProfile, near: Date) -> Option<Rc<Self>> {
        view.calendar(near, || Self::read_anew(view, profile, near))
    }

    fn read_anew(view: &View<'_>, profile: &SiteProfile, near: Date) -> Option<Self> {
        let cells = cells(view, near);
        let grid = view.scope().find(|at| view.role(*at) == "grid");
        let first = cells.first().map(|(at, _)| *at).or(grid)?;
        let last = cells.last().map_or(first, |(at, _)| *at);
        let is_bare = cells.iter().any(|(_, said)| matches!(said, Said::Number(_)));
        let header = header(view, first).or_else(|| header_without_a_year(view, first).filter(|_| is_bare));
        let month = header.map(|header| header.month);
        let start = header.map_or(first, |header| header.at.min(first));
        let linked = cells.iter().any(|(at, _)| link_in(view, *at).is_some());
        let day = |(at, date): (At, Date)| {
            let open = is_open(view, profile, at) && (!linked || can_be_pressed(view, at));
            Day { at: press_at(view, at), date, open }
        };
        let days = dated(&cells, month, near).into_iter().map(day).collect();
        Some(Self { month, header: header.map(|header| header.at), all: days, span: start..last + 1 })
    }

    pub(super) fn of(&self, date: Date) -> Option<Day> {
        let own_month =
            |day: &&Day| day.date == date && self.month.is_none_or(|month| month == Month::of(date));
        self.all.iter().find(own_month).copied()
    }

    pub(super) fn open(&self) -> impl Iterator<Item = Date> + '_ {
        self.all
            .iter()
            .filter(|day| day.open && self.month.is_none_or(|month| month == Month::of(day.date)))
            .map(|day| day.date)
    }

    /// How the calendar has to be turned to show `date`.
    pub(super) fn turn_to(&self, date: Date) -> Turn {
        if let Some(month) = self.month {
            return Turn::from(month.until(Month::of(date)).cmp(&0));
        }
        let (first, last) =
            (self.all.iter().map(|day| day.date).min(), self.all.iter().map(|day| day.date).max());
        match (first, last) {
            (Some(first), _) if date < first => Turn::Back,
            (_, Some(last)) if date > last => Turn::Forward,
            _ => Turn::None,
        }
    }

    /// What the calendar shows now, to tell one turn of it from the next.
    pub(super) fn shown(&self) -> String {
        let first = || self.all.iter().map(|day| day.date).min().map(|day| day.to_string());
        let month = self.month.map(|month| format!("{}-{:02}", month.year, month.month));
        month.or_else(first).unwrap_or_else(|| "these days".to_owned())
    }

    /// The link that names the wanted month, or one on the way there: "March 2026 »".
    pub(super) fn month_link(&self, view: &View<'_>, wanted: Date) -> Option<At> {
        let (shown, wanted) = (self.month?, Month::of(wanted));
        let leads = |at: At| {
            let month = month_header(view.label(at)).filter(|_| is_control(view, at))?;
            let leads_there = shown.until(month) * shown.until(wanted) > 0
                && shown.until(month).abs() <= shown.until(wanted).abs();
            leads_there.then_some((shown.until(month).abs(), at))
        };
        view.scope().filter_map(leads).max_by_key(|(months, _)| *months).map(|(_, at)| at)
    }

    /// The control that turns the calendar, by its name, else by its place.
    pub(super) fn turner(&self, view: &View<'_>, turn: Turn) -> Option<At> {
        self.named_turner(view, turn).or_else(|| self.unnamed_turner(view, turn))
    }

    /// The control beside the header; the page's own "Next" is another.
    fn named_turner(&self, view: &View<'_>, turn: Turn) -> Option<At> {
        /// A strip of days has its arrow behind the last one.
        const BEHIND: usize = 2;
        let (phrases, plain, sure, signs): (&[&str], &[&str], &[&str], &[&str]) = match turn {
            Turn::Forward => (
                words::NEXT_MONTH,
                words::NEXT,
                words::LATER,
                &[
                    ">",
                    "›",
                    "»",
                    "→",
                    "❯",
                    "▶",
                    "chevron_right",
                    "keyboard_arrow_right",
                    "navigate_next",
                    "arrow_forward",
                    "arrow_forward_ios",
                    "arrow_right",
                ],
            ),
            Turn::Back => (
                words::PREVIOUS_MONTH,
                words::PREVIOUS,
                words::EARLIER,
                &[
                    "<",
                    "‹",
                    "«",
                    "←",
                    "❮",
                    "◀",
                    "chevron_left",
                    "keyboard_arrow_left",
                    "navigate_before",
                    "arrow_back_ios",
                    "arrow_back_ios_new",
                    "arrow_left",
                ],
            ),
            Turn::None => return None,
        };
        let controls: Vec<At> = view.scope().filter(|at| is_control(view, *at)).collect();
        let says = |names: &dyn Fn(At) -> bool, range: Range<At>| {
            controls.iter().copied().find(|at| range.contains(at) && names(*at))
        };
        let near = self.span.start.saturating_sub(AROUND)..self.span.end;
        let beside = near.start..near.end + BEHIND;
        says(&|at| view.says_any(at, phrases), 0..usize::MAX)
            .or_else(|| says(&|at| signs.contains(&view.label(at)) || view.is_any(at, sure), beside))
            .or_else(|| says(&|at| view.is_any(at, plain), near))
    }

    /// Whether anything on the page turns the calendar, forward or back.
    pub(super) fn has_a_turner(&self, view: &View<'_>) -> bool {
        let names_another = |month: Month| self.month.is_some_and(|shown| shown != month);
        let leads_to_one =
            |at: At| is_control(view, at) && month_header(view.label(at)).is_some_and(names_another);
        [Turn::Forward, Turn::Back].into_iter().any(|turn| self.turner(view, turn).is_some())
            || view.scope().any(leads_to_one)
    }

    /// Arrows without a name, beside the header: the next one on its right turns forward. Farther ones turn by years.
    fn unnamed_turner(&self, view: &View<'_>, turn: Turn) -> Option<At> {
        let header = self.header?;
        // Where one arrow has a name, the other would have one too.
        if self.named_turner(view, turn.reversed()).is_some_and(|at| are_on_one_line(view, at, header)) {
            return None;
        }
        let near = self.span.start.saturating_sub(AROUND)..self.span.end + AROUND;
        let is_day = |at: At| self.all.first().is_some_and(|day| at >= day.at) && at < self.span.end;
        let is_arrow = |at: &At| {
            is_control(view, *at)
                && view.field(*at).is_none()
                && has_no_name(view.label(*at))
                && !is_day(*at)
                && are_on_one_line(view, *at, header)
        };
        let mut arrows: Vec<At> = view.scope().filter(|at| near.contains(at)).filter(is_arrow).collect();
        arrows.sort_by(|one, other| middle(view, *one).total_cmp(&middle(view, *other)));
        let right = arrows.partition_point(|at| middle(view, *at) < middle(view, header));
        match (turn, arrows.split_at(right)) {
            // Both on one side of the header.
            (Turn::Forward, ([], [_, on]) | ([_, on], [])) => Some(*on),
            (Turn::Back, ([], [back, _]) | ([back, _], [])) => Some(*back),
            (Turn::Forward, (_, [on, ..])) => Some(*on),
            (Turn::Back, ([.., back], _)) => Some(*back),
            _ => None,
        }
    }

    /// One past the last day: the day's times come behind it.
    pub(super) fn end(&self) -> At {
        self.span.end
    }

    pub(super) fn contains(&self, at: At) -> bool {
        self.span.contains(&at)
    }

    /// Whether the node stands between the days and in none of them: days may be listed each with what it has.
    pub(super) fn parts_at(&self, view: &View<'_>, at: At) -> bool {
        let in_day = |day: &Day| day.at == at || view.within(day.at).contains(&at);
        let in_cell = view.ancestors(at).any(|outer| matches!(view.role(outer), "gridcell" | "cell"));
        self.contains(at)
            && self.all.first().is_some_and(|first| first.at < at)
            && !in_cell
            && !self.all.iter().any(in_day)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Forward,
    Back,
    None,
}

impl Turn {
    fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Back,
            Self::Back => Self::Forward,
            Self::None => Self::None,
        }
    }
}

impl From<std::cmp::Ordering> for Turn {
    fn from(order: std::cmp::Ordering) -> Self {
        match order {
            std::cmp::Ordering::Greater => Self::Forward,
            std::cmp::Ordering::Less => Self::Back,
            std::cmp::Ordering::Equal => Self::None,
        }
    }
}

/// The elements that stand for days: cells of a grid or table, or a row of buttons with dates.
fn cells(view: &View<'_>, near: Date) -> Vec<(At, Said)> {
    let mut cells: Vec<(At, Said)> = Vec::new();
    for at in view.scope() {
        if !can_be_a_day(view, at) || cells.iter().any(|(cell, _)| view.within(*cell).contains(&at)) {
            continue;
        }
        if let Some(said) = said(view, at, near) {
            cells.push((at, said));
        }
    }
    let in_grid = |at: At| view.ancestors(at).any(|at| matches!(view.role(at), "grid" | "table"));
    let numbers = cells.iter().filter(|(_, said)| matches!(said, Said::Number(_))).count();
    let bare = numbers < 20;
    cells.retain(|(at, said)| !matches!(said, Said::Number(_)) || !bare || in_grid(*at));
    // One or two buttons with a date in their name are no calendar.
    if cells.len() < 3 { Vec::new() } else { cells }
}

fn can_be_a_day(view: &View<'_>, at: At) -> bool {
    matches!(view.role(at), "gridcell" | "cell" | "button" | "link" | "option" | "radio" | "generic")
        && !view.is_surrounding(at)
        && view.field(at).is_none_or(|facts| facts.input_type == "radio")
}

fn said(view: &View<'_>, at: At, near: Date) -> Option<Said> {
    let node = view.node(at);
    let inner = view.within(at).map(|inner| view.node(inner).name.as_str());
    for text in [node.name.as_str(), node.text.as_str()].into_iter().chain(inner) {
        if text.is_empty() || text.chars().count() > 60 {
            continue;
        }
        if let Ok(number) = text.trim().parse::<i8>() {
            if (1..=31).contains(&number) && !has_full_date(view, at) {
                return Some(Said::Number(number));
            }
            continue;
        }
        match dates_in(text).as_slice() {
            [date] if crate::wall_time::times_in(text).is_empty() => return from_text(*date, near),
            _ => {}
        }
    }
    None
}

/// Whether something in the cell gives the whole date, so that its bare number need not be guessed at.
fn has_full_date(view: &View<'_>, at: At) -> bool {
    view.within(at).chain([at]).any(|inner| !dates_in(&view.node(inner).name).is_empty())
}

fn from_text(date: SeenDate, near: Date) -> Option<Said> {
    match date {
        SeenDate::Named { month, day, year: None } => Some(Said::DayOfMonth(month, day)),
        SeenDate::Numeric { .. } => date.may_be(near).then_some(Said::Date(near)),
        SeenDate::Named { .. } => date.exact().map(Said::Date),
    }
}

fn is_control(view: &View<'_>, at: At) -> bool {
    matches!(view.role(at), "button" | "link") || view.node(at).clickable
}

/// Nothing, or a sign of an icon font.
fn has_no_name(label: &str) -> bool {
    label.chars().all(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter))
}

/// The one control in a cell.
fn link_in(view: &View<'_>, cell: At) -> Option<At> {
    let mut controls = view.within(cell).filter(|at| matches!(view.role(*at), "button" | "link"));
    controls.next().filter(|_| controls.next().is_none())
}

/// Where some days of a table are links or buttons, those that are none cannot be had.
fn can_be_pressed(view: &View<'_>, at: At) -> bool {
    is_control(view, at) || link_in(view, at).is_some() || view.is_chosen(at) == Some(true)
}

/// A grid's cell takes the press itself; in a plain table the link inside has to be met.
fn press_at(view: &View<'_>, at: At) -> At {
    link_in(view, at).filter(|_| view.role(at) == "cell").unwrap_or(at)
}

/// Gives every cell its date. Bare numbers take the header's month; those before its first day and after its last belong to its neighbours.
fn dated(cells: &[(At, Said)], month: Option<Month>, near: Date) -> Vec<(At, Date)> {
    let starts_at = cells.iter().position(|(_, said)| matches!(said, Said::Number(1))).unwrap_or(0);
    let first_is_late =
        cells.first().is_some_and(|(_, said)| matches!(said, Said::Number(number) if *number > 20));
    let mut current =
        month.map(|month| if first_is_late && starts_at > 0 { month.previous() } else { month });
    let mut previous = 0;
    let mut dated = Vec::new();
    for (at, said) in cells {
        let date = match *said {
            Said::Date(date) => Some(date),
            Said::DayOfMonth(month, day) => nearest_year(month, day, near),
            Said::Number(number) => {
                if number < previous {
                    current = current.map(Month::next);
                }
                previous = number;
                current.and_then(|month| month.day(number))
            }
        };
        dated.extend(date.map(|date| (*at, date)));
    }
    dated
}

fn nearest_year(month: i8, day: i8, near: Date) -> Option<Date> {
    let years = [near.year() - 1, near.year(), near.year() + 1];
    let dates = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
    dates.min_by_key(|date| near.until(*date).map_or(i32::MAX, |span| span.get_days().abs()))
}

fn is_open(view: &View<'_>, profile: &SiteProfile, at: At) -> bool {
    let of_profile = |at: At| {
        view.node(at)
            .matches
            .iter()
            .any(|index| profile.selector_means(*index) == Some(Selector::DisabledDay))
    };
    !view.is_disabled(at) && !of_profile(at) && !view.within(at).any(of_profile)
}
