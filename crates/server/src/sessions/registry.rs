//! Starts sessions, finds them, and passes requests on to their runners. What is not running here is read from the store.

mod tenure;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use baton_booking::clock::Clock;
use baton_booking::id::{PublicId, SessionId};
use baton_booking::profile::{ProfileSet, SiteProfile};
use baton_booking::request::BookingRequest;
use baton_booking::session::{Limits, Session, SessionState};
use baton_store::{
    Fence, IdempotencyKey, Inserted, Instance, ListFilter, NewSession, PageRecord, Store, StoreError,
    StoredSession,
};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::feed::{Feed, next_change};
use super::handle::SessionHandle;
use super::places::Places;
use super::runner::Runner;
use super::view::{HandoffAnswer, Idempotency, NewBooking, SessionView, StartError, Started};
use crate::browsers::BrowserPool;
use crate::telemetry::Traces;

/// How sessions are run; the values come from the configuration.
#[derive(Debug, Clone)]
pub struct SessionSettings {
    pub limits: Limits,
    pub max_sessions: usize,
    pub queue_limit: usize,
    /// How long an ended session's page and personal data may stay.
    pub retention: Duration,
    /// How long what holds no personal data stays.
    pub history: Duration,
    /// This long a session stays ours without a sign of life.
    pub lease: Duration,
    /// The detector's fall-back poll.
    pub poll_interval: Duration,
    /// The base of handoff links, without a slash at the end.
    pub public_url: String,
}

/// The sessions of this process. Clones share them.
#[derive(Debug, Clone)]
pub struct Registry(Arc<Shared>);

/// What every runner works with.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) store: Store,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) settings: SessionSettings,
    pub(super) profiles: ProfileSet,
    pub(super) browsers: BrowserPool,
    pub(super) places: Places,
    pub(super) feed: Feed,
    pub(super) instance: Instance,
    pub(super) traces: Traces,
    /// Cancelled when runners must stop where they stand and leave their sessions to a successor.
    pub(super) stop: CancellationToken,
    /// Cancelled when no new bookings are taken any more.
    draining: CancellationToken,
    running: Mutex<HashMap<SessionId, SessionHandle>>,
    links: Mutex<HashMap<PublicId, SessionId>>,
    /// Sessions that are ours and had no runner when the leases were renewed last.
    unattended: Mutex<HashSet<SessionId>>,
    tasks: TaskTracker,
}

/// How a session is named.
#[derive(Debug, Clone)]
pub(crate) enum Sought {
    Session(SessionId),
    Link(PublicId),
}

/// A session's row is its first change.
const FIRST_CHANGE: i64 = 1;

/// How long an idempotency key is remembered: the contract's 24 hours.
const IDEMPOTENCY_KEPT: Duration = Duration::from_hours(24);

/// How often a draining process looks whether it is done, beside being told.
const DRAIN_LOOK: Duration = Duration::from_secs(1);

impl Registry {
    #[expect(clippy::too_many_arguments, reason = "called once, where everything is wired together")]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        settings: SessionSettings,
        profiles: ProfileSet,
        browsers: BrowserPool,
        instance: Instance,
        traces: Traces,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> Self {
        let places = Places::new(settings.max_sessions);
        Self(Arc::new(Shared {
            store,
            clock,
            settings,
            profiles,
            browsers,
            places,
            feed: Feed::new(),
            instance,
            traces,
            stop,
            draining: CancellationToken::new(),
            running: Mutex::default(),
            links: Mutex::default(),
            unattended: Mutex::default(),
            tasks,
        }))
    }

    /// Takes a booking on: a row first, then a runner. Answers as soon as the row is safe.
    pub async fn start(&self, new: NewBooking) -> Result<Started, StartError> {
        let shared = &self.0;
        if shared.stop.is_cancelled() || shared.draining.is_cancelled() {
            return Err(StartError::ShuttingDown);
        }
        let now = shared.clock.now();
        let session =
            Session::create(SessionId::generate(), new.request, new.lead, &shared.settings.limits, now);
        let idempotency = new.idempotency.map(|promise| kept_key(promise, now + IDEMPOTENCY_KEPT));
        let row = NewSession {
            session: &session,
            owner: &shared.instance.owner,
            lease: shared.settings.lease,
            idempotency,
            queue_limit: shared.settings.queue_limit,
        };
        match shared.store.insert(row).await? {
            Inserted::New { fence } => {
                self.run(session.clone(), fence, FIRST_CHANGE, None);
                Ok(Started { session, replayed: false })
            }
            Inserted::Same(id) => {
                let stored = shared.store.load(id).await?.ok_or(StartError::IdempotencyMismatch)?;
                Ok(Started { session: stored.session, replayed: true })
            }
            Inserted::Mismatch => Err(StartError::IdempotencyMismatch),
            Inserted::QueueFull { .. } => {
                Err(StartError::QueueFull { retry_after: shared.settings.limits.navigation })
            }
        }
    }

    /// Starts the runner of a session that is ours.
    fn run(&self, session: Session, fence: Fence, seq: i64, left: Option<PageRecord>) {
        let id = session.id;
        let link = session.handoff().map(|handoff| handoff.public_id.clone());
        let (runner, handle) = Runner::new(Arc::clone(&self.0), session, fence, seq, left);
        self.0.running().insert(id, handle);
        if let Some(link) = link {
            self.0.publish_link(link, id);
        }
        let shared = Arc::clone(&self.0);
        self.0.tasks.spawn(async move {
            runner.run().await;
            shared.forget(id);
        });
    }

