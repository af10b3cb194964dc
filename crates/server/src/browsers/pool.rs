//! Lends pages. Each page has a context of its own, so nothing is shared between patients; giving it back closes both.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use baton_browser::{Browser, CdpError, Context, ContextOptions, Page};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::spare::Spare;
use super::supervise::supervise;

/// Where the pages come from.
#[derive(Debug, Clone, Default)]
pub struct BrowserSettings {
    /// The Chrome to launch; found on the PATH when `None`.
    pub chrome: Option<PathBuf>,
    /// Further command line switches for the launched Chrome.
    pub extra_args: Vec<String>,
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
    #[error("failed to open a page")]
    Open(#[from] CdpError),
}

/// Lends pages of one supervised Chrome. Clones share it.
#[derive(Debug, Clone)]
pub struct BrowserPool(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    browser: watch::Receiver<Option<Browser>>,
    spare: Spare,
    tasks: TaskTracker,
    /// Cancelled when the pool must let its Chrome go.
    stop: CancellationToken,
}

impl BrowserPool {
    /// Starts the supervision of a Chrome; returns at once. `tasks` owns what runs in the background.
    pub fn start(settings: BrowserSettings, tasks: TaskTracker, stop: CancellationToken) -> Self {
        let (publish, browser) = watch::channel(None);
        let spare = Spare::new(!settings.without_spare);
        tasks.spawn(supervise(settings, publish, spare.clone(), stop.clone()));
        Self(Arc::new(Shared { browser, spare, tasks, stop }))
    }

    pub fn is_ready(&self) -> bool {
        self.0.browser.borrow().as_ref().is_some_and(|browser| !browser.is_lost())
    }

    /// Borrows a fresh page: the warm spare where there is one. Waits up to `patience` for a browser to come up.
    pub async fn lease(&self, patience: Duration) -> Result<PageLease, BrowserUnavailable> {
        let browser = self.browser(patience).await?;
        let (context, page) = match self.0.spare.take(&browser) {
            Some(warm) => warm,
            None => open(&browser).await?,
        };
        Ok(PageLease { page, context: Some(context), pool: self.clone() })
    }

    /// Prepares the next spare in the background, now that the machine has a moment.
    pub fn warm_up(&self) {
        let Some(browser) = self.0.browser.borrow().clone() else { return };
        let spare = self.0.spare.clone();
        self.0.tasks.spawn(async move { spare.refill(&browser).await });
    }

    async fn browser(&self, patience: Duration) -> Result<Browser, BrowserUnavailable> {
        let mut browser = self.0.browser.clone();
        let up = browser.wait_for(|browser| browser.as_ref().is_some_and(|browser| !browser.is_lost()));
        let found = tokio::select! {
            found = tokio::time::timeout(patience, up) => found.ok().and_then(Result::ok).and_then(|found| found.clone()),
            () = self.0.stop.cancelled() => None,
        };
        found.ok_or(BrowserUnavailable::NotReady(patience))
    }
}

/// Opens a context of its own with one blank page: a phone, because the page will be shown on one.
pub(super) async fn open(browser: &Browser) -> Result<(Context, Page), CdpError> {
    let context = browser.new_context(ContextOptions::default()).await?;
    let page = context.new_page().await?;
    Ok((context, page))
}

/// A borrowed page. Dropping it closes the page with its context: cookies, storage and all.
#[derive(Debug)]
pub struct PageLease {
    page: Page,
    context: Option<Context>,
    pool: BrowserPool,
}

impl PageLease {
    pub fn page(&self) -> &Page {
        &self.page
    }
}

impl Drop for PageLease {
    fn drop(&mut self) {
        let Some(context) = self.context.take() else { return };
        self.pool.0.tasks.spawn(async move {
            if let Err(error) = context.close().await {
                tracing::debug!(%error, "Could not close a page's context; its browser is probably gone");
            }
        });
    }
}
