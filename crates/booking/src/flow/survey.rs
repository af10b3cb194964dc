//! Reading a calendar without booking: brings it to a day, shows which times the day has, and never chooses one.
//! For visits that only ask for availability; a booking does not come here.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::Flow;
use super::arrival::timezone;
use super::days::{Days, Turn};
use super::moves::Move;
use super::row_text::service_name;
use super::time::Slot;
use super::view::{At, View};
use crate::availability::minutes_in;
use crate::calendar::Month;
use crate::observation::PageObservation;
use crate::outcome::FailureCode;
use crate::wall_time::{Found, slot_time, times_in};

/// When no more times have come for so long, these are all: sites show a day's times in one go.
const SETTLED: Duration = Duration::from_millis(250);
/// How long the calendar may take to come.
const CALENDAR_LIMIT: Duration = Duration::from_secs(15);

/// What a look at the calendar came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Looked {
    /// There is something to do or to wait for first.
    NotYet(Move),
    /// The day's times, and whether each is free.
    Times(Vec<(Time, bool)>),
    /// The day cannot be chosen.
    Closed,
    /// The calendar does not turn beyond this month.
    Beyond(Month),
}

/// What a page says by the way.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Noted {
    pub(crate) providers: Vec<String>,
    pub(crate) timezone: Option<String>,
    /// Services and the minutes they take.
    pub(crate) minutes: Vec<(String, i64)>,
}

impl Flow {
    /// From now on `date` is the day that is looked at.
    pub(crate) fn turn_to_day(&mut self, date: Date) {
        self.request.date = date;
        let memory = &mut self.memory;
        (memory.chosen.date, memory.chosen.time) = (None, None);
        memory.slots_seen.clear();
        memory.times_elsewhere.clear();
        memory.slots_elsewhere.clear();
        for deed in ["choose the day", "set the day", "turn the calendar", "look into"] {
            memory.forget(deed);
        }
        for wait in [
            "the calendar",
            "the days of the month",
            "a way to turn the calendar",
            "the times of the day",
            "times instead of none",
            "all the times",
        ] {
            memory.settled(wait);
        }
    }

    /// Looks for the times of the day that was turned to.
    pub(crate) fn look_at_day(&mut self, seen: &PageObservation, now: Timestamp) -> Looked {
        let view = View::new(seen, now);
        let first = self.wait_for_content(&view).or_else(|| self.clear_obstacles(&view));
        match first.or_else(|| self.choose_the_date(&view)) {
            Some(next) => self.unless_closed(&view, next),
            None if self.memory.chosen.date.is_none() => {
                let wait = self.wait(&view, "the calendar", CALENDAR_LIMIT);
                Looked::NotYet(wait.unwrap_or_else(|| self.site_changed(&view, "a calendar")))
            }
            None => self.times_of_day(&view),
        }
    }

    /// What the page says by the way: who there is, how long services take, in which zone.
    pub(crate) fn noted(&self, seen: &PageObservation, now: Timestamp) -> Noted {
        let view = View::new(seen, now);
        let entries = self.provider_entries(&view);
        let providers = entries.into_iter().map(|at| view.label(at)).filter(|name| !self.is_anyone(name));
        let minutes = view.all().filter(|at| view.is_pressable(*at)).filter_map(|at| {
            let said = view.lines(at).join(" ");
            let minutes = minutes_in(&said).or_else(|| minutes_in(view.label(at)))?;
            let name = super::menu::row_name(&view, at);
            Some((service_name(name).to_owned(), minutes))
        });
        Noted {
            providers: providers.map(str::to_owned).collect(),
            minutes: minutes.collect(),
            timezone: timezone(&view),
        }
    }

    /// The provider that the chosen service's row names, where it names just one.
    pub(crate) fn only_provider(&self) -> Option<String> {
        self.memory.only_provider.clone()
    }

