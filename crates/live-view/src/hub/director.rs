//! Decides which page is shown: the one handed over, or the newest window it opened. Listens to that page: its controls, its
//! end; and to the questions of them all, for one that waits for an answer holds the others too. Never waits for a phone.

use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use baton_browser::{DialogKind, FrameId, Page, PageError, PageEvent, Point};
use futures_util::future::select_all;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};
use tokio::time::Instant;
use tracing::{debug, warn};

use super::{Answer, Dialog, NewPage, Shared, until};
use crate::mirror::{Asker, BINDING, FrameReport, Mirror, install};

/// A question that nobody answers for this long is declined, so that the page is not held for ever.
const QUESTION_LIMIT: Duration = Duration::from_mins(2);
/// A page that ends loses its frames one by one. Until it is clear that it goes on, the phone keeps what was typed in them.
const FAREWELL: Duration = Duration::from_millis(150);

/// A page on show. Its number tells its frames and controls from those of other pages.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) number: u16,
    pub(crate) page: Page,
    /// A window that the page opened; the patient may close it.
    pub(crate) is_popup: bool,
}

impl PartialEq for Stage {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

struct Director {
    shared: Arc<Shared>,
    /// The page handed over, and above it the windows it opened; the last is shown.
    windows: Vec<Window>,
    stages: u16,
    questions: u32,
    /// Whose question is open.
    asks: Option<Page>,
    declined_at: Option<Instant>,
    /// When frames that went are missed.
    missed_at: Option<Instant>,
}

/// Runs until its hub ends.
pub(super) async fn run(
    shared: Arc<Shared>,
    first: Page,
    mut pages: mpsc::Receiver<NewPage>,
    mut answers: mpsc::Receiver<Answer>,
) {
    let mut director = Director {
        shared,
        windows: Vec::new(),
        stages: 0,
        questions: 0,
        asks: None,
        declined_at: None,
        missed_at: None,
    };
    director.replace(first).await;
    loop {
        let (declined_at, missed_at) = (director.declined_at, director.missed_at);
        tokio::select! {
            (window, event) = next_event(&mut director.windows) => match event {
                Ok(event) => director.on_event(window, event).await,
                // The page was too lively; what it reports now is what counts.
                Err(_missed) => director.ask_for_reports().await,
            },
            Some((page, tell)) = pages.recv() => {
                director.replace(page).await;
                let _waits_no_more = tell.send(());
            }
            Some(answer) = answers.recv() => director.answer(&answer).await,
            () = until(declined_at) => director.decline().await,
            () = until(missed_at) => director.publish(),
        }
    }
}

/// A page and what it says; nothing any more once its end has been heard.
struct Window {
    page: Page,
    events: Option<broadcast::Receiver<PageEvent>>,
}

impl From<Page> for Window {
    fn from(page: Page) -> Self {
        Self { events: Some(page.events()), page }
    }
}

/// What one of the windows says next, and its place among them.
async fn next_event(windows: &mut [Window]) -> (usize, Result<PageEvent, RecvError>) {
    if windows.is_empty() {
        // Until another page takes the place of the lost one.
        return std::future::pending().await;
    }
    let hear = async |(place, window): (usize, &mut Window)| {
        loop {
            let Some(events) = &mut window.events else { return std::future::pending().await };
            match events.recv().await {
                Err(RecvError::Closed) => window.events = None,
                heard => return (place, heard),
            }
        }
    };
    let (heard, ..) = select_all(windows.iter_mut().enumerate().map(|window| Box::pin(hear(window)))).await;
    heard
}

impl Director {
    /// Shows a page in place of all others.
    async fn replace(&mut self, page: Page) {
        self.windows.clear();
        let window = Window::from(page.clone());
        if let Err(error) = install(&page).await {
            warn!(%error, "The page's controls cannot be mirrored");
        }
        if self.stages > 0 {
            self.shared.name.send_replace(rand::random());
        }
        self.windows.push(window);
        self.ask_nothing();
        self.show().await;
    }

    /// Shows the last window.
    async fn show(&mut self) {
        let Some(page) = self.shown().cloned() else { return };
        self.stages = self.stages.wrapping_add(1);
        *self.mirror() = Mirror::default();
        if self.asks.as_ref().is_none_or(Page::is_ended) {
            self.ask_nothing();
        }
        self.missed_at = None;
        let viewport = *self.shared.viewport.borrow();
        if let Some(viewport) = viewport {
            let _lost_pages_say_so_themselves = page.set_viewport(viewport).await;
        }
        let stage = Stage { number: self.stages, is_popup: self.windows.len() > 1, page };
        self.shared.stage.send_replace(Some(stage));
        self.ask_for_reports().await;
    }

    fn shown(&self) -> Option<&Page> {
        self.windows.last().map(|window| &window.page)
    }

