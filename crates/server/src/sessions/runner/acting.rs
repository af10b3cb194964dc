//! The machine's turn: drives the page up to the patient's, as often as it takes.

use std::sync::Arc;
use std::time::Duration;

use baton_automation::{ChromeDriver, Preparation, look, masked_picture, prepare};
use baton_booking::clock::Clock;
use baton_booking::flow::{Flow, Prepared};
use baton_booking::handoff::{Handoff, HandoffMode, HandoffReason};
use baton_booking::observation::PageObservation;
use baton_booking::outcome::{Failure, FailureCode, Money};
use baton_booking::profile::SiteProfile;
use baton_booking::session::{Event, SessionState, Step};
use baton_browser::Progress;
use baton_live_view::Phase;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::direct::Probe;
use super::{Next, Runner};
use crate::browsers::{BrowserPool, BrowserUnavailable, PageLease};
use crate::sessions::notes::Notes;
use crate::sessions::work::{PassingEnd, PreparationEnd, Preparing, Work};

/// A page that keeps being lost is not driven for ever.
const MOST_REDRIVES: u32 = 3;
/// A page that was just driven shows itself at once; otherwise what the flow saw of it has to do.
const LOOK_LIMIT: Duration = Duration::from_secs(2);
/// Whoever waits for the end does not wait longer for a picture.
const PICTURE_LIMIT: Duration = Duration::from_secs(2);

impl Runner {
    /// Starts steps 1 to 4: on the page that is there, or on a fresh one.
    pub(super) fn drive(&mut self) {
        let Some(flow) = self.flow.take().or_else(|| self.new_flow()) else {
            self.work = Work::Preparing(Preparing::failed(erased()));
            return;
        };
        let (report, steps) = mpsc::channel(Step::ALL.len());
        let run = Drive {
            browsers: self.shared.browsers.clone(),
            lease: self.lease.take(),
            flow,
            zone: self.zone_beforehand(),
            patience: self.time_left(),
            clock: Arc::clone(&self.shared.clock),
            report,
            probe: self.probe(),
        };
        let mut drive = JoinSet::new();
        drive.spawn(run.run());
        self.work = Work::Preparing(Preparing { drive, steps });
    }

    pub(super) fn new_flow(&self) -> Option<Flow> {
        let lead = self.session.lead.clone()?;
        Some(Flow::new(self.profile(), self.session.request.clone(), lead))
    }

    pub(super) fn profile(&self) -> Arc<SiteProfile> {
        self.shared.profile(&self.session.request)
    }

    /// The clinic's zone as far as it is known before its page is seen: a page that formats times itself must not use the machine's.
    pub(super) fn zone_beforehand(&self) -> Option<String> {
        self.session.request.timezone.clone().or_else(|| self.profile().timezone.clone())
    }

    fn time_left(&self) -> Duration {
        let now = self.shared.clock.now();
        let deadline = self.session.deadline(&self.shared.settings.limits).unwrap_or(now);
        Duration::try_from(deadline.duration_since(now)).unwrap_or(Duration::ZERO)
    }

    /// The machine's turn is over: the page waits for the patient, or the booking cannot go on.
    pub(super) async fn prepared(&mut self, end: PreparationEnd) -> Next {
        self.work = Work::Idle;
        self.brings_back = false;
        self.lease = end.lease;
        self.flow = end.flow;
        self.keep_picture(end.picture).await;
        match end.result {
            Ok(Preparation::Ready(prepared)) if end.restorable => self.hand_off_directly(*prepared).await,
            Ok(Preparation::Ready(prepared)) => self.hand_off(*prepared).await,
            Ok(Preparation::Interlude(reason)) => self.hand_off_interlude(reason).await,
            Err(failure) if failure.code == FailureCode::BrowserLost => self.redrive().await,
            Err(failure) => self.fail(failure).await,
        }
    }

    /// What the page showed where the booking could not go on, for whoever looks into it. To go without is no reason to fail otherwise.
    async fn keep_picture(&mut self, picture: Option<Vec<u8>>) {
        let Some(picture) = picture else { return };
        if let Err(error) = self.shared.store.save_picture(self.session.id, &picture).await {
            tracing::warn!(session.id = %self.session.id, %error, "The picture of the page could not be kept");
        }
    }

