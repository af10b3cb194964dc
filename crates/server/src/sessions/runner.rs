//! Runs one session. Waits in one place, lets the domain decide, acts last: the state and the callback it causes are saved together,
//! then everybody is told. The runner is the only writer of its session's row.

mod acting;
mod aftercare;
mod direct;
mod link;
mod returning;
mod watching;

use std::sync::Arc;
use std::time::Duration;

use baton_booking::flow::Flow;
use baton_booking::outcome::Failure;
use baton_booking::session::{Decision, Event, Session, SessionState, Step};
use baton_live_view::Phase;
use baton_store::{Fence, NewCallback, PageRecord};
use tokio::sync::{oneshot, watch};

use self::link::Link;
pub(super) use self::returning::{address, page_is_the_patients};
use super::feed::Change;
use super::handle::{Command, Mailbox, SessionHandle, Stage};
use super::measures;
use super::notes::Notes;
use super::patient::{Patient, PatientEvent};
use super::phase::phase_of;
use super::places::Place;
use super::registry::Shared;
use super::saving::save_until_done;
use super::view::HandoffAnswer;
use super::work::{Progressed, Work};
use crate::browsers::PageLease;
use crate::callbacks::compose;

/// One session at work.
#[derive(Debug)]
pub(super) struct Runner {
    shared: Arc<Shared>,
    session: Session,
    fence: Fence,
    seq: i64,
    mailbox: Mailbox,
    stage: watch::Sender<Stage>,
    work: Work,
    /// The right to hold a page open; given up the moment the session ends.
    place: Option<Place>,
    lease: Option<PageLease>,
    flow: Option<Flow>,
    patient: Option<Patient>,
    link: Option<Link>,
    /// What a successor would have to know of the page.
    notes: Option<Notes>,
    /// Whether the store knows of a page.
    page_noted: bool,
    /// Whether the page was lost and is on its way back.
    brings_back: bool,
    /// How often the page was lost and prepared anew.
    redriven: u32,
}

/// Everything a runner can wake up for.
#[derive(Debug)]
enum Happening {
    Asked(Command),
    Progressed(Progressed),
    Patient(PatientEvent),
    DeadlinePassed,
    /// This process is going; a successor takes the session over.
    Stopped,
}

/// Whether the runner has more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    GoOn,
    Leave,
}

impl Runner {
    pub(super) fn new(
        shared: Arc<Shared>,
        session: Session,
        fence: Fence,
        seq: i64,
        left: Option<PageRecord>,
    ) -> (Self, SessionHandle) {
        let stage = Stage { session: Arc::new(session.clone()), seq, hub: None };
        let (handle, mailbox, stage) = SessionHandle::new(stage);
        let page_noted = left.is_some();
        // Joining the line here, not in the task, keeps the order in which bookings were taken on.
        let (work, place) = returning::first_work(&shared, &session, left);
        let runner = Self {
            shared,
            session,
            fence,
            seq,
            mailbox,
            stage,
            work,
            place,
            lease: None,
            flow: None,
            patient: None,
            link: None,
            notes: None,
            page_noted,
            brings_back: false,
            redriven: 0,
        };
        (runner, handle)
    }

    /// Runs until the session has ended and its page is gone, or until the process stops.
    pub(super) async fn run(mut self) {
        while !self.session.state.is_terminal() {
            let happening = self.next_happening().await;
            if self.react(happening).await == Next::Leave {
                return self.step_aside();
            }
        }
        self.care_after().await;
    }

    async fn next_happening(&mut self) -> Happening {
        let lapse = self.until_deadline();
        tokio::select! {
            biased;
            () = self.shared.stop.cancelled() => Happening::Stopped,
            Some(command) = self.mailbox.recv() => Happening::Asked(command),
            () = lapse => Happening::DeadlinePassed,
            event = patient_event(&mut self.patient) => Happening::Patient(event),
            progressed = self.work.next() => Happening::Progressed(progressed),
        }
    }

    fn until_deadline(&self) -> impl Future<Output = ()> + use<> {
        let now = self.shared.clock.now();
        // What the page has come to while nobody watched counts more than the time that has passed meanwhile.
        let waits = !matches!(self.work, Work::Attaching(_));
        let deadline = self.session.deadline(&self.shared.settings.limits).filter(|_| waits);
        let left = deadline
            .map(|deadline| Duration::try_from(deadline.duration_since(now)).unwrap_or(Duration::ZERO));
        async move {
            match left {
                Some(left) => tokio::time::sleep(left).await,
                None => std::future::pending().await,
            }
        }
    }