    /// Takes note of what a window says. Of one behind the shown one only questions and new windows matter: what else it shows is asked
    /// for when it is shown again.
    async fn on_event(&mut self, window: usize, event: PageEvent) {
        match event {
            PageEvent::Dialog { kind, message } => {
                let page = self.windows[window].page.clone();
                self.on_dialog(page, kind, message).await;
            }
            PageEvent::Popup(popup) => self.on_popup(popup).await,
            _ if window + 1 < self.windows.len() => {}
            PageEvent::Binding { frame, name, payload } if name == BINDING => {
                self.on_report(&frame, &payload).await;
            }
            PageEvent::FrameReady { frame } | PageEvent::FrameDetached { frame } => {
                self.mirror().forget(&frame);
                self.missed_at.get_or_insert_with(|| Instant::now() + FAREWELL);
            }
            PageEvent::Closed | PageEvent::Crashed => self.on_end().await,
            _ => {}
        }
    }

    async fn on_popup(&mut self, popup: Page) {
        self.windows.push(popup.into());
        self.show().await;
    }

    /// The shown page is over: back to the one that opened it, if there is one.
    async fn on_end(&mut self) {
        self.windows.pop();
        while let Some(page) = self.shown() {
            if !page.is_ended() {
                return self.show().await;
            }
            self.windows.pop();
        }
        self.ask_nothing();
        self.missed_at = None;
        self.shared.stage.send_replace(None);
    }

    async fn on_report(&mut self, frame: &FrameId, payload: &str) {
        let Some(report) = FrameReport::read(payload) else {
            return debug!("A frame's report could not be read");
        };
        self.mirror().take(frame, report);
        if let Err(error) = self.place_frames().await {
            debug!(%error, "A frame moved while it was being placed; its next report tries again");
        }
        self.publish();
    }

    /// Finds the elements that hold the frames which have reported.
    async fn place_frames(&self) -> Result<(), PageError> {
        let Some(page) = self.shown() else { return Ok(()) };
        for frame in page.frames() {
            let Some(parent) = frame.parent() else { continue };
            if !self.mirror().needs_place(frame.id()) {
                continue;
            }
            let around = Asker::new(parent.clone());
            let (inner, outer) = (Asker::new(frame.clone()).offset().await?, around.offset().await?);
            let corner = Point { x: inner.x - outer.x, y: inner.y - outer.y };
            if let Some(element) = around.frame_at(corner).await? {
                self.mirror().place(frame.id(), parent.id().clone(), element);
            }
        }
        Ok(())
    }

    fn publish(&mut self) {
        self.missed_at = None;
        let Some(page) = self.shown() else { return };
        let frames: Vec<FrameId> = page.frames().iter().map(|frame| frame.id().clone()).collect();
        let scene = self.mirror().scene(&frames, self.stages, self.windows.len() > 1);
        self.shared.scene.send_if_modified(|shown| {
            let changed = **shown != scene;
            *shown = Arc::new(scene);
            changed
        });
    }

    async fn ask_for_reports(&self) {
        let Some(page) = self.shown() else { return };
        for frame in page.frames() {
            if let Err(error) = Asker::new(frame).report().await {
                debug!(%error, "A frame does not report");
            }
        }
    }

    /// An alert only wants to be read: it is let go at once and shown on the phone. The others wait for their answer.
    async fn on_dialog(&mut self, page: Page, kind: DialogKind, message: String) {
        let is_another = |asks: &Page| asks.target_id() != page.target_id();
        if self.declined_at.is_some() && self.asks.as_ref().is_some_and(is_another) {
            // One question at a time: that of another window would hold it for ever.
            self.settle(false, None).await;
        }
        self.declined_at = None;
        self.asks = Some(page);
        self.questions += 1;
        let dialog = Dialog { id: self.questions, kind, message };
        if kind == DialogKind::Alert {
            self.settle(true, None).await;
        } else {
            self.declined_at = Some(Instant::now() + QUESTION_LIMIT);
        }
        self.shared.dialog.send_replace(Some(dialog));
    }

    async fn answer(&mut self, answer: &Answer) {
        let asked = self.shared.dialog.borrow().clone();
        let Some(dialog) = asked.filter(|dialog| dialog.id == answer.dialog) else { return };
        if dialog.kind != DialogKind::Alert {
            let text = (dialog.kind == DialogKind::Prompt).then(|| answer.text.reveal());
            self.settle(answer.accept, text).await;
        }
        self.ask_nothing();
    }

    async fn decline(&mut self) {
        self.settle(false, None).await;
        self.ask_nothing();
    }

    async fn settle(&self, accept: bool, text: Option<&str>) {
        let Some(page) = &self.asks else { return };
        let settled = if accept { page.accept_dialog(text).await } else { page.dismiss_dialog().await };
        if let Err(error) = settled {
            debug!(%error, "The question was gone before its answer");
        }
    }

    fn ask_nothing(&mut self) {
        self.asks = None;
        self.declined_at = None;
        self.shared.dialog.send_replace(None);
    }

    fn mirror(&self) -> MutexGuard<'_, Mirror> {
        self.shared.mirror.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
