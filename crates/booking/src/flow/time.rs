//! Choosing the time: waits for the day's times, compares them as minutes, and says which there are where the right one is not.

use std::time::Duration;

use jiff::civil::Time;

use super::boxes;
use super::days::Days;
use super::listed::{DayOf, is_listed_without_times, keep_those_of_the_day, says_no_times, tell_the_days};
use super::moves::{ActionKind, Move};
use super::questions::selects_another;
use super::view::{At, View};
use super::{Deed, Flow};
use crate::calendar::dates_in;
use crate::outcome::{Failure, FailureCode};
use crate::profile::Selector;
use crate::session::Step;
use crate::wall_time::{same_minute, slot_time};

/// Sites need up to ten seconds to show a day's times.
const SLOTS_LIMIT: Duration = Duration::from_secs(30);
/// When no more times have come for so long, these are all.
const SETTLED: Duration = Duration::from_millis(1200);
/// How long times that were there before the day was pressed may still belong to another day.
const STALE: Duration = Duration::from_secs(12);

/// One time on the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) at: At,
    pub(super) time: Time,
    pub(super) open: bool,
    pub(super) day: DayOf,
}

impl Flow {
    pub(super) fn choose_the_time(&mut self, view: &View<'_>) -> Option<Move> {
        self.memory.chosen.date.as_ref()?;
        if let Some(next) = self.time_in_a_select(view) {
            return Some(next);
        }
        let slots = self.slots(view);
        if slots.is_empty()
            && self.memory.chosen.time.is_none()
            && let Some(next) = self.open_the_box_of_times(view)
        {
            return Some(next);
        }
        if slots.is_empty() || self.are_of_another_day(view, &slots) {
            return self.await_the_slots(view, &slots);
        }
        self.step = Step::DateTime;
        self.memory.settled("the times of the day");
        self.memory.slots =
            slots.iter().filter(|slot| slot.open).map(|slot| view.label(slot.at).to_owned()).collect();
        let wanted = self.request.time;
        let named: Vec<Slot> = slots.iter().copied().filter(|slot| same_minute(slot.time, wanted)).collect();
        match named.iter().find(|slot| slot.open) {
            Some(slot) => self.press_the_slot(view, slot),
            None if self.memory.chosen.time.is_some() => None,
            None if !named.is_empty() => self.give_up_once_settled(view, &slots),
            None => self.look_for_the_time_elsewhere(view, &slots),
        }
    }

    fn press_the_slot(&mut self, view: &View<'_>, slot: &Slot) -> Option<Move> {
        let chosen = view.is_chosen(slot.at);
        if chosen == Some(true) || (chosen.is_none() && self.memory.chosen.time.is_some()) {
            self.memory.chosen.time = Some(view.label(slot.at).to_owned());
            return None;
        }
        let next = self.press(
            view,
            slot.at,
            Deed::new(Step::DateTime, format!("choose the time {}", self.clock_time())),
        );
        if matches!(next, Some(Move::Act(_))) {
            self.memory.chosen.time = Some(view.label(slot.at).to_owned());
        }
        next.or_else(|| Some(self.site_changed(view, "a way to choose the time")))
    }

    /// No times of the day yet, but those of other days at most: they are on their way, there are none, or the page has gone on.
    pub(super) fn await_the_slots(&mut self, view: &View<'_>, others: &[Slot]) -> Option<Move> {
        let days = Days::read(view, &self.profile, self.request.date);
        let none_at_all =
            others.is_empty() || is_listed_without_times(view, days.as_deref(), self.request.date, others);
        let on_this_page =
            days.is_some() || boxes::has_box_of_times(view) || view.has_title(&self.profile.date_time.titles);
        if self.memory.chosen.time.is_some() || !on_this_page {
            return None;
        }
        self.step = Step::DateTime;
        self.memory.settled("more times");
        if none_at_all && let Some(next) = self.turn_to_the_part_of_the_day(view) {
            return Some(next);
        }
        if none_at_all && self.says_there_are_none(view) {
            return Some(self.give_up_the_day_once_settled(view));
        }
        self.memory.settled("times instead of none");
        self.wait(view, "the times of the day", SLOTS_LIMIT)
            .or_else(|| Some(self.site_changed(view, "any times for the day")))
    }