    async fn hand_off(&mut self, prepared: Prepared) -> Next {
        self.notes = Some(self.notes_on(&prepared).await);
        self.show_page().await;
        let handoff = self.handoff(HandoffMode::Live, prepared.reason, prepared.deposit, prepared.page_url);
        let next = self.hand_over(handoff).await;
        self.shared.browsers.warm_up();
        if next == Next::GoOn {
            self.watch_from_now_on().await;
        }
        next
    }

    /// What has come to the page since the flow looked at it is no news either: a press that books or pays waits for the runner, and so
    /// for this.
    async fn watch_from_now_on(&mut self) {
        let Some(mut notes) = self.notes.take() else { return };
        if let Some(seen) = self.look_as_the_detector().await {
            notes.baseline = seen;
        }
        let detector = self.detector(&notes);
        self.notes = Some(notes);
        self.note_page().await;
        self.begin_to_watch(detector);
    }

    /// Makes it the patient's turn on the page that is shown to phones; whoever waits for the link does not wait for the page's frames.
    async fn hand_over(&mut self, handoff: Handoff) -> Next {
        let held = self.hold_links();
        let handed_over = async {
            // Noted before the patient's turn is: a page without its record would have to be driven anew.
            self.note_page().await;
            self.apply(Event::HandedOff(handoff)).await
        };
        let ((), next) = tokio::join!(held, handed_over);
        next
    }

    /// What the detector has to be told of the page: what stands on it now is no news later. Where the profile has the detector look for
    /// other selectors than the flow, the page is looked at once more.
    async fn notes_on(&mut self, prepared: &Prepared) -> Notes {
        let mut notes = Notes::on(prepared);
        let profile = self.profile();
        if profile.outcome.selectors() != profile.selectors()
            && let Some(seen) = self.look_as_the_detector().await
        {
            notes.baseline = seen;
        }
        notes
    }

    async fn look_as_the_detector(&mut self) -> Option<PageObservation> {
        let selectors = self.profile().outcome.selectors();
        look(self.lease.as_ref()?.page(), &Progress::new(LOOK_LIMIT), selectors).await.ok()
    }

    /// The prepared page stays open, untouched: the site may keep the time only as long as it is.
    async fn hand_off_directly(&mut self, prepared: Prepared) -> Next {
        let notes = self.notes_on(&prepared).await;
        self.read_again(notes, prepared.page_url.clone());
        self.note_page().await;
        let handoff = self.handoff(HandoffMode::Direct, prepared.reason, prepared.deposit, prepared.page_url);
        self.apply(Event::HandedOff(handoff)).await
    }

    /// The patient has to pass a code or a captcha; then the same flow goes on by itself.
    async fn hand_off_interlude(&mut self, reason: HandoffReason) -> Next {
        let Some(page_url) = self.lease.as_ref().map(|lease| lease.page().url()) else {
            return self.redrive().await;
        };
        self.notes = self.flow.as_ref().map(|flow| Notes::on_the_way(flow.selection().clone()));
        self.await_passing(reason).await;
        let handoff = self.handoff(HandoffMode::Live, reason, None, page_url);
        self.hand_over(handoff).await
    }

    /// The patient has passed: the machine goes on where it stopped.
    pub(super) async fn passed(&mut self, end: PassingEnd) -> Next {
        self.work = Work::Idle;
        self.flow = Some(end.flow);
        match end.result {
            // Whoever pressed what books or pays on the way is driven no further: what came of it is watched for.
            Ok(()) if self.session.is_processing() => {
                let notes = self.notes.take().unwrap_or_default();
                let detector = self.detector(&notes);
                self.watch(notes, detector).await;
                Next::GoOn
            }
            Ok(()) => {
                let next = self.apply(Event::Resumed).await;
                self.drive();
                next
            }
            Err(failure) if failure.code == FailureCode::BrowserLost => self.redrive().await,
            Err(failure) => self.fail(failure).await,
        }
    }

    fn handoff(
        &mut self,
        mode: HandoffMode,
        reason: HandoffReason,
        deposit: Option<Money>,
        page_url: String,
    ) -> Handoff {
        let link = self.mint_link();
        let mut tokens = self.session.handoff().map_or_else(Vec::new, |handoff| handoff.tokens.clone());
        let token = link.token.hash();
        if !tokens.contains(&token) {
            tokens.push(token);
        }
        let ready_at = self.shared.clock.now();
        Handoff { public_id: link.public_id, tokens, mode, reason, ready_at, deposit, page_url }
    }

