//! The page driver on a real Chrome. Remembers what the last look has seen, so that no change is lost, and the last press, so that one that
//! came to nothing is made in another way.

use std::sync::Arc;
use std::time::Duration;

use baton_booking::clock::Clock;
use baton_booking::flow::{Action, ActionKind, Opened, Target, Typing};
use baton_booking::observation::PageObservation;
use baton_browser::{
    ActError, FillMode, FrameId, NodeHandle, Page, PageError, Press, Progress, Seen, SnapshotOptions, Stopped,
};
use jiff::Timestamp;
use url::Url;

use crate::driver::{Acted, DriveError, PageDriver};
use crate::observe::observation;

/// How long one load may take before it counts as failed: three of them fit into the time for all steps.
const LOAD_LIMIT: Duration = Duration::from_secs(10);

/// Drives one page of a Chrome.
#[derive(Debug)]
pub struct ChromeDriver {
    page: Page,
    clock: Arc<dyn Clock>,
    options: SnapshotOptions,
    seen: Seen,
    /// The last press, unless it never reached its element.
    pressed: Option<Action>,
    /// The press before the last look, if it never reached its element.
    missed: Option<Action>,
    /// How the next press is made.
    press: Press,
}

/// Clicks are quicker, and whoever listens for fingers alone hears of them at the second try.
const AT_FIRST: Press = Press { by_mouse: true, careful: false };

impl ChromeDriver {
    /// `selectors` are the CSS selectors that the flow wants to be told about.
    pub fn new(page: Page, clock: Arc<dyn Clock>, selectors: Vec<String>) -> Self {
        let options =
            SnapshotOptions { values: true, selectors, at_rest: true, ..SnapshotOptions::default() };
        Self { page, clock, options, seen: Seen::default(), pressed: None, missed: None, press: AT_FIRST }
    }

    pub fn page(&self) -> &Page {
        &self.page
    }

    async fn carry_out(&mut self, action: &Action, progress: &Progress) -> Result<(), ActError> {
        let node = handle(&action.target);
        match &action.kind {
            ActionKind::Press => self.press(action, &node, progress).await,
            ActionKind::Fill { text, typing } => self.fill(&node, text, *typing, progress).await,
            ActionKind::Select { value } => self.page.select_option(progress, &node, value).await,
            ActionKind::Reload => self.reload(&node, progress).await,
            ActionKind::SetDate(date) => self.page.set_date(progress, &node, &date.to_string()).await,
        }
    }

    /// What is pressed again has not heard the mouse: from then on a finger does it.
    async fn press(
        &mut self,
        action: &Action,
        node: &NodeHandle,
        progress: &Progress,
    ) -> Result<(), ActError> {
        self.press.by_mouse &= self.pressed.as_ref() != Some(action);
        let press = self.press;
        self.press.careful = false;
        drop(self.page.press_like(progress, node, press).await?);
        self.pressed = Some(action.clone());
        Ok(())
    }

    async fn reload(&self, node: &NodeHandle, progress: &Progress) -> Result<(), ActError> {
        let frame = self.page.frame(&node.frame).ok_or(PageError::FrameGone)?;
        frame.evaluate::<()>(progress, "() => location.reload()", ()).await?;
        Ok(())
    }

    async fn fill(
        &self,
        node: &NodeHandle,
        text: &str,
        typing: Typing,
        progress: &Progress,
    ) -> Result<(), ActError> {
        let mode = match typing {
            Typing::AtOnce => FillMode::Insert,
            Typing::KeyByKey => FillMode::Keys,
        };
        self.page.fill(progress, node, text, mode).await
    }
}

impl PageDriver for ChromeDriver {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn open(&mut self, url: &Url, progress: &Progress) -> Result<Opened, DriveError> {
        let load = progress.child_within(LOAD_LIMIT);
        self.page.hear_requests(true);
        let opened = self.page.goto(&load, url.as_str()).await;
        // Nothing more is decided by requests before somebody watches for the outcome.
        self.page.hear_requests(false);
        match opened {
            Ok(navigation) => Ok(Opened::Answered(navigation.status.unwrap_or(200))),
            Err(error) if error.is_end() => Err(lost(&error)),
            Err(_) => {
                progress.check()?;
                Ok(Opened::Failed)
            }
        }
    }

    async fn observe(&mut self, progress: &Progress) -> Result<PageObservation, DriveError> {
        let snapshot = self.page.snapshot(progress, &self.options).await.map_err(drive_error)?;
        self.missed = self.pressed.take_if(|_| snapshot.slipped);
        self.seen = snapshot.seen.clone();
        Ok(observation(snapshot))
    }

    async fn act(&mut self, action: &Action, progress: &Progress) -> Result<Acted, DriveError> {
        match self.carry_out(action, progress).await {
            Ok(()) => Ok(Acted::Done),
            Err(ActError::Page(error)) if !error.is_navigation() => Err(drive_error(error)),
            Err(error) => Ok(Acted::Missed(error.to_string())),
        }
    }

    fn take_missed(&mut self) -> Option<Action> {
        let missed = self.missed.take();
        self.press.careful |= missed.is_some();
        missed
    }

    async fn changed(&mut self, until: Option<Timestamp>, progress: &Progress) -> Result<(), DriveError> {
        let limited = match until {
            None => progress.child(),
            Some(until) => {
                progress.child_within(until.duration_since(self.now()).try_into().unwrap_or_default())
            }
        };
        match self.page.changed_after(&limited, &self.seen).await {
            Ok(()) => Ok(()),
            Err(PageError::Stopped(Stopped::TimedOut { .. })) if until.is_some() => Ok(progress.check()?),
            Err(error) => Err(drive_error(error)),
        }
    }
}

fn handle(target: &Target) -> NodeHandle {
    NodeHandle { frame: FrameId::new(&target.frame), ref_id: target.ref_id }
}

fn lost(error: &PageError) -> DriveError {
    DriveError::Lost(error.to_string())
}

pub(crate) fn drive_error(error: PageError) -> DriveError {
    match error {
        PageError::Stopped(stopped) => DriveError::Stopped(stopped),
        error => lost(&error),
    }
}
