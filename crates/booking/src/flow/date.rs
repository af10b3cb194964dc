//! Choosing the day: turns the calendar to the month, presses the day, and says which days are open where it is not.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::days::{Days, Turn};
use super::moves::{ActionKind, Move, WaitFor};
use super::view::{At, View};
use super::{Deed, Flow, words};
use crate::calendar::{Month, SeenDate, dates_in};
use crate::contact::{FieldKind, field_kind, spaced};
use crate::outcome::{Failure, FailureCode};
use crate::session::Step;

/// How many open days are offered instead of one that is not.
const CHOICES: usize = 5;
/// How long a month may take to show its days.
const MONTH_LIMIT: Duration = Duration::from_secs(15);
/// When a calendar has shown the same open days for so long, the others are closed.
const SETTLED: Duration = Duration::from_millis(1200);
/// A calendar without any open day may be one that has not heard yet which are open.
const NONE_OPEN_LIMIT: Duration = Duration::from_secs(8);
/// Of so few days to come all may well be closed: those of a month that is nearly over.
const FEW: usize = 3;
/// How long a month may take to be turned.
const TURN_PATIENCE: Duration = Duration::from_secs(4);

impl Flow {
    pub(super) fn choose_the_date(&mut self, view: &View<'_>) -> Option<Move> {
        if let Some(next) = self.date_in_a_field(view) {
            return Some(next);
        }
        let wanted = self.request.date;
        let days = Days::read(view, &self.profile, wanted)?;
        self.step = Step::DateTime;
        self.memory.open_days.extend(days.open());
        let settled = self.settles(view, &days);
        match days.of(wanted) {
            Some(day) if !day.open => Some(
                wait_until(view, "the calendar to settle", settled)
                    .unwrap_or_else(|| self.date_unavailable(view, Some(&*days))),
            ),
            Some(day) => self.press_the_day(view, day.at),
            None => self.turn_the_calendar(view, &days, settled),
        }
    }

    /// From when on the calendar is what it looks like: while it loads, all its days and arrows may be disabled.
    fn settles(&mut self, view: &View<'_>, days: &Days) -> Timestamp {
        let open = days.open().collect();
        let since = self.memory.see_the_calendar(days.shown(), open, view.is_busy(), view.now);
        let today = view.now.to_zoned(TimeZone::UTC).date();
        let to_come = days.all.iter().filter(|day| day.date >= today).count();
        let nothing_yet = to_come > FEW && !days.all.iter().any(|day| day.open);
        since + if nothing_yet { NONE_OPEN_LIMIT } else { SETTLED }
    }

    fn press_the_day(&mut self, view: &View<'_>, at: At) -> Option<Move> {
        self.memory.settled("the days of the month");
        self.memory.settled("more open days");
        let chosen = view.is_chosen(at);
        if chosen == Some(true) {
            self.memory.chosen.date = Some(self.request.date.to_string());
            return None;
        }
        if self.memory.chosen.date.is_some() && (chosen.is_none() || self.day_is_answered(view)) {
            return None;
        }
        let next =
            self.press(view, at, Deed::new(Step::DateTime, format!("choose the day {}", self.request.date)));
        match next {
            Some(Move::Act(_)) => {
                self.memory.slots_before = self.slots(view).iter().map(|slot| view.target(slot.at)).collect();
                self.memory.chosen.date = Some(self.request.date.to_string());
                next
            }
            Some(_) => next,
            // It looks open and cannot be chosen: some sites mark a closed day by its colour alone.
            None => {
                self.memory.open_days.remove(&self.request.date);
                Some(self.date_unavailable(view, None))
            }
        }
    }

    /// Whether the page names the day above its times, although the cell does not show that it is chosen.
    fn day_is_answered(&self, view: &View<'_>) -> bool {
        let names_it = |at: At| dates_in(view.label(at)).iter().any(|date| date.may_be(self.request.date));
        let headings = view.scope().filter(|at| view.is_heading(*at));
        headings.into_iter().any(names_it) && !self.slots(view).is_empty()
    }

    fn turn_the_calendar(&mut self, view: &View<'_>, days: &Days, settled: Timestamp) -> Option<Move> {
        let wanted = self.request.date;
        let turn = days.turn_to(wanted);
        if turn == Turn::None {
            // The month is there, and its days are on their way; where they are not, the day is none of them.
            let limit =
                if days.all.is_empty() || view.is_busy() { MONTH_LIMIT } else { Duration::from_secs(2) };
            return self
                .wait(view, "the days of the month", limit)
                .or_else(|| Some(self.without_the_day(view, days)));
        }
        let way = if turn == Turn::Forward { "on" } else { "back" };
        let deed = Deed::new(Step::DateTime, format!("turn the calendar {way} from {}", days.shown()));
        let turner = days.month_link(view, wanted).or_else(|| days.turner(view, turn));
        let Some(at) = turner.filter(|at| !view.is_disabled(*at)) else {
            return self
                .await_a_turner(view, days, &deed, settled)
                .or_else(|| Some(self.without_a_turner(view, days)));
        };
        self.memory.settled("a way to turn the calendar");
        self.press(view, at, deed.patient(TURN_PATIENCE))
            .or_else(|| Some(self.date_unavailable(view, Some(days))))
    }

