//! A press that may book or pay, held back until its owner has noted it.

use std::time::Duration;

use tokio::sync::oneshot;

/// However slow the one who notes it: a patient's press is never swallowed.
const LONGEST_HOLD: Duration = Duration::from_secs(2);

/// A press of a control that looks final. It reaches the page once this is dropped.
#[derive(Debug)]
pub struct FinalPress {
    /// The words on the control.
    pub label: String,
    _noted: oneshot::Sender<()>,
}

/// The other end: waits for the press to be noted.
#[derive(Debug)]
pub(super) struct Noted(oneshot::Receiver<()>);

impl FinalPress {
    pub(super) fn new(label: String) -> (Self, Noted) {
        let (noted, wait) = oneshot::channel();
        (Self { label, _noted: noted }, Noted(wait))
    }
}

impl Noted {
    /// Returns when the press was dropped, which is how it says that it is noted.
    pub(super) async fn wait(self) {
        let _dropped = tokio::time::timeout(LONGEST_HOLD, self.0).await;
    }
}