    async fn react(&mut self, happening: Happening) -> Next {
        match happening {
            Happening::Stopped => Next::Leave,
            Happening::Asked(Command::Leave) => {
                tracing::warn!(session.id = %self.session.id, "Another instance has the session now");
                self.let_go();
                Next::Leave
            }
            Happening::Asked(Command::FetchLink(reply)) => self.fetch_link(reply).await,
            Happening::Asked(Command::Cancel(done)) => {
                let next = self.apply(Event::CancelRequested).await;
                // The caller may have gone; the session is cancelled all the same.
                let _ = done.send(());
                next
            }
            Happening::Patient(PatientEvent::Active) => self.apply(Event::PatientActive).await,
            Happening::Patient(PatientEvent::Final(press)) => self.final_press(press).await,
            Happening::DeadlinePassed => self.apply(Event::DeadlinePassed).await,
            Happening::Progressed(progressed) => self.progress(progressed).await,
        }
    }

    async fn progress(&mut self, progressed: Progressed) -> Next {
        match progressed {
            Progressed::Placed(place) => self.begin(place).await,
            Progressed::Attached(found) => self.attached(found).await,
            Progressed::Reached(step) => self.apply(Event::Reached(step)).await,
            Progressed::Prepared(end) => self.prepared(*end).await,
            Progressed::Passed(end) => self.passed(*end).await,
            Progressed::Sighted(sighting) => self.sighted(sighting).await,
        }
    }

    /// A place is free. A session that was taken over goes on where it stood.
    async fn begin(&mut self, place: Place) -> Next {
        self.place = Some(place);
        match self.session.state {
            SessionState::Created => {
                let next = self.apply(Event::Admitted).await;
                self.drive();
                next
            }
            SessionState::Monitoring { .. } => {
                self.bring_back();
                let next = self.apply(Event::Resumed).await;
                self.drive();
                next
            }
            _ => {
                self.drive();
                Next::GoOn
            }
        }
    }

    async fn fetch_link(&mut self, reply: oneshot::Sender<HandoffAnswer>) -> Next {
        let mut next = Next::GoOn;
        if matches!(self.session.state, SessionState::ReadyForHandoff { .. })
            && (self.lease.is_some() || self.is_direct())
        {
            next = self.apply(Event::LinkFetched).await;
        }
        if next == Next::GoOn && self.link.is_none() && self.session.handoff().is_some() {
            next = self.renew_link().await;
        }
        // The caller may have gone; fetching the link again gives the same answer.
        let _ = reply.send(self.handoff_answer());
        next
    }

    /// Lets the domain decide what `event` means, and does it.
    async fn apply(&mut self, event: Event) -> Next {
        let now = self.shared.clock.now();
        match self.session.decide(event, &self.shared.settings.limits, now) {
            Decision::Enter(session) => self.save(session, None).await,
            Decision::Finish(session) => {
                let callback = compose(&session, now);
                self.save(session, callback).await
            }
            Decision::Touch(session) => {
                self.session = session;
                self.show();
                Next::GoOn
            }
            Decision::Ignore(why) => {
                tracing::debug!(session.id = %self.session.id, why, "Ignored an event");
                Next::GoOn
            }
        }
    }

    async fn save(&mut self, session: Session, callback: Option<NewCallback>) -> Next {
        let saving = save_until_done(&self.shared.store, &session, self.fence, callback.as_ref());
        let saved = tokio::select! {
            saved = saving => saved,
            () = self.shared.stop.cancelled() => return Next::Leave,
        };
        match saved {
            Ok(seq) => {
                tracing::info!(
                    session.id = %session.id,
                    state = session.state.as_str(),
                    step = session.state.step().map(Step::as_str),
                    "Session changed"
                );
                measures::note(&self.session, &session);
                if session.state.is_terminal() {
                    self.shared.traces.ended(session.id);
                }
                self.session = session;
                self.seq = seq.0;
                self.show();
                self.shared.feed.announce(Change { id: self.session.id, seq: seq.0 });
                Next::GoOn
            }
            Err(error) => {
                tracing::error!(session.id = %self.session.id, %error, "Gave the session up");
                self.let_go();
                Next::Leave
            }
        }
    }

    async fn fail(&mut self, failure: Failure) -> Next {
        self.apply(Event::Failed(failure)).await
    }

    /// Shows handlers and phones the present stage.
    fn show(&self) {
        self.stage.send_replace(Stage {
            session: Arc::new(self.session.clone()),
            seq: self.seq,
            hub: self.patient.as_ref().map(|patient| patient.hub.clone()),
        });
        let phase = match phase_of(&self.session) {
            Some(Phase::FillingIn { .. }) if self.brings_back => Some(Phase::Reconnecting),
            phase => phase,
        };
        if let (Some(patient), Some(phase)) = (&self.patient, phase) {
            patient.hub.say(phase);
        }
    }
}

async fn patient_event(patient: &mut Option<Patient>) -> PatientEvent {
    match patient {
        Some(patient) => patient.next().await,
        None => std::future::pending().await,
    }
}
