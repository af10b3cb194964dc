//! A page that outlives its process: what is noted of it while it is open, and how the next process goes on with it.

use std::time::Duration;

use baton_automation::look;
use baton_booking::detector::{Evidence, Verdict};
use baton_booking::handoff::HandoffReason;
use baton_booking::observation::PageObservation;
use baton_booking::session::{Event, Session, SessionState, Turn};
use baton_browser::Progress;
use baton_store::PageRecord;

use super::{Next, Runner};
use crate::browsers::{BrowserPool, PageAddress, PageLease};
use crate::sessions::notes::Notes;
use crate::sessions::places::Place;
use crate::sessions::registry::Shared;
use crate::sessions::work::{Attached, Attaching, Work};

/// How long the browser of a left page may take to come up. Without it nothing is there to go back to.
const BROWSER_PATIENCE: Duration = Duration::from_secs(45);
/// A page that does not show itself by then is watched all the same.
const LOOK_LIMIT: Duration = Duration::from_secs(10);
/// The patient's next try waits for this look.
const ANSWER_LIMIT: Duration = Duration::from_secs(2);

/// Whether a page of this session is worth going back to: it is the patient's. Half-driven ones are driven anew.
pub(in crate::sessions) fn page_is_the_patients(session: &Session) -> bool {
    match &session.state {
        SessionState::ReadyForHandoff { .. } => true,
        SessionState::Monitoring { watch, .. } => watch.turn == Turn::Patient,
        SessionState::Created
        | SessionState::Navigating { .. }
        | SessionState::Completed { .. }
        | SessionState::Failed { .. }
        | SessionState::Abandoned { .. }
        | SessionState::Cancelled { .. } => false,
    }
}

/// What a runner begins with. A page that is open has its place already; all others stand in line.
pub(super) fn first_work(
    shared: &Shared,
    session: &Session,
    left: Option<PageRecord>,
) -> (Work, Option<Place>) {
    if !page_is_the_patients(session) {
        return (Work::Waiting(shared.places.line_up(session.id)), None);
    }
    let selectors = shared.profile(&session.request).outcome.selectors();
    let attaching = Attaching { end: Box::pin(attach(shared.browsers.clone(), left, selectors)) };
    (Work::Attaching(attaching), Some(shared.places.keep()))
}

/// Attaches to the page and looks at it.
async fn attach(
    browsers: BrowserPool,
    left: Option<PageRecord>,
    selectors: Vec<String>,
) -> Option<Box<Attached>> {
    let left = left?;
    let found = browsers.attach(&address(&left), BROWSER_PATIENCE).await;
    let mut lease =
        found.inspect_err(|error| tracing::warn!(%error, "A page that was left could not be found")).ok();
    let mut seen = None;
    if let Some(open) = &lease {
        seen = look(open.page(), &Progress::new(LOOK_LIMIT), selectors).await.ok();
    }
    lease = lease.filter(|lease| seen.is_some() || !lease.page().is_ended());
    Some(Box::new(Attached { lease, notes: left.notes, seen }))
}

pub(in crate::sessions) fn address(record: &PageRecord) -> PageAddress {
    PageAddress {
        endpoint: record.chrome_endpoint.clone(),
        context_id: record.context_id.clone(),
        target_id: record.target_id.clone(),
    }
}

impl Runner {
    /// Goes on where the process before stopped; a page that is gone is driven anew, if that may be.
    pub(super) async fn attached(&mut self, found: Option<Box<Attached>>) -> Next {
        self.work = Work::Idle;
        let Some(found) = found else { return self.redrive().await };
        let Attached { lease, notes, seen } = *found;
        if self.is_direct() {
            return self.go_on_reading(lease, &notes).await;
        }
        let Some(lease) = lease else { return self.redrive().await };
        tracing::info!(session.id = %self.session.id, "Found the page of a session again");
        self.lease = Some(lease);
        // The patient is not to blame for the time in which nobody listened.
        let next = self.apply(Event::PatientActive).await;
        match self.session.handoff().map(|handoff| handoff.reason) {
            _ if next == Next::Leave => Next::Leave,
            Some(reason) if reason.is_interlude() => self.go_on_passing(&notes, reason).await,
            _ => self.go_on_watching(&notes, seen).await,
        }
    }