    /// The page is gone. Drives a new one, if and only if the patient has not submitted.
    pub(super) async fn redrive(&mut self) -> Next {
        if self.is_direct() {
            return self.lose_sight().await;
        }
        self.lease = None;
        self.flow = None;
        self.redriven += 1;
        if self.session.is_processing() || self.redriven > MOST_REDRIVES {
            return self.fail_lost().await;
        }
        tracing::warn!(session.id = %self.session.id, "The page was lost; preparing it anew");
        self.bring_back();
        let next = match self.session.state {
            SessionState::Monitoring { .. } => self.apply(Event::Resumed).await,
            _ => Next::GoOn,
        };
        self.drive();
        next
    }

    /// The patient is told that their page is coming back, until it is there.
    pub(super) fn bring_back(&mut self) {
        self.brings_back = true;
        if let Some(patient) = &self.patient {
            patient.hub.say(Phase::Reconnecting);
        }
    }

    pub(super) async fn fail_lost(&mut self) -> Next {
        self.fail(Failure::new(FailureCode::BrowserLost, "The browser that held the page was lost.")).await
    }
}

/// One drive from a blank page, or from where the patient left it, to the patient's next turn.
struct Drive {
    browsers: BrowserPool,
    lease: Option<PageLease>,
    flow: Flow,
    /// IANA name.
    zone: Option<String>,
    patience: Duration,
    clock: Arc<dyn Clock>,
    report: mpsc::Sender<Step>,
    /// Tried at the end, where that may lead to a direct handoff.
    probe: Option<Probe>,
}

impl Drive {
    async fn run(mut self) -> PreparationEnd {
        let lease = match self.lease.take() {
            Some(lease) => Ok(lease),
            None => self.browsers.lease(self.patience).await,
        };
        match lease {
            Ok(lease) => Box::pin(self.prepare(lease)).await,
            Err(unavailable) => PreparationEnd::without_a_page(no_page(&unavailable)),
        }
    }

    async fn prepare(mut self, lease: PageLease) -> PreparationEnd {
        let progress = Progress::new(self.patience);
        let report = self.report;
        // A step that finds no room in the channel is not worth waiting for: the next one tells more.
        let on_step = move |step| {
            let _full = report.try_send(step);
        };
        if let Some(zone) = &self.zone
            && let Err(error) = lease.page().set_timezone(zone).await
        {
            tracing::warn!(%error, zone, "The page could not be given the clinic's time zone");
        }
        let mut driver = ChromeDriver::new(lease.page().clone(), self.clock, self.flow.selectors());
        let result = match prepare(&mut driver, &mut self.flow, &progress, on_step).await {
            Err(failure) if failure.code == FailureCode::SiteUnreachable => {
                Err(kept_from_us(&self.browsers, &self.flow).await.unwrap_or(failure))
            }
            end => end,
        };
        let restorable = match (&result, self.probe) {
            (Ok(Preparation::Ready(prepared)), Some(probe)) => probe.try_out(prepared).await,
            _ => false,
        };
        let picture = match &result {
            Err(failure) if failure.code != FailureCode::BrowserLost => {
                masked_picture(&mut driver, &self.flow, &Progress::new(PICTURE_LIMIT)).await
            }
            _ => None,
        };
        PreparationEnd { lease: Some(lease), flow: Some(self.flow), restorable, picture, result }
    }
}

impl Preparing {
    fn failed(failure: Failure) -> Self {
        let (_, steps) = mpsc::channel(1);
        let mut drive = JoinSet::new();
        drive.spawn(std::future::ready(PreparationEnd::without_a_page(failure)));
        Self { drive, steps }
    }
}

/// A page that was not reached may have been kept from us by our own rule: its name can mean a private address by now.
async fn kept_from_us(browsers: &BrowserPool, flow: &Flow) -> Option<Failure> {
    let allowed = browsers.may_open(&flow.request().booking_url).await;
    let message = "The booking page's address leads into a private network.";
    (!allowed).then(|| Failure::new(FailureCode::NotAllowedUrl, message))
}

fn no_page(unavailable: &BrowserUnavailable) -> Failure {
    tracing::error!(error = %unavailable, "No page could be opened");
    Failure::new(FailureCode::BrowserLost, "No browser page could be opened.")
}

fn erased() -> Failure {
    Failure::new(FailureCode::BrowserLost, "The patient's data was erased before the booking could go on.")
}
