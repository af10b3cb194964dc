//! A press that may book or pay, held back until its owner has noted it.

use std::future::pending;

use tokio::sync::oneshot;

/// A press of a control that looks final. It reaches the page only by [`let_through`](Self::let_through): whoever drops it cannot say
/// that it was noted, and a press that nobody knows of could be made a second time.
#[derive(Debug)]
pub struct FinalPress {
    /// The words on the control.
    pub label: String,
    noted: oneshot::Sender<()>,
}

/// The other end: waits for the press to be noted.
#[derive(Debug)]
pub(super) struct Noted(oneshot::Receiver<()>);

impl FinalPress {
    pub(super) fn new(label: String) -> (Self, Noted) {
        let (noted, wait) = oneshot::channel();
        (Self { label, noted }, Noted(wait))
    }

    /// It is noted, and may go on.
    pub fn let_through(self) {
        // A hub that has ended meanwhile presses nothing.
        let _ended = self.noted.send(());
    }
}

impl Noted {
    /// Returns once the press is noted. One that was dropped is held for as long as the hub lives: its session has gone to another owner.
    pub(super) async fn wait(self) {
        if self.0.await.is_err() {
            pending::<()>().await;
        }
    }
}
