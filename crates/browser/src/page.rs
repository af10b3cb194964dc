//! One page: opening addresses, its frames, its events, its dialogs, its pictures.

mod dialog;
mod error;
mod event;
mod events;
pub(crate) mod frames;
mod guard;
mod listen;
mod navigate;
mod picture;
mod rehearsal;
mod setup;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{broadcast, watch};

use crate::browser::Browser;
use crate::cdp::domains::emulation::SetTimezoneOverride;
use crate::cdp::domains::page::{BringToFront, GetFrameTree};
use crate::cdp::domains::target::{AttachToTarget, CloseTarget, DetachFromTarget};
use crate::cdp::domains::{fetch, network};
use crate::cdp::{CdpError, CdpSession, ContextId, FrameId, TargetId};
use crate::frame::Frame;
use crate::geometry::Viewport;
use crate::input::{Keyboard, Mouse, Touch};
use crate::progress::Progress;
use crate::screencast::Slot;
use crate::script::world_of;
use crate::tasks::Tasks;

pub use error::{PageEnd, PageError};
pub use event::{DialogKind, PageEvent};
use frames::FrameTable;
pub use guard::{GuardVerdict, GuardedRequest, RequestGuard};
pub use navigate::Navigation;
pub use picture::ScreenshotOptions;
pub(crate) use setup::Setup;
pub use setup::World;
use setup::{Binding, InitScript};

/// Events kept for listeners that lag; beyond it the oldest are dropped and the listener is told.
const EVENTS_KEPT: usize = 1024;
/// Far longer than Chrome takes to close a page.
const CLOSE_AGAIN: Duration = Duration::from_millis(500);
const CLOSE_LIMIT: Duration = Duration::from_secs(10);

/// A page of a context. Cheap to clone. Dropping the last handle detaches from the page and leaves it open.
#[derive(Clone, Debug)]
pub struct Page {
    inner: Arc<PageInner>,
}

#[derive(Debug)]
pub(crate) struct PageInner {
    this: Weak<Self>,
    browser: Browser,
    target: TargetId,
    context: Option<ContextId>,
    root: CdpSession,
    /// The name of the world that our scripts live in.
    world: String,
    frames: Mutex<FrameTable>,
    setup: Mutex<Setup>,
    screencast: Mutex<Option<Arc<Slot>>>,
    events: broadcast::Sender<PageEvent>,
    /// Counts changes of any frame. Watched, so a change between a look and a wait is never lost.
    version: watch::Sender<u64>,
    /// Counts the changes that are not inside a document: frames come, go and navigate, dialogs open.
    structure: AtomicU64,
    end: watch::Sender<Option<PageEnd>>,
    tasks: Tasks,
}

impl Page {
    pub(crate) async fn attach(
        browser: &Browser,
        target: TargetId,
        context: Option<ContextId>,
        setup: Setup,
    ) -> Result<Self, CdpError> {
        let attach = AttachToTarget { target_id: &target, flatten: true };
        let session = browser.session().call(&attach).await?.session_id;
        let inner = Arc::new_cyclic(|this: &Weak<PageInner>| PageInner {
            world: world_of(&session),
            root: browser.session().open(session, this.clone()),
            this: this.clone(),
            browser: browser.clone(),
            target,
            context,
            frames: Mutex::default(),
            setup: Mutex::new(setup.clone()),
            screencast: Mutex::default(),
            events: broadcast::Sender::new(EVENTS_KEPT),
            version: watch::Sender::new(0),
            structure: AtomicU64::new(0),
            end: watch::Sender::new(None),
            tasks: Tasks::new(),
        });
        browser.register(inner.target.clone(), Arc::downgrade(&inner));
        setup.install_root(&inner.root, &inner.world).await?;
        let tree = inner.root.call(&GetFrameTree {}).await?.frame_tree;
        inner.frames().adopt(&tree, &inner.root);
        Ok(Self { inner })
    }

    /// The name by which a later connection finds this page.
    pub fn target_id(&self) -> &TargetId {
        &self.inner.target
    }

    /// The context of the page; absent when a browser does not tell.
    pub fn context_id(&self) -> Option<&ContextId> {
        self.inner.context.as_ref()
    }

    /// The browser the page lives in.
    pub fn browser(&self) -> &Browser {
        &self.inner.browser
    }

    /// The address of the main frame.
    pub fn url(&self) -> String {
        self.inner.frames().main().map(|frame| frame.url.clone()).unwrap_or_default()
    }

    /// All frames, each behind its parent, the main frame first.
    pub fn frames(&self) -> Vec<Frame> {
        let frames = self.inner.frames();
        frames.ordered().into_iter().map(|frame| Frame::new(self.clone(), frame.id.clone())).collect()
    }

    /// The frame that fills the page.
    pub fn main_frame(&self) -> Frame {
        let main = self.inner.frames().main().map(|frame| frame.id.clone());
        // The main frame of a page carries the name of its target.
        Frame::new(self.clone(), main.unwrap_or_else(|| FrameId::new(self.inner.target.as_str())))
    }

    /// The frame named `id`, if it is still there.
    pub fn frame(&self, id: &FrameId) -> Option<Frame> {
        self.inner.has_frame(id).then(|| Frame::new(self.clone(), id.clone()))
    }

    /// What the pages of this context were told to emulate.
    pub fn viewport(&self) -> Viewport {
        self.inner.setup().options.viewport
    }

    /// Whether the page is shown as on a phone.
    pub fn is_mobile(&self) -> bool {
        self.inner.setup().options.mobile
    }

    /// Lays the page out for a window of another size.
    pub async fn set_viewport(&self, viewport: Viewport) -> Result<(), PageError> {
        let mobile = self.is_mobile();
        self.inner.setup().options.viewport = viewport;
        setup::send_metrics(self.root(), viewport, mobile).answer().await?;
        Ok(())
    }

