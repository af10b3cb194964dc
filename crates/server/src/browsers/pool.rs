//! Lends pages. Each page has a context of its own, so nothing is shared between patients; giving it back closes both.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use baton_browser::{Browser, CdpError, Context, ContextId, ContextOptions, Page, RequestGuard, TargetId};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::home::ChromeHome;
use super::lease::{Closing, PageAddress, PageLease};
use super::reach::Reach;
use super::spare::Spare;
use super::staying::Staying;
use super::supervise::Supervisor;

/// Where the pages come from.
#[derive(Debug, Clone, Default)]
pub struct BrowserSettings {
    /// The Chrome to launch; found on the PATH when `None`.
    pub chrome: Option<PathBuf>,
    /// Further command line switches for the launched Chrome.
    pub extra_args: Vec<String>,
    /// Where pages may go.
    pub reach: Reach,
    /// Endpoints of Chromes that run elsewhere. With any, none is launched here.
    pub endpoints: Vec<String>,
    /// Whether to go without a warm spare context (for measuring).
    pub without_spare: bool,
}

/// No page can be had now.
#[derive(Debug, thiserror::Error)]
pub enum BrowserUnavailable {
    #[error("no browser came up within {} s", .0.as_secs())]
    NotReady(Duration),
    #[error("the browser that held the page is gone")]
    Gone,
    #[error("failed to open a page")]
    Open(#[from] CdpError),
}

/// A browser that is there.
#[derive(Debug, Clone)]
pub(super) struct Up {
    pub(super) browser: Browser,
    pub(super) endpoint: String,
    /// The contexts that were in it when it was found.
    pub(super) inherited: Vec<ContextId>,
    /// What judges the requests of its pages, where nothing else does.
    pub(super) guard: Option<RequestGuard>,
}

/// Lends pages of one supervised Chrome. Clones share it.
#[derive(Debug, Clone)]
pub struct BrowserPool(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    up: watch::Receiver<Option<Up>>,
    spare: Spare,
    closing: Closing,
    /// Cancelled when the pool must let its Chrome go.
    stop: CancellationToken,
}

impl BrowserPool {
    /// Starts the supervision of a Chrome that lives in `home`; returns at once. `tasks` owns what runs in the background.
    pub fn start(
        settings: BrowserSettings,
        home: ChromeHome,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> Self {
        let (publish, up) = watch::channel(None);
        let spare = Spare::new(!settings.without_spare);
        let staying = Staying::default();
        let supervisor = Supervisor {
            settings,
            publish,
            spare: spare.clone(),
            staying: staying.clone(),
            stop: stop.clone(),
        };
        tasks.spawn(supervisor.run(home));
        Self(Arc::new(Shared { up, spare, closing: Closing { tasks, staying }, stop }))
    }

    pub fn is_ready(&self) -> bool {
        self.0.up.borrow().as_ref().is_some_and(|up| !up.browser.is_lost())
    }

    /// Borrows a fresh page: the warm spare where there is one. Waits up to `patience` for a browser to come up.
    pub async fn lease(&self, patience: Duration) -> Result<PageLease, BrowserUnavailable> {
        let up = self.up(patience).await?;
        let (context, page) = match self.0.spare.take(&up.browser) {
            Some(warm) => warm,
            None => up.open().await?,
        };
        Ok(PageLease::new(page, up.endpoint, context, self.0.closing.clone()))
    }

    /// Borrows a page that is open already. What cannot be borrowed any more is closed.
    pub async fn attach(
        &self,
        address: &PageAddress,
        patience: Duration,
    ) -> Result<PageLease, BrowserUnavailable> {
        let up = self.up(patience).await?;
        let context = up.context(address).ok_or(BrowserUnavailable::Gone)?;
        match up.browser.attach_page_with(&TargetId::new(&address.target_id), up.phone()).await {
            Ok(page) => Ok(PageLease::new(page, up.endpoint, context, self.0.closing.clone())),
            Err(error) => {
                self.0.closing.close(context);
                Err(error.into())
            }
        }
    }

    /// Closes a page that nobody has borrowed.
    pub fn discard(&self, address: &PageAddress) {
        let context = self.0.up.borrow().as_ref().and_then(|up| up.context(address));
        if let Some(context) = context {
            self.0.closing.close(context);
        }
    }

    /// Closes what an earlier process left open in the browser, except the pages of `owned`. Returns at once.
    pub fn close_orphans(&self, owned: Vec<PageAddress>) {
        let pool = self.clone();
        self.0.closing.tasks.spawn(async move {
            let Ok(up) = pool.up(ORPHANS_PATIENCE).await else { return };
            let is_owned = |id: &ContextId| {
                owned.iter().any(|page| page.endpoint == up.endpoint && page.context_id == id.as_str())
            };
            let orphans: Vec<_> = up.inherited.iter().filter(|id| !is_owned(id)).collect();
            if !orphans.is_empty() {
                tracing::info!(count = orphans.len(), "Closing pages that nobody owns");
            }
            for orphan in orphans {
                pool.0.closing.close(up.browser.context(orphan.clone(), ContextOptions::default()));
            }
        });
    }

    /// From here on a successor is expected: Chrome runs on if a page is left in it, and nothing is closed any more.
    pub fn leave_running(&self) {
        self.0.closing.staying.want();
    }

    /// Says that a page stays open that nobody here has borrowed.
    pub fn leave_page(&self) {
        self.0.closing.staying.leave_a_page();
    }

    /// Prepares the next spare in the background, now that the machine has a moment.
    pub fn warm_up(&self) {
        let Some(up) = self.0.up.borrow().clone() else { return };
        let spare = self.0.spare.clone();
        self.0.closing.tasks.spawn(async move { spare.refill(&up).await });
    }

    async fn up(&self, patience: Duration) -> Result<Up, BrowserUnavailable> {
        let mut up = self.0.up.clone();
        let there = up.wait_for(|up| up.as_ref().is_some_and(|up| !up.browser.is_lost()));
        let found = tokio::select! {
            found = tokio::time::timeout(patience, there) => found.ok().and_then(Result::ok).and_then(|found| found.clone()),
            () = self.0.stop.cancelled() => None,
        };
        found.ok_or(BrowserUnavailable::NotReady(patience))
    }
}

/// A Chrome that takes longer to come up has to be launched anew, and then there is nothing in it.
const ORPHANS_PATIENCE: Duration = Duration::from_mins(1);

impl Up {
    /// The context at `address`, if this is its browser.
    fn context(&self, address: &PageAddress) -> Option<Context> {
        let id = ContextId::new(&address.context_id);
        (address.endpoint == self.endpoint).then(|| self.browser.context(id, self.phone()))
    }

    /// The page will be shown on a phone, so it is laid out for one from the start and hears touches.
    fn phone(&self) -> ContextOptions {
        ContextOptions { mobile: true, guard: self.guard.clone(), ..ContextOptions::default() }
    }

    /// Opens a context of its own with one blank page.
    pub(super) async fn open(&self) -> Result<(Context, Page), CdpError> {
        let context = self.browser.new_context(self.phone()).await?;
        let page = context.new_page().await?;
        Ok((context, page))
    }
}
