//! Judges every request of a page before it leaves. What is allowed is for the caller to know.
//!
//! Covers documents, scripts, images, fetches and the redirects between them, in all frames. Web sockets are not
//! covered: Chrome does not hold them back. A popup is guarded once we have attached to it, which its first request may
//! precede; where that matters, give the context a proxy.

use std::fmt;
use std::sync::Arc;

use crate::cdp::CdpSession;
use crate::cdp::domains::fetch::{ContinueRequest, FailRequest, RequestPaused};

/// A request that is being held.
#[derive(Clone, Copy, Debug)]
pub struct GuardedRequest<'a> {
    pub url: &'a str,
    pub method: &'a str,
    /// Chrome's word: `Document`, `Script`, `Image`, `XHR`, `Fetch` and so on.
    pub resource_type: &'a str,
    /// Whether it is the document of the main frame.
    pub is_main_document: bool,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardVerdict {
    Allow,
    Deny,
}

/// Decides on requests; called often and from the reading task, so it must be quick and must not block.
#[derive(Clone)]
pub struct RequestGuard(Arc<dyn Fn(GuardedRequest<'_>) -> GuardVerdict + Send + Sync>);

impl RequestGuard {
    /// Lets `judge` decide.
    pub fn new(judge: impl Fn(GuardedRequest<'_>) -> GuardVerdict + Send + Sync + 'static) -> Self {
        Self(Arc::new(judge))
    }

    /// Lets a held request go, or fails it.
    pub(crate) fn decide(&self, paused: &RequestPaused, is_main_frame: bool, session: &CdpSession) {
        let request = GuardedRequest {
            url: &paused.request.url,
            method: &paused.request.method,
            resource_type: &paused.resource_type,
            is_main_document: is_main_frame && paused.resource_type == "Document",
        };
        let request_id = &paused.request_id;
        match (self.0)(request) {
            GuardVerdict::Allow => session.post(&ContinueRequest { request_id }),
            GuardVerdict::Deny => session.post(&FailRequest { request_id, error_reason: "BlockedByClient" }),
        }
    }
}

impl fmt::Debug for RequestGuard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RequestGuard")
    }
}
