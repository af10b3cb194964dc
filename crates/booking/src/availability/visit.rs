//! One visit to a booking page to read its times: up to the calendar as a booking goes, then day after day. It never goes past the
//! date and the time: what would is refused, whatever the page makes of it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::{Findings, Gathering, Inquiry, Slot, Wish};
use crate::calendar::Month;
use crate::flow::{Action, Flow, Looked, Move, Opened};
use crate::observation::PageObservation;
use crate::outcome::{Failure, FailureCode};
use crate::profile::SiteProfile;
use crate::request::{BookingRequest, HandoffPreference, Lead};
use crate::session::Step;

/// A visit on its way. Feed it what is seen, do what it says.
#[derive(Debug, Clone)]
pub struct Visit {
    flow: Flow,
    wish: Wish,
    findings: Findings,
    zone: Option<TimeZone>,
    /// The minutes of each service, by its name.
    minutes: HashMap<String, i64>,
    /// There from the moment at which the calendar is seen.
    gathering: Option<Gathering>,
    /// The last month that the calendar can be turned to, once it would not turn further.
    last_month: Option<Month>,
}

/// What is to be done next on a visit.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    Do(Move),
    /// Everything that was asked for has been read.
    Done,
    Stop(Failure),
}

impl Visit {
    pub fn new(profile: Arc<SiteProfile>, inquiry: &Inquiry, now: Timestamp) -> Self {
        let zone = inquiry.timezone.clone().or_else(|| TimeZone::get(profile.timezone.as_deref()?).ok());
        let today = today(now, zone.as_ref());
        let wish = inquiry.wish.clone();
        let first = wish.dates(today).first().copied().unwrap_or(today);
        let findings = Findings { provider: inquiry.provider.clone(), ..Findings::default() };
        let flow = Flow::new(profile, request(inquiry, first), nobody());
        Self { flow, wish, findings, zone, minutes: HashMap::new(), gathering: None, last_month: None }
    }

    /// The CSS selectors that observations have to be asked for.
    pub fn selectors(&self) -> Vec<String> {
        self.flow.selectors()
    }

    /// The step that the page was last seen on.
    pub fn step(&self) -> Step {
        self.flow.step()
    }

    /// Says what came of opening the booking page.
    pub fn opened(&mut self, opened: Opened) {
        self.flow.opened(opened);
    }

    /// Says that an action was not done.
    pub fn missed(&mut self, action: &Action, now: Timestamp) {
        self.flow.missed(action, now);
    }

    /// The next thing to do as long as there is no page to look at.
    pub fn before_the_page(&self) -> Option<Next> {
        self.flow.before_the_page().map(within_the_visit)
    }

    /// What has been found so far.
    pub fn findings(&self) -> Findings {
        let days = self.gathering.as_ref().map_or_else(Vec::new, |gathering| gathering.days().to_vec());
        Findings { days, timezone: self.zone.clone(), ..self.findings.clone() }
    }

    /// Decides on the next thing to do.
    pub fn decide(&mut self, seen: &PageObservation, now: Timestamp) -> Next {
        self.note(seen, now);
        if self.gathering.is_none() {
            let next = self.flow.decide(seen, now);
            if self.flow.step() != Step::DateTime {
                return within_the_visit(next);
            }
            // What the flow has just decided on is not done: from here on the calendar is only read.
            self.begin_reading(now);
        }
        self.read(seen, now)
    }

    /// Keeps what the page says by the way.
    fn note(&mut self, seen: &PageObservation, now: Timestamp) {
        let noted = self.flow.noted(seen, now);
        self.minutes.extend(noted.minutes);
        if self.zone.is_none() {
            self.zone = noted.timezone.and_then(|name| TimeZone::get(&name).ok());
        }
        if !noted.providers.is_empty() && self.gathering.is_none() {
            self.findings.providers = noted.providers;
        }
    }