    pub async fn find(&self, id: SessionId) -> Result<Option<SessionView>, StoreError> {
        let queue_position = self.0.places.position(id);
        if let Some(handle) = self.0.handle(id) {
            let (session, seq) = handle.session();
            return Ok(Some(SessionView { session, queue_position, seq }));
        }
        let Some(StoredSession { session, seq, .. }) = self.0.store.load(id).await? else { return Ok(None) };
        // It may wait in the line of another instance.
        let queue_position = match session.state {
            SessionState::Created => self.0.store.queue_position(id).await?,
            _ => None,
        };
        Ok(Some(SessionView { session, queue_position, seq: seq.0 }))
    }

    /// Fetches the link. The first success tells the runner that the link is out.
    pub async fn handoff(&self, id: SessionId) -> Result<HandoffAnswer, StoreError> {
        if let Some(answer) = self.ask_runner(id).await {
            return Ok(answer);
        }
        let Some(stored) = self.0.store.load(id).await? else { return Ok(HandoffAnswer::NotFound) };
        let state = stored.session.state.as_str();
        let over = stored.session.state.is_terminal();
        Ok(if over { HandoffAnswer::Over { state } } else { HandoffAnswer::NotReady { state } })
    }

    async fn ask_runner(&self, id: SessionId) -> Option<HandoffAnswer> {
        self.0.handle(id)?.fetch_link().await
    }

    /// Cancels a live session; a finished one keeps its state.
    pub async fn cancel(&self, id: SessionId, erase: bool) -> Result<Option<Session>, StoreError> {
        if let Some(handle) = self.0.handle(id) {
            handle.cancel().await;
        }
        if erase {
            self.0.store.erase_now(id).await?;
        }
        Ok(self.find(id).await?.map(|view| view.session))
    }

    pub async fn list(&self, filter: &ListFilter) -> Result<baton_store::Page, StoreError> {
        self.0.store.list(filter).await
    }

    pub async fn active_count(&self) -> Result<u64, StoreError> {
        self.0.store.count_active().await
    }

    /// Answers when the session has changed past `after_seq`, or when `patience` is over.
    pub async fn wait_change(
        &self,
        id: SessionId,
        after_seq: i64,
        patience: Duration,
    ) -> Result<Option<SessionView>, StoreError> {
        // Listening starts before looking, so a change in between is not missed.
        let mut changes = self.0.feed.listen();
        let view = self.find(id).await?;
        if view.as_ref().is_none_or(|view| view.seq > after_seq || view.session.state.is_terminal()) {
            return Ok(view);
        }
        next_change(&mut changes, id, patience).await;
        self.find(id).await
    }

    pub fn feed(&self) -> &Feed {
        &self.0.feed
    }

    pub fn store(&self) -> &Store {
        &self.0.store
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    pub fn settings(&self) -> &SessionSettings {
        &self.0.settings
    }

    pub fn browser_ready(&self) -> bool {
        self.0.browsers.is_ready()
    }

    pub fn waiting(&self) -> usize {
        self.0.places.waiting()
    }

    /// Finds the running session behind a handoff link.
    pub(crate) fn behind(&self, link: &PublicId) -> Option<SessionHandle> {
        let id = *self.0.links().get(link)?;
        self.0.handle(id)
    }

    /// Whether new bookings are taken.
    pub fn is_draining(&self) -> bool {
        self.0.draining.is_cancelled()
    }

    /// Takes no new bookings from now on, and returns once every session that runs here has ended and its callback is on its way.
    pub async fn drained(&self) {
        self.0.draining.cancel();
        let mut changes = self.0.feed.listen();
        while self.0.has_live() || self.owes_a_callback().await {
            // A listener that lags has missed a change, and looks again too.
            let _ = tokio::time::timeout(DRAIN_LOOK, changes.recv()).await;
        }
    }

    /// Whether a callback is due that nobody has begun to send. One that cannot be delivered now is left to a later process.
    async fn owes_a_callback(&self) -> bool {
        let next = self.0.store.next_callback_due().await.ok().flatten();
        next.is_some_and(|due| due <= self.0.clock.now())
    }
}

impl Shared {
    /// The profile that the request names, else the one of the site's host.
    pub(super) fn profile(&self, request: &BookingRequest) -> Arc<SiteProfile> {
        let named = request.profile.as_deref().and_then(|name| self.profiles.by_name(name));
        named.unwrap_or_else(|| self.profiles.for_host(request.booking_url.host_str().unwrap_or_default()))
    }

    pub(super) fn publish_link(&self, link: PublicId, id: SessionId) {
        self.links().insert(link, id);
    }

    /// Notes which sessions have no runner now. Returns those that had none when this was noted last.
    fn found_unattended(&self, now: HashSet<SessionId>) -> HashSet<SessionId> {
        std::mem::replace(&mut self.unattended.lock().expect("nothing panics while it holds them"), now)
    }

    fn handle(&self, id: SessionId) -> Option<SessionHandle> {
        self.running().get(&id).cloned()
    }

    fn has_live(&self) -> bool {
        self.running().values().any(|handle| !handle.stage().session.state.is_terminal())
    }

    fn forget(&self, id: SessionId) {
        self.running().remove(&id);
        self.links().retain(|_, linked| *linked != id);
    }

    fn running(&self) -> MutexGuard<'_, HashMap<SessionId, SessionHandle>> {
        self.running.lock().expect("nothing panics while it holds the runners")
    }

    fn links(&self) -> MutexGuard<'_, HashMap<PublicId, SessionId>> {
        self.links.lock().expect("nothing panics while it holds the links")
    }
}

fn kept_key(promise: Idempotency, kept_until: Timestamp) -> IdempotencyKey {
    let Idempotency { scope, key, body_hash } = promise;
    IdempotencyKey { key_scope: scope, key, body_hash, kept_until }
}
