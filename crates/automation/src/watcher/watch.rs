//! The task behind a watcher: waits in one place for a press, an event, a change or the poll, looks, and asks the detector.

use std::ops::ControlFlow;

use baton_booking::detector::{Detector, Evidence, Verdict};
use baton_booking::observation::PageObservation;
use baton_browser::{Page, PageError, PageEvent};
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::{JoinError, JoinSet};
use tokio::time::sleep_until;
use tracing::debug;

use super::hearing::Hearing;
use super::look::look_everywhere;
use super::pace::Pace;
use super::{Sighting, WatcherOptions};

/// Windows that are looked at beside the page; a site that opens more is not paying.
const WINDOWS_WATCHED: usize = 4;

pub(super) struct Watch {
    page: Page,
    /// Windows that the page opened.
    windows: Vec<Page>,
    /// Each ends with its window's next change.
    window_changes: JoinSet<Page>,
    detector: Detector,
    options: WatcherOptions,
    sighted: mpsc::Sender<Sighting>,
    pressed: mpsc::Receiver<()>,
    hearing: Hearing,
    events: broadcast::Receiver<PageEvent>,
    changes: watch::Receiver<u64>,
    pace: Pace,
    /// At most one look is under way.
    looks: JoinSet<Result<PageObservation, PageError>>,
    /// Something has changed since the last look began.
    stale: bool,
    /// The look under way began before the patient pressed, so it is no answer to the press.
    outdated: bool,
    last_seen: Option<PageObservation>,
}

/// What the watch woke up for.
enum Wake {
    Pressed,
    Heard(PageEvent),
    /// More happened than was kept.
    Missed,
    Changed,
    WindowChanged(Result<Page, JoinError>),
    Seen(Result<Result<PageObservation, PageError>, JoinError>),
    TimeToLook,
    Over,
}

impl Watch {
    pub(super) fn new(
        page: Page,
        detector: Detector,
        options: WatcherOptions,
        sighted: mpsc::Sender<Sighting>,
        pressed: mpsc::Receiver<()>,
    ) -> Self {
        // Before anybody can press: what a press makes the page ask for is evidence.
        page.hear_requests(true);
        Self {
            hearing: Hearing::new(page.main_frame().id().clone()),
            events: page.events(),
            changes: page.changes(),
            pace: Pace::new(options.poll_interval),
            page,
            windows: Vec::new(),
            window_changes: JoinSet::new(),
            detector,
            options,
            sighted,
            pressed,
            looks: JoinSet::new(),
            stale: true,
            outdated: false,
            last_seen: None,
        }
    }

    pub(super) async fn run(mut self) {
        loop {
            let wake = self.wake().await;
            if self.act(wake).await.is_break() {
                return;
            }
        }
    }

    async fn wake(&mut self) -> Wake {
        let looking = !self.looks.is_empty();
        let next_look = if self.stale { self.pace.earliest() } else { self.pace.poll() };
        tokio::select! {
            // In the order in which causes come before their effects: a press before what it brings about.
            biased;
            Some(()) = self.pressed.recv() => Wake::Pressed,
            event = self.events.recv() => match event {
                Ok(event) => Wake::Heard(event),
                Err(broadcast::error::RecvError::Lagged(_)) => Wake::Missed,
                Err(broadcast::error::RecvError::Closed) => Wake::Over,
            },
            Some(seen) = self.looks.join_next(), if looking => Wake::Seen(seen),
            Ok(()) = self.changes.changed(), if !self.stale => Wake::Changed,
            Some(window) = self.window_changes.join_next() => Wake::WindowChanged(window),
            // Nobody tells a second time of a page that was over before there was a watch.
            _end = self.page.ended() => Wake::Over,
            () = sleep_until(next_look), if !looking => Wake::TimeToLook,
        }
    }

    async fn act(&mut self, wake: Wake) -> ControlFlow<()> {
        match wake {
            Wake::Pressed => {
                self.outdated = !self.looks.is_empty();
                self.stale = true;
                self.pace.hurry();
                self.tell(Evidence::FinalPress).await
            }
            Wake::Heard(PageEvent::Closed | PageEvent::Crashed) | Wake::Over => ControlFlow::Break(()),
            Wake::Heard(PageEvent::Popup(window)) => {
                self.open(window);
                ControlFlow::Continue(())
            }
            Wake::Heard(event) => self.hear(event).await,
            Wake::Missed | Wake::Changed => {
                self.stale = true;
                ControlFlow::Continue(())
            }
            Wake::WindowChanged(window) => {
                self.stale = true;
                if let Ok(window) = window {
                    self.await_change(window);
                }
                ControlFlow::Continue(())
            }
            Wake::Seen(seen) => self.see(seen).await,
            Wake::TimeToLook => {
                self.look();
                ControlFlow::Continue(())
            }
        }
    }

    fn open(&mut self, window: Page) {
        self.windows.retain(|window| !window.is_ended());
        if self.windows.len() < WINDOWS_WATCHED {
            self.windows.push(window.clone());
            self.await_change(window);
            self.stale = true;
        }
    }

    fn await_change(&mut self, window: Page) {
        if window.is_ended() {
            return;
        }
        let mut changes = window.changes();
        self.window_changes.spawn(async move {
            // A window that ends has changed, too.
            let _ended = changes.changed().await;
            window
        });
    }

    async fn hear(&mut self, event: PageEvent) -> ControlFlow<()> {
        let Some(evidence) = self.hearing.hear(event) else { return ControlFlow::Continue(()) };
        if !matches!(&evidence, Evidence::Response(response) if response.method == "GET") {
            self.pace.hurry();
        }
        self.tell(evidence).await
    }

    fn look(&mut self) {
        self.pace.looked();
        self.stale = false;
        // What changes during the look makes the next one.
        self.changes.mark_unchanged();
        let selectors = self.detector.selectors();
        self.looks.spawn(look_everywhere(self.page.clone(), self.windows.clone(), selectors));
    }

    async fn see(&mut self, seen: Result<Result<PageObservation, PageError>, JoinError>) -> ControlFlow<()> {
        if std::mem::take(&mut self.outdated) {
            return ControlFlow::Continue(());
        }
        let page = match seen {
            Ok(Ok(page)) => page,
            Ok(Err(error)) => {
                debug!(%error, "Could not look at the watched page");
                return ControlFlow::Continue(());
            }
            Err(_) => return ControlFlow::Continue(()),
        };
        let news = self.last_seen.as_ref() != Some(&page);
        self.pace.saw(news);
        if news {
            self.last_seen = Some(page.clone());
        }
        // A page that stays as it is can still mean something: time has passed.
        self.tell(Evidence::Page(page)).await
    }

    fn await_answer(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Submitted | Verdict::Processing | Verdict::Challenge => self.pace.await_answer(true),
            Verdict::Refused(_) | Verdict::Withdrawn | Verdict::Unclear { .. } => {
                self.pace.await_answer(false);
            }
            Verdict::Pending | Verdict::SlotTaken { .. } | Verdict::Succeeded(_) => {}
        }
    }

    async fn tell(&mut self, evidence: Evidence) -> ControlFlow<()> {
        let at = self.options.clock.now();
        let verdict = self.detector.observe(evidence, at);
        self.await_answer(&verdict);
        let decided = matches!(verdict, Verdict::Succeeded(_) | Verdict::SlotTaken { .. });
        if verdict != Verdict::Pending && self.sighted.send(Sighting { at, verdict }).await.is_err() {
            return ControlFlow::Break(());
        }
        if decided { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
