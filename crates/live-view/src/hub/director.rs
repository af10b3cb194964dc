//! Decides which page is shown: the one handed over, or the newest window it opened. Listens to that page: its controls, its
//! questions, its end. Never waits for a phone.

use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use baton_browser::{DialogKind, FrameId, Page, PageError, PageEvent, Point};
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
    pages: Vec<Page>,
    stages: u16,
    questions: u32,
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
    let mut director =
        Director { shared, pages: Vec::new(), stages: 0, questions: 0, declined_at: None, missed_at: None };
    let mut events = director.replace(first).await;
    loop {
        let (declined_at, missed_at) = (director.declined_at, director.missed_at);
        tokio::select! {
            event = next_event(&mut events) => match event {
                Heard::Event(event) => if let Some(other) = director.on_event(*event).await { events = other },
                Heard::Missed => director.ask_for_reports().await,
                Heard::Silence => {}
            },
            Some((page, tell)) = pages.recv() => {
                events = director.replace(page).await;
                let _waits_no_more = tell.send(());
            }
            Some(answer) = answers.recv() => director.answer(&answer).await,
            () = until(declined_at) => director.decline().await,
            () = until(missed_at) => director.publish(),
        }
    }
}

type Events = Option<broadcast::Receiver<PageEvent>>;

enum Heard {
    Event(Box<PageEvent>),
    /// The page was too lively; what it reports now is what counts.
    Missed,
    Silence,
}

async fn next_event(events: &mut Events) -> Heard {
    let Some(page) = events else { return std::future::pending().await };
    match page.recv().await {
        Ok(event) => Heard::Event(Box::new(event)),
        Err(RecvError::Lagged(_)) => Heard::Missed,
        Err(RecvError::Closed) => {
            *events = None;
            Heard::Silence
        }
    }
}

impl Director {
    /// Shows a page in place of all others.
    async fn replace(&mut self, page: Page) -> Events {
        self.pages.clear();
        let events = page.events();
        if let Err(error) = install(&page).await {
            warn!(%error, "The page's controls cannot be mirrored");
        }
        if self.stages > 0 {
            self.shared.name.send_replace(rand::random());
        }
        self.pages.push(page);
        self.show(events).await
    }

    /// Shows the last page of the stack, whose events are `events`.
    async fn show(&mut self, events: broadcast::Receiver<PageEvent>) -> Events {
        let page = self.pages.last().cloned()?;
        self.stages = self.stages.wrapping_add(1);
        *self.mirror() = Mirror::default();
        self.ask_nothing();
        self.missed_at = None;
        let viewport = *self.shared.viewport.borrow();
        if let Some(viewport) = viewport {
            let _lost_pages_say_so_themselves = page.set_viewport(viewport).await;
        }
        let stage = Stage { number: self.stages, is_popup: self.pages.len() > 1, page };
        self.shared.stage.send_replace(Some(stage));
        self.ask_for_reports().await;
        Some(events)
    }

    /// Takes note of an event; returns the events of another page when that is shown now.
    async fn on_event(&mut self, event: PageEvent) -> Option<Events> {
        match event {
            PageEvent::Binding { frame, name, payload } if name == BINDING => {
                self.on_report(&frame, &payload).await;
            }
            PageEvent::FrameReady { frame } | PageEvent::FrameDetached { frame } => {
                self.mirror().forget(&frame);
                self.missed_at.get_or_insert_with(|| Instant::now() + FAREWELL);
            }
            PageEvent::Dialog { kind, message } => self.on_dialog(kind, message).await,
            PageEvent::Popup(popup) => {
                let events = popup.events();
                self.pages.push(popup);
                return Some(self.show(events).await);
            }
            PageEvent::Closed | PageEvent::Crashed => return Some(self.on_end().await),
            _ => {}
        }
        None
    }

    /// The shown page is over: back to the one that opened it, if there is one.
    async fn on_end(&mut self) -> Events {
        self.pages.pop();
        while let Some(page) = self.pages.last() {
            if !page.is_ended() {
                let events = page.events();
                return self.show(events).await;
            }
            self.pages.pop();
        }
        self.ask_nothing();
        self.missed_at = None;
        self.shared.stage.send_replace(None);
        None
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
        let Some(page) = self.pages.last() else { return Ok(()) };
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
        let Some(page) = self.pages.last() else { return };
        let frames: Vec<FrameId> = page.frames().iter().map(|frame| frame.id().clone()).collect();
        let scene = self.mirror().scene(&frames, self.stages, self.pages.len() > 1);
        self.shared.scene.send_if_modified(|shown| {
            let changed = **shown != scene;
            *shown = Arc::new(scene);
            changed
        });
    }

    async fn ask_for_reports(&self) {
        let Some(page) = self.pages.last() else { return };
        for frame in page.frames() {
            if let Err(error) = Asker::new(frame).report().await {
                debug!(%error, "A frame does not report");
            }
        }
    }

    /// An alert only wants to be read: it is let go at once and shown on the phone. The others wait for their answer.
    async fn on_dialog(&mut self, kind: DialogKind, message: String) {
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
        let Some(page) = self.pages.last() else { return };
        let settled = if accept { page.accept_dialog(text).await } else { page.dismiss_dialog().await };
        if let Err(error) = settled {
            debug!(%error, "The question was gone before its answer");
        }
    }

    fn ask_nothing(&mut self) {
        self.declined_at = None;
        self.shared.dialog.send_replace(None);
    }

    fn mirror(&self) -> MutexGuard<'_, Mirror> {
        self.shared.mirror.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
