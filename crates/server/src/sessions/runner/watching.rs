//! The patient's turn: the page is shown to the phone and watched for what becomes of it.

use std::sync::Arc;
use std::time::Duration;

use baton_automation::{ChromeDriver, PageLost, Sighting, Watcher, WatcherOptions, interlude_passed};
use baton_booking::detector::{Detector, Evidence, Expected, Refusal, Verdict};
use baton_booking::final_control::{books_or_pays, may_be_final};
use baton_booking::handoff::HandoffReason;
use baton_booking::outcome::{Confirmation, Failure, FailureCode, PaymentAttempt};
use baton_booking::privacy::without_the_patient;
use baton_booking::session::Event;
use baton_browser::{Page, Progress};
use baton_live_view::{FinalPress, Hub, HubOptions, Now};
use jiff::tz::TimeZone;

use super::{Next, Runner};
use crate::browsers::hold_outward_links;
use crate::sessions::clinic_name::clinic_name;
use crate::sessions::notes::Notes;
use crate::sessions::patient::Patient;
use crate::sessions::work::{Passing, PassingEnd, Work};

/// How long a page may take to tell its title.
const TITLE_PATIENCE: Duration = Duration::from_secs(1);

impl Runner {
    /// Shows the page to phones and begins to watch it.
    pub(super) async fn watch(&mut self, notes: Notes, detector: Detector) {
        self.notes = Some(notes);
        self.show_page().await;
        self.begin_to_watch(detector);
    }

    pub(super) fn begin_to_watch(&mut self, detector: Detector) {
        let Some(page) = self.lease.as_ref().map(|lease| lease.page().clone()) else { return };
        let options = WatcherOptions {
            poll_interval: self.shared.settings.poll_interval,
            clock: self.shared.clock.clone(),
        };
        let watcher = Watcher::start(page, detector, options);
        self.work = Work::Watching(Box::new(watcher));
    }

    /// Leaves the page to the patient until they have passed what `reason` names.
    pub(super) async fn await_passing(&mut self, reason: HandoffReason) {
        let Some(page) = self.show_page().await else { return };
        let Some(flow) = self.flow.take() else { return };
        let selectors = flow.selectors();
        let mut driver = ChromeDriver::new(page, Arc::clone(&self.shared.clock), selectors);
        // The session's own deadline ends this wait, by dropping it.
        let progress = Progress::new(self.shared.settings.limits.session_ttl);
        let end = async move {
            let result = interlude_passed(&mut driver, &flow, reason, &progress).await;
            PassingEnd { flow, result }
        };
        self.work = Work::Passing(Passing { end: Box::pin(end) });
    }

    /// A detector that knows what is on record: verdicts that were given before are not given again.
    pub(super) fn detector(&self, notes: &Notes) -> Detector {
        let indicators = self.profile().outcome.clone();
        let mut detector = Detector::new(indicators, self.expected(notes), notes.baseline.clone());
        let now = self.shared.clock.now();
        if let Some(answered) = &notes.answered {
            detector.observe(Evidence::Page(answered.clone()), now);
        }
        if self.session.is_processing() {
            detector.observe(Evidence::SubmittedBefore, now);
        }
        detector
    }

    /// Gives phones the page that is there now.
    pub(super) async fn show_page(&mut self) -> Option<Page> {
        let page = self.lease.as_ref()?.page().clone();
        if let Some(patient) = &self.patient {
            patient.hub.replace_page(page.clone()).await;
        } else {
            let title = match self.noted_title() {
                Some(title) => title,
                None => title_of(&page).await,
            };
            self.patient = Some(Patient::behind(Hub::start(page.clone(), self.hub_options(&title))));
        }
        Some(page)
    }

    /// Keeps the page that is there now from leading the patient away from the clinic's site.
    pub(super) fn hold_links(&self) -> impl Future<Output = ()> + use<> {
        let (page, id) = (self.lease.as_ref().map(|lease| lease.page().clone()), self.session.id);
        async move {
            if let Some(page) = page
                && let Err(error) = hold_outward_links(&page).await
            {
                tracing::warn!(session.id = %id, %error, "Links may lead away from the clinic's site");
            }
        }
    }

    fn noted_title(&self) -> Option<String> {
        let notes = self.notes.as_ref()?;
        Some(notes.baseline.title.clone()).filter(|title| !title.is_empty())
    }

    fn hub_options(&self, title: &str) -> HubOptions {
        let clock = Arc::clone(&self.shared.clock);
        let host = self.session.request.booking_url.host_str().unwrap_or_default();
        let clinic = clinic_name(title).unwrap_or(host);
        HubOptions {
            idle_limit: self.shared.settings.limits.monitor_timeout,
            ..HubOptions::new(Now::new(move || clock.now()), clinic, self.session.expires_at, may_be_final)
        }
    }

