//! Lends pages. Each page has a context of its own, so nothing is shared between patients; giving it back closes both.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use baton_browser::{Browser, CdpError, Context, ContextId, ContextOptions, Page, RequestGuard, TargetId};
use baton_store::ContextRecord;
use futures_util::future::select_all;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use super::held::{Held, Ledger};
use super::home::ChromeHome;
use super::lease::{Closing, Lent, PageAddress, PageLease, record};
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
    pub(super) held: Held,
    /// Whether others use it too.
    pub(super) is_shared: bool,
}

/// Lends pages of one supervised Chrome, or of several that run elsewhere. Clones share them.
#[derive(Debug, Clone)]
pub struct BrowserPool(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// One at least.
    seats: Vec<Seat>,
    closing: Closing,
    reach: Reach,
    /// Cancelled when the pool must let its Chrome go.
    stop: CancellationToken,
}

/// One supervised browser.
#[derive(Debug)]
struct Seat {
    /// Where it runs, if it is not ours.
    endpoint: Option<String>,
    up: watch::Receiver<Option<Up>>,
    spare: Spare,
    lent: Arc<AtomicUsize>,
}

impl BrowserPool {
    /// Starts the supervision of a Chrome that lives in `home`; returns at once. `tasks` owns what runs in the background.
    pub fn start(
        settings: &BrowserSettings,
        home: ChromeHome,
        ledger: Ledger,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> Self {
        let (staying, held, home) = (Staying::default(), Held::new(ledger), Arc::new(home));
        let elsewhere = settings.endpoints.iter().cloned().map(Some);
        let is_shared = elsewhere.len() > 0;
        let here = (!is_shared).then_some(None);
        let seat = |endpoint: Option<String>| {
            let (publish, up) = watch::channel(None);
            let spare = Spare::new(!settings.without_spare);
            let supervisor = Supervisor {
                settings: settings.clone(),
                endpoint: endpoint.clone(),
                held: held.clone(),
                publish,
                spare: spare.clone(),
                staying: staying.clone(),
                stop: stop.clone(),
            };
            tasks.spawn(supervisor.run(Arc::clone(&home)));
            Seat { endpoint, up, spare, lent: Arc::default() }
        };
        let seats = here.into_iter().chain(elsewhere).map(seat).collect();
        let closing = Closing { tasks, staying, held, is_shared };
        Self(Arc::new(Shared { seats, closing, reach: settings.reach.clone(), stop }))
    }

    /// Whether a page may go to this address, as its name stands just now.
    pub async fn may_open(&self, url: &Url) -> bool {
        self.0.reach.admits(url).await
    }

    pub fn is_ready(&self) -> bool {
        self.0.seats.iter().any(|seat| seat.now().is_some())
    }

    /// Borrows a fresh page of the browser that has lent the fewest: the warm spare where there is one. Waits up to `patience` for a
    /// browser to come up.
    pub async fn lease(&self, patience: Duration) -> Result<PageLease, BrowserUnavailable> {
        let (seat, up) = self.freest(patience).await?;
        let lent = Lent::count(&seat.lent);
        let (context, page) = match seat.spare.take(&up.browser) {
            Some(warm) => warm,
            None => up.open().await?,
        };
        Ok(PageLease::new(page, up.endpoint, context, self.0.closing.clone(), lent))
    }

    /// Borrows a page that is open already. What cannot be borrowed any more is closed.
    pub async fn attach(
        &self,
        address: &PageAddress,
        patience: Duration,
    ) -> Result<PageLease, BrowserUnavailable> {
        let (seat, up) = self.seat_of(address, patience).await?;
        let context = up.context(address).ok_or(BrowserUnavailable::Gone)?;
        up.held.take(record(&up.endpoint, &context), up.is_shared).await;
        match up.browser.attach_page_with(&TargetId::new(&address.target_id), up.phone()).await {
            Ok(page) => {
                let lent = Lent::count(&seat.lent);
                Ok(PageLease::new(page, up.endpoint, context, self.0.closing.clone(), lent))
            }
            Err(error) => {
                self.0.closing.close(&up.endpoint, context);
                Err(error.into())
            }
        }
    }

    /// Closes a page that nobody has borrowed.
    pub fn discard(&self, address: &PageAddress) {
        for up in self.0.seats.iter().filter_map(Seat::now) {
            if let Some(context) = up.context(address) {
                self.0.closing.close(&up.endpoint, context);
            }
        }
    }

    /// Closes what an earlier process left open in our own browser, except the pages of `owned`. Returns at once.
    pub fn close_orphans(&self, owned: Vec<PageAddress>) {
        let pool = self.clone();
        self.0.closing.tasks.spawn(async move {
            let Ok((_, up)) = pool.freest(ORPHANS_PATIENCE).await else { return };
            let is_owned = |id: &ContextId| {
                owned.iter().any(|page| page.endpoint == up.endpoint && page.context_id == id.as_str())
            };
            let orphans: Vec<_> = up.inherited.iter().filter(|id| !is_owned(id)).cloned().collect();
            pool.close_all(&up, orphans);
        });
    }

    /// Closes what has become nobody's meanwhile, except the pages of `owned`. To be called now and then.
    pub async fn sweep(&self, owned: &HashSet<ContextRecord>) {
        for up in self.0.seats.iter().filter_map(Seat::now) {
            let Some(found) = up.found().await else { continue };
            let orphans = up.held.orphans(&up.endpoint, found, owned);
            self.close_all(&up, orphans.iter().map(|orphan| ContextId::new(&orphan.context_id)).collect());
        }
    }

    fn close_all(&self, up: &Up, orphans: Vec<ContextId>) {
        if !orphans.is_empty() {
            tracing::info!(count = orphans.len(), "Closing pages that nobody owns");
        }
        for orphan in orphans {
            let context = up.browser.context(orphan, ContextOptions::default());
            self.0.closing.close(&up.endpoint, context);
        }
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
        for seat in &self.0.seats {
            let (Some(up), spare) = (seat.now(), seat.spare.clone()) else { continue };
            self.0.closing.tasks.spawn(async move { spare.refill(&up).await });
        }
    }

    async fn freest(&self, patience: Duration) -> Result<(&Seat, Up), BrowserUnavailable> {
        let seats = self.0.seats.iter();
        let ready = seats.filter_map(|seat| Some((seat, seat.now()?)));
        match ready.min_by_key(|(seat, _)| seat.lent.load(Ordering::SeqCst)) {
            Some(ready) => Ok(ready),
            None => self.wait_for(self.0.seats.iter().collect(), patience).await,
        }
    }

    /// The seat of a page's browser. Our own Chrome says where it is only when it is up.
    async fn seat_of(
        &self,
        address: &PageAddress,
        patience: Duration,
    ) -> Result<(&Seat, Up), BrowserUnavailable> {
        let seats = self.0.seats.iter();
        let seats = seats.filter(|seat| seat.endpoint.as_ref().is_none_or(|at| *at == address.endpoint));
        self.wait_for(seats.collect(), patience).await
    }

    async fn wait_for<'a>(
        &self,
        seats: Vec<&'a Seat>,
        patience: Duration,
    ) -> Result<(&'a Seat, Up), BrowserUnavailable> {
        if seats.is_empty() {
            return Err(BrowserUnavailable::Gone);
        }
        let first = select_all(seats.into_iter().map(|seat| Box::pin(seat.up())));
        let found = tokio::select! {
            found = tokio::time::timeout(patience, first) => found.ok().and_then(|(found, _, _)| found),
            () = self.0.stop.cancelled() => None,
        };
        found.ok_or(BrowserUnavailable::NotReady(patience))
    }
}

