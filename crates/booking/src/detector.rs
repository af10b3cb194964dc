//! What became of the payment: turns what was seen and heard of a handed-off page into a verdict. Pure; time is a parameter. Knows no browser.
//!
//! Evidence counts, not presence: only what has appeared since the handoff, in the frame where it belongs. Failure wins over success on the
//! same evidence, and a success takes several proofs that agree.

mod indicators;

pub use indicators::{Indicators, Signs};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::observation::PageObservation;
use crate::outcome::{Confirmation, PaymentResult};

/// The appointment that the patient is about to pay for.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    pub service: Option<String>,
    pub provider: Option<String>,
    /// Wall time at the clinic.
    pub date: Date,
    pub time: Time,
    pub zone: TimeZone,
}

/// Something that was seen or heard of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// The page as it looks now.
    Page(PageObservation),
    RequestStarted {
        url: String,
        method: String,
    },
    Response(Response),
    /// The patient pressed a control that looks final.
    FinalPress,
    /// The main frame shows another document.
    Navigated {
        url: String,
    },
    /// The main frame's document could not be loaded.
    LoadFailed,
}

/// An answer that the page got. Never holds a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub url: String,
    pub method: String,
    pub status: u16,
    pub kind: ResourceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceKind {
    /// A document of the main frame or of an iframe.
    Document,
    /// `fetch` or `XMLHttpRequest`.
    Api,
    /// Scripts, styles, pictures, beacons.
    Other,
}

/// What a piece of evidence means. Each is said once, when it becomes true.
///
/// `Processing`, `Challenge` and `Refused` imply a submit, also where none was said before.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Nothing new.
    Pending,
    /// The patient has submitted: money may be moving from here on.
    Submitted,
    /// The site says that it is working on it.
    Processing,
    /// The bank asks the patient to prove who they are (3-D Secure). Part of the payment, no outcome.
    Challenge,
    /// The page stopped the patient before anything was sent, for instance because a field is incomplete: the submit did not happen.
    Withdrawn,
    /// The site refused the payment; the patient may try again.
    Refused(Refusal),
    /// The appointment went to someone else.
    SlotTaken {
        /// What the page offers instead, in its own words.
        choices: Vec<String>,
    },
    Succeeded(Confirmation),
    /// The patient has submitted, and the site cannot say what came of it.
    Unclear {
        why: &'static str,
    },
}

/// A refused payment in the site's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub result: PaymentResult,
    pub message: String,
}

/// Watches one handed-off page.
#[derive(Debug, Clone)]
pub struct Detector {
    indicators: Indicators,
    #[expect(dead_code, reason = "read by the confirmation rules, which come next")]
    expected: Expected,
    #[expect(dead_code, reason = "read by the appearance rules, which come next")]
    baseline: PageObservation,
    submitted: bool,
}

impl Detector {
    /// `baseline` is the page as it was handed over: nothing on it is news.
    pub fn new(indicators: Indicators, expected: Expected, baseline: PageObservation) -> Self {
        Self { indicators, expected, baseline, submitted: false }
    }

    /// The CSS selectors that observations have to be asked for.
    pub fn selectors(&self) -> Vec<String> {
        self.indicators.selectors()
    }

    pub fn observe(&mut self, evidence: Evidence, _now: Timestamp) -> Verdict {
        match evidence {
            Evidence::FinalPress if !self.submitted => {
                self.submitted = true;
                Verdict::Submitted
            }
            _ => Verdict::Pending,
        }
    }
}
