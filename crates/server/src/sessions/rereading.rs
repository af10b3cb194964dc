//! Watches a booking whose patient is on the site's own URL, in a browser of their own: reads that URL again and again, each time as a
//! visitor who is new to the site, and asks the detector. Presses nothing, fills in nothing, and leaves the prepared page alone.

use std::sync::Arc;
use std::time::Duration;

use baton_automation::{Sighting, look};
use baton_booking::clock::Clock;
use baton_booking::detector::{Detector, Evidence, Verdict};
use baton_browser::{Page, PageError, Progress};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use crate::browsers::BrowserPool;

/// A page that is not there by then is read the next time.
const LOAD_LIMIT: Duration = Duration::from_secs(20);
/// What a page has not shown so long after it was opened, it will not show.
const SETTLING: Duration = Duration::from_secs(5);

/// Reads as long as it is held.
#[derive(Debug)]
pub(super) struct Rereading {
    sightings: mpsc::Receiver<Sighting>,
    _task: JoinSet<()>,
}

/// One URL and those who judge it.
pub(super) struct Reader {
    pub(super) browsers: BrowserPool,
    pub(super) url: String,
    /// IANA name of the clinic's zone.
    pub(super) zone: Option<String>,
    pub(super) detector: Detector,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) every: Duration,
}

impl Rereading {
    pub(super) fn start(reader: Reader) -> Self {
        let (sighted, sightings) = mpsc::channel(1);
        let mut task = JoinSet::new();
        task.spawn(reader.run(sighted));
        Self { sightings, _task: task }
    }

    /// The end of the booking, as soon as the site tells it. Nothing is lost when the future is dropped.
    pub(super) async fn next(&mut self) -> Sighting {
        match self.sightings.recv().await {
            Some(sighting) => sighting,
            // It has told what there was to tell.
            None => std::future::pending().await,
        }
    }
}

impl Reader {
    async fn run(mut self, sighted: mpsc::Sender<Sighting>) {
        // What the patient does is not seen from here, so whatever the page says is taken for the answer to their submit.
        self.detector.observe(Evidence::SubmittedBefore, self.clock.now());
        let mut turns = tokio::time::interval(self.every);
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            turns.tick().await;
            if let Some(verdict) = self.read().await {
                // A session that has gone needs no answer.
                let _gone = sighted.send(Sighting { at: self.clock.now(), verdict }).await;
                return;
            }
        }
    }

    async fn read(&mut self) -> Option<Verdict> {
        let lease = self.browsers.lease(LOAD_LIMIT).await;
        let lease = lease.inspect_err(|error| tracing::warn!(%error, "No page to read a booking on")).ok()?;
        match self.read_on(lease.page()).await {
            Ok(verdict) => verdict,
            Err(error) => {
                tracing::debug!(%error, "A booking could not be read this time");
                None
            }
        }
    }

    async fn read_on(&mut self, page: &Page) -> Result<Option<Verdict>, PageError> {
        if let Some(zone) = &self.zone {
            page.set_timezone(zone).await?;
        }
        page.goto(&Progress::new(LOAD_LIMIT), &self.url).await?;
        let settling = Progress::new(SETTLING);
        loop {
            let version = page.version();
            let seen = look(page, &settling, self.detector.selectors()).await?;
            let verdict = self.detector.observe(Evidence::Page(seen), self.clock.now());
            if is_an_end(&verdict) {
                return Ok(Some(verdict));
            }
            if page.changed_since(&settling, version).await.is_err() {
                return Ok(None);
            }
        }
    }
}

/// Whether the site itself has said how it ended. A visitor from outside cannot know of a payment that is under way.
fn is_an_end(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Succeeded(_) | Verdict::SlotTaken { .. } => true,
        Verdict::Pending
        | Verdict::Submitted
        | Verdict::Processing
        | Verdict::Challenge
        | Verdict::Withdrawn
        | Verdict::Refused(_)
        | Verdict::Unclear { .. } => false,
    }
}