    fn expected(&self, notes: &Notes) -> Expected {
        let request = &self.session.request;
        Expected {
            service: notes.chosen.service.clone().or_else(|| request.service.clone()),
            provider: notes.chosen.provider.clone().or_else(|| request.provider.clone()),
            date: request.date,
            time: request.time,
            zone: self.zone(notes),
        }
    }

    /// The clinic's zone: as the platform said, as the page says, or as the profile says.
    fn zone(&self, notes: &Notes) -> Option<TimeZone> {
        let asked = self.session.request.timezone.clone();
        let named = asked.or_else(|| notes.timezone.clone()).or_else(|| self.profile().timezone.clone());
        named.and_then(|name| TimeZone::get(&name).ok())
    }

    pub(super) async fn sighted(&mut self, sighting: Result<Sighting, PageLost>) -> Next {
        match sighting {
            Ok(Sighting { at, verdict }) => self.judged(verdict, at).await,
            Err(PageLost { .. }) => self.redrive().await,
        }
    }

    pub(super) async fn judged(&mut self, verdict: Verdict, at: jiff::Timestamp) -> Next {
        match verdict {
            Verdict::Pending => Next::GoOn,
            Verdict::Submitted | Verdict::Processing | Verdict::Challenge => self.submitted().await,
            Verdict::Withdrawn => self.answered(Event::Withdrawn).await,
            Verdict::Refused(Refusal { result, message }) => {
                let message = self.without_the_patient(message);
                self.answered(Event::Refused(PaymentAttempt { at, result, message })).await
            }
            Verdict::SlotTaken { .. } if self.is_direct() => self.fail(taken_by_somebody()).await,
            Verdict::SlotTaken { choices } => self.fail(slot_taken(choices)).await,
            Verdict::Succeeded(confirmation) => {
                let text = confirmation.appointment_text.map(|text| self.without_the_patient(text));
                self.apply(Event::Succeeded(Confirmation { appointment_text: text, ..confirmation })).await
            }
            Verdict::Unclear { why } => self.fail(unclear(why)).await,
        }
    }

    /// A site's words are kept longer than its patient's data, and told to others.
    fn without_the_patient(&self, text: String) -> String {
        match &self.session.lead {
            Some(lead) => without_the_patient(&text, lead),
            None => text,
        }
    }

    /// The site has answered, and the page stays with the patient.
    async fn answered(&mut self, event: Event) -> Next {
        let next = self.apply(event).await;
        if next == Next::GoOn && !self.session.state.is_terminal() {
            self.note_answer().await;
        }
        next
    }

    async fn submitted(&mut self) -> Next {
        self.apply(Event::Submitted).await
    }

    /// The phone says so before the press reaches the page: from here on nothing is driven again. It goes on once the latch is
    /// stored; where that fails, the session is another owner's by now and the press would be unknown to them.
    pub(super) async fn final_press(&mut self, press: FinalPress) -> Next {
        if self.sends_a_code(&press) {
            press.let_through();
            return Next::GoOn;
        }
        if let Work::Watching(watcher) = &mut self.work {
            watcher.final_press();
        }
        let next = self.submitted().await;
        if next == Next::GoOn {
            press.let_through();
        }
        next
    }

    /// Whether it only ends what the patient has to pass in the middle: "Confirm" stands on such pages, too.
    fn sends_a_code(&self, press: &FinalPress) -> bool {
        let reason = self.session.handoff().map(|handoff| handoff.reason);
        reason.is_some_and(HandoffReason::is_interlude) && !books_or_pays(&press.label)
    }
}

/// A page that does not tell its title at once is shown without one.
async fn title_of(page: &Page) -> String {
    let progress = Progress::new(TITLE_PATIENCE);
    page.main_frame().evaluate(&progress, "() => document.title", ()).await.unwrap_or_default()
}

fn slot_taken(choices: Vec<String>) -> Failure {
    let failure =
        Failure::new(FailureCode::SlotLost, "The time was taken by someone else before the payment.");
    failure.with_choices(choices)
}

/// At the site's own address a time is also taken once its own patient has booked it.
fn taken_by_somebody() -> Failure {
    Failure::new(
        FailureCode::OutcomeUnknown,
        "The site no longer offers the time; from outside it cannot be seen whether this patient booked it. Do not book again; check with the clinic.",
    )
}

fn unclear(why: &'static str) -> Failure {
    tracing::warn!(why, "The outcome of a submitted payment is unclear");
    Failure::new(
        FailureCode::OutcomeUnknown,
        "The payment was submitted, but the site did not say what came of it. Do not pay again; check with the clinic.",
    )
}