    /// Makes the page believe it is in `timezone` (IANA name), iframes of other processes included.
    pub async fn set_timezone(&self, timezone: &str) -> Result<(), PageError> {
        self.inner.setup().options.timezone = Some(timezone.to_owned());
        let command = SetTimezoneOverride { timezone_id: timezone };
        for session in self.inner.iframe_sessions() {
            session.post(&command);
        }
        self.root().call(&command).await?;
        Ok(())
    }

    /// Runs `source` in all frames, those to come included.
    pub async fn add_init_script(&self, source: &str, world: World) -> Result<(), PageError> {
        let script = InitScript { source: source.to_owned(), world };
        self.inner.setup().scripts.push(script.clone());
        for session in self.inner.iframe_sessions() {
            drop(script.send(&session, &self.inner.world));
        }
        script.send(self.root(), &self.inner.world).answer().await?;
        Ok(())
    }

    /// Gives scripts a function `name` whose calls arrive as `PageEvent::Binding`.
    pub async fn add_binding(&self, name: &str, world: World) -> Result<(), PageError> {
        let binding = Binding { name: name.to_owned(), world };
        self.inner.setup().bindings.push(binding.clone());
        for session in self.inner.iframe_sessions() {
            drop(binding.send(&session, &self.inner.world));
        }
        binding.send(self.root(), &self.inner.world).answer().await?;
        Ok(())
    }

    /// Has every request of the page judged before it leaves; `None` lets all go.
    pub async fn set_request_guard(&self, guard: Option<RequestGuard>) -> Result<(), PageError> {
        let guarded = guard.is_some();
        self.inner.setup().guard = guard;
        for session in self.inner.sessions() {
            if guarded {
                session.call(&fetch::Enable {}).await?;
            } else {
                session.call(&fetch::Disable {}).await?;
            }
        }
        Ok(())
    }

    /// Whether the page tells of its requests and their answers from now on, as it does to begin with. Telling of them costs a busy page
    /// a good part of its time, and without it nobody hears with which status an address was answered.
    pub fn hear_requests(&self, heard: bool) {
        if std::mem::replace(&mut self.inner.setup().hears_requests, heard) == heard {
            return;
        }
        for session in self.inner.sessions() {
            if heard {
                session.post(&setup::HEAR_REQUESTS);
            } else {
                session.post(&network::Disable {});
            }
        }
    }

    /// Shows this page rather than its siblings.
    pub async fn bring_to_front(&self) -> Result<(), PageError> {
        self.root().call(&BringToFront {}).await?;
        Ok(())
    }

    /// Closes the page without asking it.
    pub async fn close(&self) -> Result<(), PageError> {
        Progress::new(CLOSE_LIMIT).run(self.close_at_last()).await?
    }

    /// Chrome answers before the page is gone, and forgets that it was asked if the page begins to load another document just then.
    async fn close_at_last(&self) -> Result<(), PageError> {
        let mut end = self.inner.end.subscribe();
        loop {
            let asked = self.inner.browser.session().call(&CloseTarget { target_id: self.target_id() }).await;
            // A page that Chrome does not know is closed; only the word of it may still be on its way.
            if !asked.as_ref().is_err_and(CdpError::is_target_gone) {
                asked?;
            }
            let ended = end.wait_for(Option::is_some);
            if tokio::time::timeout(CLOSE_AGAIN, ended).await.is_ok() {
                return Ok(());
            }
        }
    }

    pub fn mouse(&self) -> Mouse {
        Mouse::new(self.root().clone())
    }

    pub fn touch(&self) -> Touch {
        Touch::new(self.root().clone())
    }

    pub fn keyboard(&self) -> Keyboard {
        Keyboard::new(self.root().clone())
    }

    pub(crate) fn root(&self) -> &CdpSession {
        &self.inner.root
    }

    pub(crate) fn inner(&self) -> &PageInner {
        &self.inner
    }

    /// Fails with the reason once the page is over.
    pub(crate) fn check(&self, progress: &Progress) -> Result<(), PageError> {
        progress.check()?;
        self.check_end()
    }

    fn check_end(&self) -> Result<(), PageError> {
        self.inner.end.borrow().clone().map_or(Ok(()), |end| Err(end.into()))
    }
}

impl PageInner {
    pub(crate) fn world(&self) -> &str {
        &self.world
    }

    pub(crate) fn frames(&self) -> MutexGuard<'_, FrameTable> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn has_frame(&self, id: &FrameId) -> bool {
        self.frames().get(id).is_some()
    }

    pub(crate) fn screencast(&self) -> MutexGuard<'_, Option<Arc<Slot>>> {
        self.screencast.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn setup(&self) -> MutexGuard<'_, Setup> {
        self.setup.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sessions(&self) -> Vec<CdpSession> {
        self.frames().sessions()
    }

    fn iframe_sessions(&self) -> Vec<CdpSession> {
        let mut sessions = self.sessions();
        sessions.retain(|session| session.id() != self.root.id());
        sessions
    }

    fn emit(&self, event: PageEvent) {
        // Nobody listening is no fault.
        let _listeners = self.events.send(event);
    }

    /// Notes that a look taken before now may be out of date.
    fn bump(&self) {
        self.version.send_modify(|version| *version += 1);
    }

    fn bump_structure(&self) {
        self.structure.fetch_add(1, Ordering::Relaxed);
        self.bump();
    }
}

impl Drop for PageInner {
    fn drop(&mut self) {
        if let Some(session_id) = self.root.id() {
            self.browser.session().post(&DetachFromTarget { session_id });
        }
        for session in self.iframe_sessions() {
            session.forget();
        }
        self.root.forget();
        self.browser.unregister(&self.target);
    }
}
