//! What the page asked the network since the patient's last press, and what came back. Knows statuses, never bodies.

use jiff::Timestamp;

use super::places::Places;
use super::{ResourceKind, Response};

/// Parts of addresses to which pages report and by which they do not pay.
const REPORTING: &[&str] = &[
    "//r.stripe.com",
    "//m.stripe",
    "//q.stripe.com",
    "analytics",
    "collect",
    "/track",
    "telemetry",
    "/log",
    "beacon",
    "metrics",
    "/events",
    "/csp-report",
    "sentry",
];

/// Parts of addresses under which money is moved: a request there is a submit, whether or not a press was seen.
const PAYING: &[&str] = &["/payment_intents/", "/setup_intents/", "/charges", "/payments/confirm"];

/// The network's side of one payment attempt.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Traffic {
    /// Requests without an answer.
    open: Vec<String>,
    answered_at: Option<Timestamp>,
    trouble_since: Option<Timestamp>,
}

impl Traffic {
    /// Notes a request. Returns whether it must be a payment.
    pub(super) fn request(&mut self, url: &str, method: &str, places: &Places) -> bool {
        if !is_sending(method) || !places.concerns(url) || is_reporting(url) {
            return false;
        }
        self.open.push(url.to_owned());
        PAYING.iter().any(|part| url.contains(part)) && (url.contains("confirm") || url.contains("/charges"))
    }

    pub(super) fn response(&mut self, response: &Response, places: &Places, now: Timestamp) {
        if !places.concerns(&response.url)
            || is_reporting(&response.url)
            || response.kind == ResourceKind::Other
        {
            return;
        }
        self.open.retain(|url| *url != response.url);
        if is_sending(&response.method) || response.kind == ResourceKind::Document {
            self.answered_at = Some(now);
            if response.status >= 500 {
                self.trouble_since.get_or_insert(now);
            }
        }
    }

    /// Notes a request that gets no answer.
    pub(super) fn failure(&mut self, url: &str, given_up: bool, places: &Places, now: Timestamp) {
        if !self.open.iter().any(|open| open == url) || !places.concerns(url) {
            return;
        }
        self.open.retain(|open| open != url);
        if !given_up {
            self.trouble_since.get_or_insert(now);
        }
    }

    pub(super) fn load_failed(&mut self, now: Timestamp) {
        self.trouble_since.get_or_insert(now);
    }

    /// Whether something was sent that may still do something.
    pub(super) fn is_waiting(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn answered_at(&self) -> Option<Timestamp> {
        self.answered_at
    }

    pub(super) fn trouble_since(&self) -> Option<Timestamp> {
        self.trouble_since
    }
}

fn is_sending(method: &str) -> bool {
    matches!(method, "POST" | "PUT" | "PATCH")
}

fn is_reporting(url: &str) -> bool {
    REPORTING.iter().any(|part| url.contains(part))
}
