//! Watches a handed-off page and feeds the detector: woken by what happens on the page, with the poll of the design document as a net.
//! What the evidence means is the detector's affair; what is to be done about it, the session's.

use std::sync::Arc;
use std::time::Duration;

use baton_booking::clock::Clock;
use baton_booking::detector::{Detector, Evidence, ResourceKind, Response, Verdict};
use baton_browser::{Page, PageEvent, Progress, RequestId, SnapshotOptions};
use jiff::Timestamp;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinSet;

use crate::observe::observation;

/// Sightings come at a human pace; a watcher waits for a runner that is busy saving one.
const SIGHTINGS: usize = 16;

/// However slow a page answers, a look at it is over by then.
const LOOK_LIMIT: Duration = Duration::from_secs(10);

/// How a page is watched.
#[derive(Debug, Clone)]
pub struct WatcherOptions {
    /// How often the page is looked at although nothing was heard of it.
    pub poll_interval: Duration,
    pub clock: Arc<dyn Clock>,
}

/// Something that was seen of a watched page.
#[derive(Debug, Clone, PartialEq)]
pub enum Sighting {
    Verdict {
        at: Timestamp,
        verdict: Verdict,
    },
    /// The page, its renderer or its browser is gone.
    PageLost,
}

/// A page under watch. Dropping it ends the watch.
#[derive(Debug)]
pub struct Watcher {
    sightings: mpsc::Receiver<Sighting>,
    presses: mpsc::Sender<()>,
    _watch: JoinSet<()>,
}

impl Watcher {
    pub fn start(page: Page, detector: Detector, options: WatcherOptions) -> Self {
        let (report, sightings) = mpsc::channel(SIGHTINGS);
        let (presses, pressed) = mpsc::channel(SIGHTINGS);
        let mut watch = JoinSet::new();
        watch.spawn(Watch::new(page, detector, options, report, pressed).run());
        Self { sightings, presses, _watch: watch }
    }

    /// Waits for the next sighting. Cancelling this wait loses nothing.
    pub async fn next(&mut self) -> Sighting {
        self.sightings.recv().await.unwrap_or(Sighting::PageLost)
    }

    /// Tells that the patient is pressing a control that looks final.
    pub fn final_press(&self) {
        // A full queue holds presses enough: one latches the submit.
        let _ = self.presses.try_send(());
    }
}

/// The watch itself: one task, one page.
struct Watch {
    page: Page,
    detector: Detector,
    options: WatcherOptions,
    look: SnapshotOptions,
    report: mpsc::Sender<Sighting>,
    pressed: mpsc::Receiver<()>,
    events: broadcast::Receiver<PageEvent>,
    changes: watch::Receiver<u64>,
    /// The requests whose answers matter: those that are not scripts, styles or pictures.
    requests: Vec<(RequestId, String)>,
}

/// Why the watch woke up.
enum Woken {
    /// The page may look different.
    Look,
    Heard(Evidence),
    Nothing,
    Lost,
}

impl Watch {
    fn new(
        page: Page,
        detector: Detector,
        options: WatcherOptions,
        report: mpsc::Sender<Sighting>,
        pressed: mpsc::Receiver<()>,
    ) -> Self {
        let look = SnapshotOptions { selectors: detector.selectors(), ..SnapshotOptions::default() };
        let (events, changes) = (page.events(), page.changes());
        Self { page, detector, options, look, report, pressed, events, changes, requests: Vec::new() }
    }

    async fn run(mut self) {
        let mut poll = tokio::time::interval(self.options.poll_interval);
        poll.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let ended = self.page.ended();
        tokio::pin!(ended);
        loop {
            let woken = tokio::select! {
                biased;
                _end = &mut ended => Woken::Lost,
                Some(()) = self.pressed.recv() => Woken::Heard(Evidence::FinalPress),
                event = self.events.recv() => self.heard(event),
                Ok(()) = self.changes.changed() => Woken::Look,
                _tick = poll.tick() => Woken::Look,
            };
            let evidence = match woken {
                Woken::Look => self.look().await,
                Woken::Heard(evidence) => Some(evidence),
                Woken::Nothing => None,
                Woken::Lost => return drop(self.report.send(Sighting::PageLost).await),
            };
            if let Some(evidence) = evidence {
                self.judge(evidence).await;
            }
        }
    }

    async fn judge(&mut self, evidence: Evidence) {
        let at = self.options.clock.now();
        let verdict = self.detector.observe(evidence, at);
        if verdict != Verdict::Pending {
            // Without a receiver the watch is being dropped.
            let _ = self.report.send(Sighting::Verdict { at, verdict }).await;
        }
    }

    /// Looks at the page; a page on its way elsewhere is looked at again when it has arrived.
    async fn look(&mut self) -> Option<Evidence> {
        self.changes.mark_unchanged();
        let progress = Progress::new(LOOK_LIMIT);
        match self.page.snapshot(&progress, &self.look).await {
            Ok(snapshot) => Some(Evidence::Page(observation(snapshot))),
            Err(error) => {
                tracing::debug!(%error, "Could not look at the watched page");
                None
            }
        }
    }

    fn heard(&mut self, event: Result<PageEvent, RecvError>) -> Woken {
        let event = match event {
            Ok(event) => event,
            // What was missed shows on the page.
            Err(RecvError::Lagged(_)) => return Woken::Look,
            Err(RecvError::Closed) => return Woken::Lost,
        };
        match event {
            PageEvent::Navigated { frame, url } if frame == *self.page.main_frame().id() => {
                Woken::Heard(Evidence::Navigated { url })
            }
            PageEvent::RequestStarted { request_id, resource_type, method, url, .. } => {
                self.started(request_id, &resource_type, method, url)
            }
            PageEvent::Response { request_id, resource_type, url, status, .. } => {
                self.answered(&request_id, &resource_type, url, status)
            }
            PageEvent::Crashed | PageEvent::Closed => Woken::Lost,
            _ => Woken::Nothing,
        }
    }

    fn started(&mut self, id: RequestId, resource_type: &str, method: String, url: String) -> Woken {
        if kind(resource_type) == ResourceKind::Other {
            return Woken::Nothing;
        }
        self.requests.retain(|(known, _)| *known != id);
        self.requests.truncate(MOST_REQUESTS);
        self.requests.insert(0, (id, method.clone()));
        Woken::Heard(Evidence::RequestStarted { url, method })
    }

    fn answered(&mut self, id: &RequestId, resource_type: &str, url: String, status: u16) -> Woken {
        let Some(index) = self.requests.iter().position(|(known, _)| known == id) else {
            return Woken::Nothing;
        };
        let (_, method) = self.requests.swap_remove(index);
        Woken::Heard(Evidence::Response(Response { url, method, status, kind: kind(resource_type) }))
    }
}

/// Requests that are never answered, such as an open stream, must not pile up.
const MOST_REQUESTS: usize = 64;

fn kind(resource_type: &str) -> ResourceKind {
    match resource_type {
        "Document" => ResourceKind::Document,
        "XHR" | "Fetch" => ResourceKind::Api,
        _ => ResourceKind::Other,
    }
}
