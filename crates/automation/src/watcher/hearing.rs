//! Turns what a page tells of itself into evidence: requests, answers, navigations, dialogs. Keeps no bodies and no queries of addresses that
//! it passes on to nobody.

use std::collections::HashMap;

use baton_booking::detector::{Evidence, ResourceKind, Response};
use baton_browser::{FrameId, PageEvent, RequestId};

/// Requests whose answers are awaited; beyond it the detector just hears less.
const REQUESTS_KEPT: usize = 512;

/// Remembers the requests that are under way.
#[derive(Debug)]
pub(super) struct Hearing {
    main: FrameId,
    requests: HashMap<RequestId, Request>,
}

#[derive(Debug)]
struct Request {
    method: String,
    url: String,
    /// Loads the main frame's document.
    is_page: bool,
}

impl Hearing {
    pub(super) fn new(main: FrameId) -> Self {
        Self { main, requests: HashMap::new() }
    }

    /// What the detector should know of the event, where it should.
    pub(super) fn hear(&mut self, event: PageEvent) -> Option<Evidence> {
        match event {
            PageEvent::Navigated { frame, url } if frame == self.main => Some(Evidence::Navigated { url }),
            PageEvent::RequestStarted { frame, request_id, resource_type, method, url } => {
                let is_page = resource_type == "Document" && frame.as_ref() == Some(&self.main);
                self.start(request_id, Request { method, url, is_page })
            }
            PageEvent::Response { request_id, resource_type, url, status, .. } => {
                let method =
                    self.requests.remove(&request_id).map_or_else(|| "GET".into(), |request| request.method);
                Some(Evidence::Response(Response { url, method, status, kind: kind(&resource_type) }))
            }
            PageEvent::RequestFailed { request_id, reason } => self.fail(&request_id, &reason),
            PageEvent::Dialog { message, .. } => Some(Evidence::Said(message)),
            PageEvent::Navigated { .. }
            | PageEvent::FrameAttached { .. }
            | PageEvent::FrameDetached { .. }
            | PageEvent::FrameReady { .. }
            | PageEvent::Binding { .. }
            | PageEvent::Popup(_)
            | PageEvent::DownloadRefused { .. }
            | PageEvent::Crashed
            | PageEvent::Closed => None,
        }
    }

    fn start(&mut self, id: RequestId, request: Request) -> Option<Evidence> {
        let sends = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
        if !sends && !request.is_page {
            return None;
        }
        let evidence = Evidence::RequestStarted { url: request.url.clone(), method: request.method.clone() };
        if self.requests.len() < REQUESTS_KEPT {
            self.requests.insert(id, request);
        }
        Some(evidence)
    }

    fn fail(&mut self, id: &RequestId, reason: &str) -> Option<Evidence> {
        // A page that leaves gives up what it had asked for; so does a navigation that turned out to be a download.
        let given_up = reason.contains("ERR_ABORTED");
        let request = self.requests.remove(id)?;
        if request.is_page && !given_up {
            return Some(Evidence::LoadFailed);
        }
        Some(Evidence::RequestFailed { url: request.url, given_up })
    }
}

fn kind(resource_type: &str) -> ResourceKind {
    match resource_type {
        "Document" => ResourceKind::Document,
        "XHR" | "Fetch" => ResourceKind::Api,
        _ => ResourceKind::Other,
    }
}
