//! A borrowed page, and how another process finds it again.

use baton_browser::{Context, Page};
use tokio_util::task::TaskTracker;

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
}

impl PageLease {
    pub(super) fn new(page: Page, endpoint: String, context: Context, closing: Closing) -> Self {
        Self { page, endpoint, context: Some(context), closing }
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

    /// Lets go of the page and leaves it open, for whoever runs its session next.
    pub fn leave(mut self) {
        self.context = None;
        self.closing.staying.leave_a_page();
    }
}

impl Drop for PageLease {
    fn drop(&mut self) {
        if let Some(context) = self.context.take() {
            self.closing.close(context);
        }
    }
}

/// Closes contexts in the background.
#[derive(Debug, Clone)]
pub(super) struct Closing {
    pub(super) tasks: TaskTracker,
    pub(super) staying: Staying,
}

impl Closing {
    pub(super) fn close(&self, context: Context) {
        // The successor closes what belongs to nobody; we may have no time left for it.
        if self.staying.is_wanted() {
            return;
        }
        self.tasks.spawn(async move {
            if let Err(error) = context.close().await {
                tracing::debug!(%error, "Could not close a page's context; its browser is probably gone");
            }
        });
    }
}
