//! A moving picture of a page. Holds the newest frame only, and lets Chrome draw no faster than frames are taken.
//!
//! Chrome stops after three frames that were not acknowledged and forgets what it would have shown meanwhile. So
//! frames are acknowledged when they are taken, which slows Chrome down to its viewer, and after such a stop the
//! cast is started anew unless a newer frame comes by itself, which brings the picture up to date. Chrome counts a frame
//! from before it is encoded: one that was acknowledged since the newest was captured stood in the way of what came after that.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use tokio::sync::Notify;

use crate::cdp::CdpSession;
use crate::cdp::domains::page::{self, AckScreencastFrame, StartScreencast, StopScreencast};
use crate::geometry::Point;
use crate::page::{Page, PageEnd, PageError};

/// Unacknowledged frames after which Chrome stops drawing.
const CHROME_STOPS_AT: usize = 3;
/// A page that keeps changing sends its next frame well within this, one that somebody types into too: a cast that is started anew costs
/// a whole picture.
const CATCH_UP: Duration = Duration::from_millis(300);
/// What an acknowledgement may take to a busy Chrome. Too much costs a picture that shows nothing new, too little one that is missing.
const WAY: Duration = Duration::from_millis(100);
/// How long a frame was under way if Chrome's clock says nothing sensible.
const UNKNOWN_AGE: Duration = Duration::from_secs(1);

/// How the picture is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreencastOptions {
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// In device pixels: twice the viewport for a Chrome launched at scale 2.
    pub max_width: u32,
    pub max_height: u32,
}

impl Default for ScreencastOptions {
    fn default() -> Self {
        Self { quality: 60, max_width: 780, max_height: 1688 }
    }
}

/// One picture, with what is needed to lead a finger on it back to the page.
#[derive(Clone, Debug)]
pub struct ScreencastFrame {
    pub jpeg: Bytes,
    /// Counts the frames of a cast, dropped ones included.
    pub number: u64,
    /// The size of the viewport in CSS pixels.
    pub width: f64,
    pub height: f64,
    pub scroll: Point,
}

/// A running cast. Chrome stops drawing when it is dropped. One per page: a second one replaces the first.
#[derive(Debug)]
pub struct Screencast {
    page: Page,
    slot: Arc<Slot>,
}

/// Where the newest frame waits. Frames that are not taken in time are replaced.
#[derive(Debug)]
pub(crate) struct Slot {
    session: CdpSession,
    options: ScreencastOptions,
    latest: Mutex<Latest>,
    arrived: Notify,
}

#[derive(Debug, Default)]
struct Latest {
    frame: Option<ScreencastFrame>,
    unacknowledged: Vec<i64>,
    /// When those were acknowledged that Chrome may still have counted when it captured the newest frame.
    acknowledged: Vec<Instant>,
    received: u64,
    /// Chrome may have stopped since it made the newest frame, and so have let go of a newer one.
    behind: bool,
}

impl Page {
    /// Starts a cast.
    pub async fn screencast(&self, options: ScreencastOptions) -> Result<Screencast, PageError> {
        let slot = Arc::new(Slot {
            session: self.root().clone(),
            options,
            latest: Mutex::default(),
            arrived: Notify::new(),
        });
        *self.inner().screencast() = Some(Arc::clone(&slot));
        let cast = Screencast { page: self.clone(), slot };
        self.root().post(&StopScreencast {});
        self.root().call(&cast.slot.start()).await?;
        Ok(cast)
    }
}

impl Screencast {
    /// The newest frame that has not been taken yet; waits for the page to change if there is none.
    pub async fn next(&self) -> Result<ScreencastFrame, PageEnd> {
        tokio::select! {
            biased;
            frame = self.slot.take_next() => Ok(frame),
            end = self.page.ended() => Err(end),
        }
    }

    /// How many frames Chrome has sent, dropped ones included.
    pub fn received(&self) -> u64 {
        self.slot.latest().received
    }
}

impl Drop for Screencast {
    fn drop(&mut self) {
        let mut current = self.page.inner().screencast();
        // A cast that was replaced must not stop its successor.
        if current.as_ref().is_some_and(|slot| Arc::ptr_eq(slot, &self.slot)) {
            *current = None;
            self.slot.session.post(&StopScreencast {});
        }
    }
}

impl Slot {
    /// Puts a new frame in the place of the one that waits.
    pub(crate) fn put(&self, frame: &page::ScreencastFrame) {
        let mut latest = self.latest();
        latest.unacknowledged.push(frame.session_id);
        latest.received += 1;
        let captured = age(frame.metadata.timestamp) + WAY;
        latest.acknowledged.retain(|at| at.elapsed() < captured);
        latest.behind = latest.unacknowledged.len() + latest.acknowledged.len() >= CHROME_STOPS_AT;
        if let Ok(jpeg) = BASE64_STANDARD.decode(&frame.data) {
            let seen = &frame.metadata;
            latest.frame = Some(ScreencastFrame {
                jpeg: jpeg.into(),
                number: latest.received,
                width: seen.device_width,
                height: seen.device_height,
                scroll: Point { x: seen.scroll_offset_x, y: seen.scroll_offset_y },
            });
        }
        drop(latest);
        self.arrived.notify_one();
    }

    async fn take_next(&self) -> ScreencastFrame {
        loop {
            if let Some(frame) = self.take() {
                return frame;
            }
            // notify_one keeps a permit, so a frame that arrives before this line is not missed.
            if !self.latest().behind {
                self.arrived.notified().await;
            } else if tokio::time::timeout(CATCH_UP, self.arrived.notified()).await.is_err() {
                self.restart();
            }
        }
    }

    /// Takes the frame and acknowledges it together with those it has replaced.
    fn take(&self) -> Option<ScreencastFrame> {
        let mut latest = self.latest();
        let frame = latest.frame.take()?;
        let taken = std::mem::take(&mut latest.unacknowledged);
        latest.acknowledged.extend(taken.iter().map(|_| Instant::now()));
        for id in taken {
            ack(&self.session, id);
        }
        Some(frame)
    }

    fn restart(&self) {
        let mut latest = self.latest();
        latest.behind = false;
        latest.acknowledged.clear();
        drop(latest);
        self.session.post(&StopScreencast {});
        self.session.post(&self.start());
    }

    fn start(&self) -> StartScreencast {
        StartScreencast {
            format: "jpeg",
            quality: self.options.quality,
            max_width: self.options.max_width,
            max_height: self.options.max_height,
            every_nth_frame: 1,
        }
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long ago a frame was captured.
#[expect(clippy::disallowed_methods, reason = "it is the machine's clock that Chrome tells the time by")]
fn age(timestamp: Option<f64>) -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
    let age = timestamp.and_then(|then| Duration::try_from_secs_f64(now - then).ok());
    age.filter(|age| *age < 5 * UNKNOWN_AGE).unwrap_or(UNKNOWN_AGE)
}

/// Lets Chrome draw another frame.
pub(crate) fn ack(session: &CdpSession, session_id: i64) {
    session.post(&AckScreencastFrame { session_id });
}