    pub(super) fn says_there_are_none(&self, view: &View<'_>) -> bool {
        let says =
            view.says(&self.profile.date_time.no_times) || view.scope().any(|at| says_no_times(view, at));
        says && !view.is_busy()
    }

    fn give_up_the_day_once_settled(&mut self, view: &View<'_>) -> Move {
        self.note_the_days_named_instead(view);
        let next = self.wait(view, "times instead of none", SETTLED);
        if let Some(next) = next.or_else(|| self.bring_out_times(view, 0)) {
            return next;
        }
        // A part of the day without times is no day without times.
        if !self.memory.slots_elsewhere.is_empty() {
            return self.time_unavailable();
        }
        self.memory.open_days.remove(&self.request.date);
        self.date_unavailable(view, None)
    }

    /// The time is not among those that are shown: another part of the day may hold it, or a list that is not shown whole.
    fn look_for_the_time_elsewhere(&mut self, view: &View<'_>, slots: &[Slot]) -> Option<Move> {
        let next = self
            .turn_to_the_part_of_the_day(view)
            .or_else(|| self.until_settled(view, slots))
            .or_else(|| self.bring_out_times(view, slots.len()));
        if matches!(next, Some(Move::Act(_))) {
            self.memory.put_the_slots_aside();
        }
        next.or_else(|| Some(self.time_unavailable()))
    }

    fn give_up_once_settled(&mut self, view: &View<'_>, slots: &[Slot]) -> Option<Move> {
        self.until_settled(view, slots).or_else(|| Some(self.time_unavailable()))
    }

    /// Waits as long as more times come, or the page is busy.
    fn until_settled(&mut self, view: &View<'_>, slots: &[Slot]) -> Option<Move> {
        let labels: Vec<String> = slots.iter().map(|slot| view.label(slot.at).to_owned()).collect();
        if labels != self.memory.slots_seen || view.is_busy() {
            self.memory.slots_seen = labels;
            self.memory.begin_anew("more times", view.now);
        }
        self.wait(view, "more times", SETTLED)
    }

    fn time_unavailable(&self) -> Move {
        let message = format!("{} is not free on {}.", self.clock_time(), self.request.date);
        Move::Stop(
            Failure::new(FailureCode::TimeUnavailable, message).with_choices(self.memory.times_of_the_day()),
        )
    }

    pub(super) fn clock_time(&self) -> String {
        format!("{:02}:{:02}", self.request.time.hour(), self.request.time.minute())
    }

    /// Whether the times shown are still those of the day that was shown before.
    pub(super) fn are_of_another_day(&self, view: &View<'_>, slots: &[Slot]) -> bool {
        if slots.iter().all(|slot| matches!(slot.day, DayOf::Another | DayOf::Unclear)) {
            return true;
        }
        if slots.iter().any(|slot| slot.day == DayOf::Wanted) {
            return false;
        }
        let first = slots.first().map_or(0, |slot| slot.at);
        let after = Days::read(view, &self.profile, self.request.date)
            .map_or(0, |days| if days.end() <= first { days.end() } else { 0 });
        let named: Vec<_> = (after..first)
            .filter(|at| view.is_heading(*at) || view.role(*at) == "text")
            .flat_map(|at| dates_in(view.label(at)))
            .collect();
        if !named.is_empty() {
            return !named.iter().any(|date| date.may_be(self.request.date));
        }
        let pressed = self.memory.last_done(&format!("choose the day {}", self.request.date));
        let fresh = pressed.is_none_or(|pressed| view.now > pressed + STALE);
        !fresh && slots.iter().all(|slot| self.memory.slots_before.contains(&view.target(slot.at)))
    }