impl Seat {
    fn now(&self) -> Option<Up> {
        self.up.borrow().clone().filter(|up| !up.browser.is_lost())
    }

    async fn up(&self) -> Option<(&Self, Up)> {
        let mut up = self.up.clone();
        let there = up.wait_for(|up| up.as_ref().is_some_and(|up| !up.browser.is_lost())).await;
        let found = there.ok().and_then(|up| up.clone())?;
        Some((self, found))
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

    /// What may be in it that is nobody's: of a browser that others use too, only what we have written down.
    async fn found(&self) -> Option<Vec<ContextRecord>> {
        if self.is_shared {
            let booked = self.held.booked(&self.endpoint).await;
            return booked.inspect_err(|error| tracing::warn!(%error, "Could not look for orphans")).ok();
        }
        let at =
            |id: ContextId| ContextRecord { endpoint: self.endpoint.clone(), context_id: id.to_string() };
        Some(self.browser.contexts().await.ok()?.into_iter().map(at).collect())
    }

    /// The page will be shown on a phone, so it is laid out for one from the start and hears touches.
    fn phone(&self) -> ContextOptions {
        ContextOptions { mobile: true, guard: self.guard.clone(), ..ContextOptions::default() }
    }

    /// Opens a context of its own with one blank page.
    pub(super) async fn open(&self) -> Result<(Context, Page), CdpError> {
        let context = self.browser.new_context(self.phone()).await?;
        self.held.take(record(&self.endpoint, &context), self.is_shared).await;
        let page = context.new_page().await?;
        Ok((context, page))
    }
}
