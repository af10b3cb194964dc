//! What a piece of evidence can mean.

use crate::outcome::{Confirmation, PaymentResult};

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
    /// The page stopped the patient before anything was sent, for instance because a field is incomplete, or it has neither sent nor
    /// shown anything since the press: the submit did not happen.
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