    /// The times on the page, but not those of another day. Where some can be pressed, plain texts that read like times are none.
    pub(super) fn slots(&self, view: &View<'_>) -> Vec<Slot> {
        let calendar = Days::read(view, &self.profile, self.request.date);
        let mut slots: Vec<Slot> = Vec::new();
        for at in view.scope() {
            let in_calendar = calendar
                .as_ref()
                .is_some_and(|days| days.contains(at) && !(view.is_pressable(at) && days.parts_at(view, at)));
            if in_calendar
                || !can_be_a_slot(view, at)
                || slots.iter().any(|slot| view.within(slot.at).contains(&at))
            {
                continue;
            }
            if let Some(time) = slot_time(view.label(at)) {
                slots.push(Slot { at, time, open: self.is_open_slot(view, at), day: DayOf::Unsaid });
            }
        }
        if slots.iter().any(|slot| view.is_pressable(slot.at)) {
            slots.retain(|slot| view.is_pressable(slot.at) || !slot.open);
        } else if slots.len() < 2 || calendar.is_none() {
            slots.clear();
        }
        tell_the_days(view, calendar.as_deref(), self.request.date, &mut slots);
        keep_those_of_the_day(&mut slots);
        slots
    }

    fn is_open_slot(&self, view: &View<'_>, at: At) -> bool {
        let of_profile = view
            .node(at)
            .matches
            .iter()
            .any(|index| self.profile.selector_means(*index) == Some(Selector::DisabledTime));
        !view.is_disabled(at) && !of_profile
    }

    fn time_in_a_select(&mut self, view: &View<'_>) -> Option<Move> {
        let at = view.scope().find(|at| self.asks_for_the_time(view, *at))?;
        self.step = Step::DateTime;
        let options = &view.field(at)?.options;
        let timed = || options.iter().filter_map(|option| Some((option, slot_time(&option.label)?)));
        self.memory.slots =
            timed().filter(|(option, _)| !option.disabled).map(|(option, _)| option.label.clone()).collect();
        match timed().find(|(_, time)| same_minute(*time, self.request.time)) {
            Some((option, _)) if option.selected => {
                self.memory.chosen.time = Some(option.label.clone());
                None
            }
            Some((option, _)) if !option.disabled => {
                let kind = ActionKind::Select { value: option.value.clone() };
                let next = self.act(
                    view,
                    at,
                    kind,
                    Deed::new(Step::DateTime, format!("choose the time {}", self.clock_time())),
                );
                next.or_else(|| Some(self.site_changed(view, "a way to choose the time")))
            }
            _ if timed().next().is_none() => self.await_options(view),
            _ => self.wait(view, "more times", SETTLED).or_else(|| Some(self.time_unavailable())),
        }
    }

    /// Whether a select offers times, or is about to. Once a time is chosen, only one that offers that time can have lost it.
    fn asks_for_the_time(&self, view: &View<'_>, at: At) -> bool {
        let Some(facts) = view.field(at).filter(|facts| !facts.options.is_empty()) else { return false };
        let times = || facts.options.iter().filter_map(|option| slot_time(&option.label));
        let answers =
            facts.options.iter().filter(|option| !option.disabled && !option.value.is_empty()).count();
        let is_empty = answers <= 1 && view.says_any(at, &["time", "hora", "heure"]);
        match self.memory.chosen.time {
            _ if selects_another(view, at) => false,
            Some(_) => times().any(|time| same_minute(time, self.request.time)),
            None => times().next().is_some() || is_empty,
        }
    }

    fn await_options(&mut self, view: &View<'_>) -> Option<Move> {
        if self.says_there_are_none(view) {
            return Some(self.give_up_the_day_once_settled(view));
        }
        self.memory.settled("times instead of none");
        self.wait(view, "the times of the day", SLOTS_LIMIT).or_else(|| Some(self.time_unavailable()))
    }
}

fn can_be_a_slot(view: &View<'_>, at: At) -> bool {
    let role = view.role(at);
    !view.is_surrounding(at)
        && view.field(at).is_none_or(|facts| facts.input_type == "radio")
        && (view.is_pressable(at)
            || matches!(role, "text" | "generic" | "listitem")
            || view.node(at).disabled)
}
