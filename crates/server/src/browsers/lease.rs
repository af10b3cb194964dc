//! A borrowed page, and how another process finds it again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use baton_browser::{Context, Page};
use baton_store::ContextRecord;
use tokio_util::task::TaskTracker;

use super::held::Held;
use super::staying::Staying;

/// Where a page is: its browser, its context, itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAddress {
    /// The debugging endpoint of its browser.
    pub endpoint: String,
    pub context_id: String,
    pub target_id: String,
}

/// A borrowed page. Dropping it closes the page with its context, cookies, storage and all.
#[derive(Debug)]
pub struct PageLease {
    page: Page,
    endpoint: String,
    context: Option<Context>,
    closing: Closing,
    _lent: Lent,
}

/// Counts a page as lent for as long as it lives.
#[derive(Debug)]
pub(super) struct Lent(Arc<AtomicUsize>);

impl Lent {
    pub(super) fn count(of: &Arc<AtomicUsize>) -> Self {
        of.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(of))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl PageLease {
    pub(super) fn new(page: Page, endpoint: String, context: Context, closing: Closing, lent: Lent) -> Self {
        Self { page, endpoint, context: Some(context), closing, _lent: lent }
    }

    pub fn page(&self) -> &Page {
        &self.page
    }

    pub fn address(&self) -> PageAddress {
        let context_id = self.context.as_ref().map_or_else(String::new, |context| context.id().to_string());
        PageAddress {
            endpoint: self.endpoint.clone(),
            context_id,
            target_id: self.page.target_id().to_string(),
        }
    }

    /// Lets go of a page that may be another owner's by now.
    pub fn let_go(mut self) {
        if let Some(context) = self.context.take() {
            self.closing.held.let_go(&record(&self.endpoint, &context));
        }
    }

    /// Lets go of the page and leaves it open, for whoever runs its session next.
    pub fn leave(mut self) {
        self.context = None;
        self.closing.staying.leave_a_page();
    }
}

impl Drop for PageLease {
    fn drop(&mut self) {
        if let Some(context) = self.context.take() {
            self.closing.close(&self.endpoint, context);
        }
    }
}

pub(super) fn record(endpoint: &str, context: &Context) -> ContextRecord {
    ContextRecord { endpoint: endpoint.to_owned(), context_id: context.id().to_string() }
}

/// Closes contexts in the background.
#[derive(Debug, Clone)]
pub(super) struct Closing {
    pub(super) tasks: TaskTracker,
    pub(super) staying: Staying,
    pub(super) held: Held,
    /// Whether others use our browsers too.
    pub(super) is_shared: bool,
}

impl Closing {
    pub(super) fn close(&self, endpoint: &str, context: Context) {
        // In our own Chrome the successor closes what belongs to nobody; we may have no time left for it.
        if self.staying.is_wanted() && !self.is_shared {
            return;
        }
        let (held, record, is_shared) = (self.held.clone(), record(endpoint, &context), self.is_shared);
        self.tasks.spawn(async move {
            if let Err(error) = context.close().await {
                tracing::debug!(%error, "Could not close a page's context; its browser is probably gone");
            }
            held.drop(&record, is_shared).await;
        });
    }
}