    fn await_a_turner(
        &mut self,
        view: &View<'_>,
        days: &Days,
        deed: &Deed,
        settled: Timestamp,
    ) -> Option<Move> {
        let limit = match () {
            () if days.all.is_empty() => NONE_OPEN_LIMIT,
            () if self.memory.has_done(&deed.key) => TURN_PATIENCE,
            () => Duration::from_millis(800),
        };
        self.wait(view, "a way to turn the calendar", limit)
            .or_else(|| wait_until(view, "a way to turn the calendar", settled))
    }

    /// A calendar of which no day is understood says nothing about this one.
    fn without_the_day(&self, view: &View<'_>, days: &Days) -> Move {
        if days.all.is_empty() && !self.says_there_are_none(view) {
            return self.site_changed(view, "any day in its calendar");
        }
        self.date_unavailable(view, Some(days))
    }

    /// A calendar that has been turned, or can be turned back, ends here. Another may be turned in a way that is not understood.
    fn without_a_turner(&self, view: &View<'_>, days: &Days) -> Move {
        if days.has_a_turner(view) || self.memory.has_done_any("turn the calendar") {
            return self.date_unavailable(view, Some(days));
        }
        self.site_changed(view, "a way to turn its calendar")
    }

    /// A site that has no times for a day may name others that have.
    pub(super) fn note_the_days_named_instead(&mut self, view: &View<'_>) {
        let notices = view.scope().filter(|at| view.says_any(*at, words::NO_TIMES));
        let dates = notices.flat_map(|at| dates_in(view.label(at)));
        self.memory.open_days.extend(dates.filter_map(SeenDate::exact));
    }

    /// Says so, with the nearest open days seen on the way.
    pub(super) fn date_unavailable(&self, _view: &View<'_>, days: Option<&Days>) -> Move {
        let wanted = self.request.date;
        let mut open: Vec<Date> =
            self.memory.open_days.iter().copied().filter(|date| *date != wanted).collect();
        open.sort_by_key(|date| wanted.until(*date).map_or(i32::MAX, |span| span.get_days().abs()));
        open.truncate(CHOICES);
        open.sort();
        let beyond = days.and_then(|days| days.month).is_some_and(|month| month.until(Month::of(wanted)) > 0);
        let why =
            if beyond { "lies beyond the days that the clinic takes bookings for" } else { "is not open" };
        let failure = Failure::new(FailureCode::DateUnavailable, format!("The day {wanted} {why}."));
        Move::Stop(failure.with_choices(open.iter().map(Date::to_string)))
    }

    /// A native date field, or a select of days. Once the time is chosen, any that comes asks for something else.
    fn date_in_a_field(&mut self, view: &View<'_>) -> Option<Move> {
        if self.memory.chosen.time.is_some() {
            return None;
        }
        let at = view.scope().find(|at| is_date_field(view, *at))?;
        self.step = Step::DateTime;
        let wanted = self.request.date;
        let node = view.node(at);
        let facts = view.field(at)?;
        if facts.options.is_empty() {
            if node.value.as_deref() == Some(wanted.to_string().as_str()) {
                self.memory.chosen.date = Some(wanted.to_string());
                return None;
            }
            let next = self.act(
                view,
                at,
                ActionKind::SetDate(wanted),
                Deed::new(Step::DateTime, format!("set the day {wanted}")),
            );
            return next.or_else(|| Some(self.date_unavailable(view, None)));
        }
        self.date_in_a_select(view, at)
    }

    fn date_in_a_select(&mut self, view: &View<'_>, at: At) -> Option<Move> {
        let wanted = self.request.date;
        let options = &view.field(at)?.options;
        let says = |text: &str| dates_in(text).iter().any(|date| date.may_be(wanted));
        let known = options
            .iter()
            .filter(|option| !option.disabled)
            .filter_map(|option| option.value.parse::<Date>().ok());
        self.memory.open_days.extend(known);
        match options.iter().find(|option| says(&option.value) || says(&option.label)) {
            None => Some(self.date_unavailable(view, None)),
            Some(option) if option.disabled => Some(self.date_unavailable(view, None)),
            Some(option) if option.selected => {
                self.memory.chosen.date = Some(option.label.clone());
                None
            }
            Some(option) => {
                let kind = ActionKind::Select { value: option.value.clone() };
                self.act(view, at, kind, Deed::new(Step::DateTime, format!("choose the day {wanted}")))
                    .or_else(|| Some(self.site_changed(view, "a way to choose the day")))
            }
        }
    }
}

fn wait_until(view: &View<'_>, what: &str, until: Timestamp) -> Option<Move> {
    (view.now < until).then(|| Move::Wait(WaitFor { what: what.to_owned(), until }))
}

/// A field for the day of the appointment: not the patient's birthday, and not the day of an earlier visit.
fn is_date_field(view: &View<'_>, at: At) -> bool {
    let Some(facts) = view.field(at) else { return false };
    let label = view.label(at);
    if facts.autocomplete.split_whitespace().any(|token| token.starts_with("bday")) {
        return false;
    }
    let (name, id) = (spaced(&facts.name), spaced(&facts.id));
    if [label, &name, &id].iter().any(|said| words::says_any(said, words::OTHER_DATES)) {
        return false;
    }
    let dated = facts
        .options
        .iter()
        .filter(|option| !dates_in(&option.value).is_empty() || !dates_in(&option.label).is_empty())
        .count();
    field_kind(facts, label) == FieldKind::Date && facts.options.is_empty() || dated >= 2
}