    /// The patient needs no page of ours, and may have paid by now: nothing is driven anew.
    async fn go_on_reading(&mut self, lease: Option<PageLease>, notes: &str) -> Next {
        self.lease = lease;
        let url = self.session.handoff().map(|handoff| handoff.page_url.clone());
        let (Some(notes), Some(url)) = (Notes::read(notes), url) else { return self.lose_sight().await };
        self.read_again(notes, url);
        self.show();
        Next::GoOn
    }

    async fn go_on_passing(&mut self, notes: &str, reason: HandoffReason) -> Next {
        let (Some(flow), Some(notes)) = (self.new_flow(), Notes::read(notes)) else {
            return self.redrive().await;
        };
        self.flow = Some(flow.go_on_after(notes.chosen.clone()));
        self.notes = Some(notes);
        self.hold_links().await;
        self.await_passing(reason).await;
        self.show();
        Next::GoOn
    }

    /// What appeared while nobody watched is judged first, before any deadline.
    async fn go_on_watching(&mut self, notes: &str, seen: Option<PageObservation>) -> Next {
        let Some(notes) = Notes::read(notes) else { return self.redrive().await };
        let now = self.shared.clock.now();
        let mut detector = self.detector(&notes);
        let verdict = seen.map_or(Verdict::Pending, |seen| detector.observe(Evidence::Page(seen), now));
        self.hold_links().await;
        self.watch(notes, detector).await;
        self.show();
        if self.is_on_record(&verdict) { Next::GoOn } else { self.judged(verdict, now).await }
    }

    /// Whether this is the refusal that was told last: it stands on the page until the patient tries again.
    fn is_on_record(&self, verdict: &Verdict) -> bool {
        let (Verdict::Refused(refusal), Some(told)) = (verdict, self.session.attempts.last()) else {
            return false;
        };
        !self.session.is_processing() && (told.result, &told.message) == (refusal.result, &refusal.message)
    }

    /// Writes down where the page is and what a successor has to know of it.
    pub(super) async fn note_page(&mut self) {
        let Some(lease) = &self.lease else { return };
        let PageAddress { endpoint, context_id, target_id } = lease.address();
        let notes = self.notes.as_ref().map_or_else(String::new, Notes::write);
        let record = PageRecord { chrome_endpoint: endpoint, context_id, target_id, notes };
        match self.shared.store.save_page(self.session.id, self.fence, &record).await {
            Ok(()) => self.page_noted = true,
            // It can be driven anew, unless the patient has submitted by then.
            Err(error) => {
                tracing::error!(session.id = %self.session.id, %error, "Could not note where a page is");
            }
        }
    }

    /// Writes down what the page shows after the site's answer, so that it is not taken for the answer to the next try.
    pub(super) async fn note_answer(&mut self) {
        let Some(lease) = &self.lease else { return };
        let selectors = self.profile().outcome.selectors();
        let Ok(seen) = look(lease.page(), &Progress::new(ANSWER_LIMIT), selectors).await else { return };
        if let Some(notes) = &mut self.notes {
            notes.answered = Some(seen);
        }
        self.note_page().await;
    }

    /// Closes the page, and forgets where it was.
    pub(super) async fn close_page(&mut self) {
        self.lease = None;
        if !std::mem::take(&mut self.page_noted) {
            return;
        }
        if let Err(error) = self.shared.store.delete_page(self.session.id, self.fence).await {
            tracing::debug!(session.id = %self.session.id, %error, "Could not note that a page is closed");
        }
    }

    /// The page may be another owner's by now: it is not closed, and not counted as left either. Whether it is anybody's is seen later.
    pub(super) fn let_go(&mut self) {
        if let Some(lease) = self.lease.take() {
            lease.let_go();
        }
    }

    /// Leaves everything as it is for whoever runs the session next. Phones come back by themselves.
    pub(super) fn step_aside(mut self) {
        if matches!(self.work, Work::Attaching(_)) {
            self.shared.browsers.leave_page();
        }
        if let Some(lease) = self.lease.take() {
            lease.leave();
        }
    }
}