    fn times_of_day(&mut self, view: &View<'_>) -> Looked {
        if let Some(times) = times_in_a_select(view) {
            return self.once_settled(view, times);
        }
        let slots = self.slots(view);
        if slots.is_empty() || self.are_of_another_day(view, &slots) {
            let wait = self.await_the_slots(view, &slots);
            let next = wait.unwrap_or_else(|| self.site_changed(view, "any times for the day"));
            let elsewhere = &self.memory.times_elsewhere;
            return match self.unless_closed(view, next) {
                // A part of the day without times is no closed day.
                Looked::Closed if !elsewhere.is_empty() => Looked::Times(elsewhere.clone()),
                looked => looked,
            };
        }
        self.memory.settled("the times of the day");
        let mut times: Vec<(Time, bool)> = slots.iter().map(|slot| (slot.time, slot.open)).collect();
        times.extend(taken(view, &slots).into_iter().map(|time| (time, false)));
        times.sort_by_key(|(time, _)| *time);
        self.once_settled(view, times)
    }

    fn once_settled(&mut self, view: &View<'_>, times: Vec<(Time, bool)>) -> Looked {
        let seen: Vec<String> = times.iter().map(|(time, free)| format!("{time} {free}")).collect();
        let shown = times.len();
        if seen != self.memory.slots_seen {
            self.memory.slots_seen = seen;
            self.memory.settled("all the times");
        }
        if let Some(wait) = self.wait(view, "all the times", SETTLED) {
            return Looked::NotYet(wait);
        }
        let known = &mut self.memory.times_elsewhere;
        known.extend(times);
        known.sort_unstable();
        known.dedup_by_key(|(time, _)| *time);
        match self.bring_out_times(view, shown) {
            Some(next) => Looked::NotYet(next),
            None => Looked::Times(self.memory.times_elsewhere.clone()),
        }
    }

    /// A day that a booking would fail at is an answer here.
    fn unless_closed(&self, view: &View<'_>, next: Move) -> Looked {
        match next {
            Move::Stop(failure) if self.is_out_of_reach(view, failure.code) => {
                let wanted = Month::of(self.request.date);
                let shown = Days::read(view, &self.profile, self.request.date).and_then(|days| days.month);
                shown.filter(|shown| shown.until(wanted) > 0).map_or(Looked::Closed, Looked::Beyond)
            }
            next => Looked::NotYet(next),
        }
    }

    /// What has been read of a calendar that cannot be turned stands, and the rest is not asked for.
    fn is_out_of_reach(&self, view: &View<'_>, code: FailureCode) -> bool {
        let cannot_be_turned = |days: &Days| {
            !days.all.is_empty() && days.turn_to(self.request.date) != Turn::None && !days.has_a_turner(view)
        };
        let days = || Days::read(view, &self.profile, self.request.date);
        code == FailureCode::DateUnavailable
            || code == FailureCode::SiteChanged && days().is_some_and(|days| cannot_be_turned(&days))
    }
}

/// The times beside the free ones that cannot be pressed: bare times in the same place, and no opening hours in a text.
fn taken(view: &View<'_>, slots: &[Slot]) -> Vec<Time> {
    let place = |at| (view.target(at).frame, view.node(at).parent);
    let places: Vec<_> = slots.iter().map(|slot| place(slot.at)).collect();
    let listed = |at: &At| slots.iter().any(|slot| slot.at == *at || view.within(slot.at).contains(at));
    view.scope()
        .filter(|at| view.role(*at) == "text" && !view.is_pressable(*at) && !listed(at))
        .filter(|at| places.contains(&place(*at)))
        .filter_map(|at| bare_time(view.label(at)))
        .collect()
}

fn bare_time(label: &str) -> Option<Time> {
    let [only]: [Found; 1] = times_in(label).try_into().ok()?;
    (only.range == (0..label.len())).then_some(only.time)
}

fn times_in_a_select(view: &View<'_>) -> Option<Vec<(Time, bool)>> {
    let times = |at| -> Option<Vec<(Time, bool)>> {
        let options = &view.field(at)?.options;
        let timed = options.iter().filter_map(|option| Some((slot_time(&option.label)?, !option.disabled)));
        Some(timed.collect()).filter(|times: &Vec<_>| !times.is_empty())
    };
    view.scope().find_map(times)
}