    fn begin_reading(&mut self, now: Timestamp) {
        let (selection, only) = (self.flow.selection(), self.flow.only_provider());
        self.findings.service.clone_from(&selection.service);
        if let Some(asked) = self.findings.provider.take() {
            // Nobody was chosen, and the row seems to name another: the times are not told as those of the one who was asked for.
            self.findings.provider = selection.provider.clone().or_else(|| only.is_none().then_some(asked));
        }
        if self.findings.providers.is_empty() {
            self.findings.providers = only.into_iter().collect();
        }
        let gathering = Gathering::new(self.wish.clone(), today(now, self.zone.as_ref()));
        if let Some(date) = gathering.next() {
            self.flow.turn_to_day(date);
        }
        self.gathering = Some(gathering);
    }

    /// Reads as many days as this look at the page gives away.
    fn read(&mut self, seen: &PageObservation, now: Timestamp) -> Next {
        while let Some(date) = self.gathering.as_ref().and_then(Gathering::next) {
            if self.last_month.is_some_and(|last| last < Month::of(date)) {
                self.add(date, &[]);
                continue;
            }
            match self.flow.look_at_day(seen, now) {
                Looked::NotYet(next) => return within_the_visit(next),
                Looked::Times(times) => self.add(date, &times),
                Looked::Closed => self.add(date, &[]),
                Looked::Beyond(last) => {
                    self.last_month = Some(last);
                    self.add(date, &[]);
                }
            }
        }
        Next::Done
    }

    fn add(&mut self, date: Date, times: &[(Time, bool)]) {
        let Some(gathering) = &mut self.gathering else { return };
        let minutes = self.findings.service.as_ref().and_then(|service| self.minutes.get(service)).copied();
        let slot = |(time, free): &(Time, bool)| Slot::shown(date, *time, *free, minutes, self.zone.as_ref());
        gathering.add(times.iter().map(slot).collect());
        if let Some(next) = gathering.next() {
            self.flow.turn_to_day(next);
        }
    }
}

/// Lets through what stays before the patient's own steps.
fn within_the_visit(next: Move) -> Next {
    match next {
        Move::Act(actions) if actions.iter().all(|action| is_harmless(action.step)) => {
            Next::Do(Move::Act(actions))
        }
        Move::Act(_) | Move::Ready(_) | Move::Interlude(_) => Next::Stop(Failure::new(
            FailureCode::SiteChanged,
            "The page asks for the patient's details before it shows any times.",
        )),
        Move::Stop(failure) => Next::Stop(failure),
        Move::Wait(_) | Move::Open(_) => Next::Do(next),
    }
}

fn is_harmless(step: Step) -> bool {
    match step {
        Step::Opening | Step::Service | Step::Provider | Step::DateTime => true,
        Step::Phone | Step::VerificationCode | Step::Details | Step::Review | Step::Payment => false,
    }
}

/// Today at the clinic; where its zone is not known yet, today where the day ends last.
fn today(now: Timestamp, zone: Option<&TimeZone>) -> Date {
    let last_place = || TimeZone::fixed(jiff::tz::Offset::constant(-12));
    now.to_zoned(zone.cloned().unwrap_or_else(last_place)).date()
}

fn request(inquiry: &Inquiry, date: Date) -> BookingRequest {
    BookingRequest {
        booking_url: inquiry.booking_url.clone(),
        date,
        // Never looked for: a visit takes over before a time would be chosen.
        time: Time::midnight(),
        service: inquiry.service.clone(),
        provider: inquiry.provider.clone(),
        callback_url: None,
        handoff: HandoffPreference::Auto,
        timezone: None,
        timeout: None,
        profile: None,
        aliases: inquiry.aliases.clone(),
    }
}

/// Nobody's details: a visit has no patient.
fn nobody() -> Lead {
    Lead {
        first_name: String::new(),
        last_name: String::new(),
        phone: String::new(),
        email: String::new(),
        notes: None,
    }
}
