//! Watches a handed-off page and says what became of the payment the moment it shows. Owns when to look; what a look means is decided
//! by the detector. It never touches the page.

mod hearing;
mod look;
mod pace;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use baton_booking::clock::Clock;
use baton_booking::detector::{Detector, Verdict};
use baton_browser::{Page, PageEnd};
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub use look::look;
use watch::Watch;

/// What a watcher needs beside the page.
#[derive(Debug, Clone)]
pub struct WatcherOptions {
    /// How long a page may go unlooked at when nothing tells of a change: a net below the events.
    pub poll_interval: Duration,
    pub clock: Arc<dyn Clock>,
}

/// Something that the detector made of the page, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting {
    pub at: Timestamp,
    /// Never [`Verdict::Pending`].
    pub verdict: Verdict,
}

/// The page is over, so nothing more will be seen.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the watched page was lost: {0:?}")]
pub struct PageLost(pub PageEnd);

/// Watches one page for as long as it is held.
#[derive(Debug)]
pub struct Watcher {
    sightings: mpsc::Receiver<Sighting>,
    presses: mpsc::Sender<()>,
    page: Page,
    /// Ends with the watcher.
    _task: JoinSet<()>,
}

/// Sightings are few and must not be dropped: a watch whose owner does not read waits.
const SIGHTINGS_AHEAD: usize = 64;
/// Presses that come faster than they are taken in are one press.
const PRESSES_AHEAD: usize = 4;

impl Watcher {
    /// Starts to watch. The detector's baseline should have been taken with [`look`], so that both see the same things.
    pub fn start(page: Page, detector: Detector, options: WatcherOptions) -> Self {
        let (sighted, sightings) = mpsc::channel(SIGHTINGS_AHEAD);
        let (presses, pressed) = mpsc::channel(PRESSES_AHEAD);
        let mut task = JoinSet::new();
        task.spawn(Watch::new(page.clone(), detector, options, sighted, pressed).run());
        Self { sightings, presses, page, _task: task }
    }

    /// The next thing that the detector made of the page. Nothing is lost when the future is dropped.
    pub async fn next(&mut self) -> Result<Sighting, PageLost> {
        match self.sightings.recv().await {
            Some(sighting) => Ok(sighting),
            None => Err(PageLost(self.page.ended().await)),
        }
    }

    /// Tells that the patient pressed a control that looks final.
    pub fn final_press(&self) {
        // Where the queue is full the press is already known.
        let _full = self.presses.try_send(());
    }

    /// A handle by which others tell of presses.
    pub fn presses(&self) -> Presses {
        Presses(self.presses.clone())
    }
}

/// Tells a watcher of the patient's presses.
#[derive(Debug, Clone)]
pub struct Presses(mpsc::Sender<()>);

impl Presses {
    /// Tells that the patient pressed a control that looks final.
    pub fn final_press(&self) {
        let _full = self.0.try_send(());
    }
}
