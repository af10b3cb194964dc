//! Compares what the page shows as the appointment with what was asked for. A difference ends the flow before the patient can pay for it.

use std::time::Duration;

use super::days::Days;
use super::moves::Move;
use super::view::{At, View};
use super::{Flow, words};
use crate::calendar::dates_in;
use crate::matching::Words;
use crate::outcome::{Failure, FailureCode};
use crate::wall_time::{same_minute, times_in};

/// A page that is being redrawn may show the old appointment for a moment.
const REDRAWN: Duration = Duration::from_millis(1500);

impl Flow {
    pub(super) fn compare_the_summary(&mut self, view: &View<'_>) -> Option<Move> {
        self.memory.chosen.time.as_ref()?;
        if Days::read(view, &self.profile, self.request.date).is_some() {
            return None;
        }
        match self.difference(view) {
            None => {
                self.memory.settled("the summary to agree");
                None
            }
            Some(difference) => self.wait(view, "the summary to agree", REDRAWN).or_else(|| {
                let message = format!("The clinic's page shows {difference}.");
                Some(Move::Stop(Failure::new(FailureCode::SelectionMismatch, message)))
            }),
        }
    }

    /// What the page shows otherwise than it was asked for, in words.
    fn difference(&mut self, view: &View<'_>) -> Option<String> {
        let texts: Vec<At> = view.scope().filter(|at| is_told(view, *at)).collect();
        let told = |rows: &[&str]| value_of(view, &texts, rows);
        let when = told(words::ROW_WHEN);
        let time = told(words::ROW_TIME).or(when).or_else(|| self.beside_the_date(view, &texts));
        let date = told(words::ROW_DATE).or(when);
        let (service, provider) = (told(words::ROW_SERVICE), told(words::ROW_PROVIDER));
        let found = self
            .wrong_time(time)
            .or_else(|| self.wrong_date(date))
            .or_else(|| self.wrong_day_at_the_time(view, &texts))
            .or_else(|| self.wrong_service(service))
            .or_else(|| self.wrong_provider(provider));
        if found.is_none() {
            self.note_the_summary(service, provider, date, time);
        }
        found
    }

    fn wrong_time(&self, shown: Option<&str>) -> Option<String> {
        let first = times_in(shown?).into_iter().next()?;
        let differs = !same_minute(first.time, self.request.time);
        differs.then(|| format!("the time {} instead of {}", shown.unwrap_or_default(), self.clock_time()))
    }

    fn wrong_date(&self, shown: Option<&str>) -> Option<String> {
        let dates = dates_in(shown?);
        let differs = !dates.is_empty() && !dates.iter().any(|date| date.may_be(self.request.date));
        differs.then(|| format!("the date {} instead of {}", shown.unwrap_or_default(), self.request.date))
    }

    /// Without labels: a text with the asked-for time on another date, where no text names the asked-for date. Only a text that is about
    /// nothing else: a page may well say until when an appointment can be cancelled.
    fn wrong_day_at_the_time(&self, view: &View<'_>, texts: &[At]) -> Option<String> {
        const LONGEST: usize = 60;
        let wanted = self.request.date;
        let is_moment = |text: &&str| {
            text.len() <= LONGEST
                && !words::says_any(text, words::DEADLINE)
                && dates_in(text).len() == 1
                && times_in(text).first().is_some_and(|found| same_minute(found.time, self.request.time))
        };
        let shown = texts.iter().map(|at| view.label(*at)).find(is_moment)?;
        let is_wanted = |text: &str| dates_in(text).iter().any(|date| date.may_be(wanted));
        let names_the_wanted =
            |at: At| is_wanted(view.label(at)) || view.node(at).value.as_deref().is_some_and(is_wanted);
        if view.all().any(names_the_wanted) { None } else { self.wrong_date(Some(shown)) }
    }

    fn wrong_service(&self, shown: Option<&str>) -> Option<String> {
        let (shown, chosen) = (shown?, self.memory.chosen.service.as_deref()?);
        differs(shown, chosen).then(|| format!("the service \"{shown}\" instead of \"{chosen}\""))
    }

    fn wrong_provider(&self, shown: Option<&str>) -> Option<String> {
        let (shown, wanted) = (shown?, self.request.provider.as_deref()?);
        let chosen = self.memory.chosen.provider.as_deref().unwrap_or(wanted);
        (differs(shown, chosen) && differs(shown, wanted))
            .then(|| format!("the provider \"{shown}\" instead of \"{wanted}\""))
    }

    /// The page's own words for what was chosen are those that the patient will read.
    fn note_the_summary(
        &mut self,
        service: Option<&str>,
        provider: Option<&str>,
        date: Option<&str>,
        time: Option<&str>,
    ) {
        let chosen = &mut self.memory.chosen;
        let is_date = |text: &&str| !dates_in(text).is_empty();
        let is_time = |text: &&str| !times_in(text).is_empty();
        for (field, shown) in [
            (&mut chosen.service, service),
            (&mut chosen.provider, provider),
            (&mut chosen.date, date.filter(is_date)),
            (&mut chosen.time, time.filter(is_time)),
        ] {
            if let Some(shown) = shown {
                *field = Some(shown.to_owned());
            }
        }
    }

    /// Without labels: the text with the asked-for date in it, or those around it.
    fn beside_the_date<'page>(&self, view: &View<'page>, texts: &[At]) -> Option<&'page str> {
        const AROUND: usize = 2;
        let index = texts
            .iter()
            .position(|at| dates_in(view.label(*at)).iter().any(|date| date.may_be(self.request.date)))?;
        let around = std::iter::once(index)
            .chain(index + 1..index + 1 + AROUND)
            .chain(index.saturating_sub(AROUND)..index);
        around
            .filter_map(|index| texts.get(index))
            .map(|at| view.label(*at))
            .find(|text| !times_in(text).is_empty())
    }
}

fn is_told(view: &View<'_>, at: At) -> bool {
    matches!(
        view.role(at),
        "text"
            | "heading"
            | "cell"
            | "gridcell"
            | "rowheader"
            | "listitem"
            | "term"
            | "definition"
            | "generic"
    ) && !view.is_surrounding(at)
        && !view.label(at).is_empty()
        && view.label(at).len() < 200
}

/// The value of a labelled row: what follows a text that is one of the labels, or stands behind it after a colon.
fn value_of<'page>(view: &View<'page>, texts: &[At], labels: &[&str]) -> Option<&'page str> {
    // What can be pressed, or stands right before a field, is the label of that, and the field's answer is no summary.
    let is_before_a_field = |at: At| view.scope().contains(&(at + 1)) && view.field(at + 1).is_some();
    let can_label = |at: At| !view.is_heading(at) && !view.node(at).clickable && !is_before_a_field(at);
    let label_at = texts.iter().position(|at| can_label(*at) && view.is_any(*at, labels));
    let following = label_at.and_then(|index| texts.get(index + 1)).map(|at| view.label(*at));
    following.or_else(|| {
        texts.iter().find_map(|at| {
            let (label, value) = view.label(*at).split_once(':')?;
            (words::is_any(label, labels) && !value.trim().is_empty()).then(|| value.trim())
        })
    })
}

fn differs(shown: &str, chosen: &str) -> bool {
    let (shown, chosen) = (Words::of(shown), Words::of(chosen));
    !(shown.contains_run(&chosen) || chosen.contains_run(&shown) || shown.contains_all(&chosen))
}
