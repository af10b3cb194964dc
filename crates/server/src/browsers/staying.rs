//! Whether Chrome stays when the process goes. Decided by whoever stops the service, heeded by whoever lets go of something in a browser.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Clones share one answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Staying(Arc<Answer>);

#[derive(Debug, Default)]
struct Answer {
    wanted: AtomicBool,
    pages_left: AtomicUsize,
}

impl Staying {
    /// From here on a successor is expected: nothing is closed that it might need.
    pub(super) fn want(&self) {
        self.0.wanted.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.0.wanted.load(Ordering::SeqCst)
    }

    pub(super) fn leave_a_page(&self) {
        self.0.pages_left.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether a successor would find anything in this Chrome.
    pub(super) fn is_worthwhile(&self) -> bool {
        self.is_wanted() && self.0.pages_left.load(Ordering::SeqCst) > 0
    }
}
