//! The patient's side of a handed-off page: the hub that their phone is served by, and what it tells of them.

use std::future::pending;

use baton_live_view::{FinalPress, Hub};
use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

/// A hub, and the runner's ends of its news.
#[derive(Debug)]
pub(super) struct Patient {
    pub(super) hub: Hub,
    activity: watch::Receiver<Option<Timestamp>>,
    presses: Option<mpsc::Receiver<FinalPress>>,
}

/// What the patient did.
#[derive(Debug)]
pub(super) enum PatientEvent {
    /// Something real: a tap, a key, a scroll.
    Active,
    /// They pressed what looks like the last button. The press waits to be let through.
    Final(FinalPress),
}

impl Patient {
    pub(super) fn behind(hub: Hub) -> Self {
        let activity = hub.activity();
        let presses = hub.final_presses();
        Self { hub, activity, presses }
    }

    /// Waits for the patient to do something. Cancelling this wait loses nothing.
    pub(super) async fn next(&mut self) -> PatientEvent {
        tokio::select! {
            Some(press) = next_press(&mut self.presses) => PatientEvent::Final(press),
            Ok(()) = self.activity.changed() => PatientEvent::Active,
            else => pending().await,
        }
    }
}

async fn next_press(presses: &mut Option<mpsc::Receiver<FinalPress>>) -> Option<FinalPress> {
    presses.as_mut()?.recv().await
}
