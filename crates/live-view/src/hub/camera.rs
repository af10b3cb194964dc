//! Takes the moving picture while somebody watches, and only then. Keeps the newest frame for whoever comes late.

use std::sync::Arc;
use std::time::Duration;

use baton_browser::{Page, Screencast, ScreencastFrame, ScreencastOptions, ScreenshotOptions};
use bytes::Bytes;

use super::{Shared, Sharpness, Stage};
use crate::protocol::Frame;

/// A page that was sent in a poorer picture is sent once more in the best one when it has stood still for this long.
const STILL: Duration = Duration::from_millis(1500);

/// Runs until its hub ends.
pub(super) async fn run(shared: Arc<Shared>) {
    let mut take = Take { shared: &shared, last: Bytes::new(), seq: 0, sharpness: Sharpness::Fine };
    loop {
        let Some(stage) = wanted(&shared).await else { return };
        take.film(&stage).await;
    }
}

/// Waits until there is both a page and somebody who looks at it.
async fn wanted(shared: &Shared) -> Option<Stage> {
    let mut watchers = shared.watchers.subscribe();
    let mut stages = shared.stage.subscribe();
    loop {
        watchers.wait_for(|watchers| watchers.count > 0).await.ok()?;
        if let Some(stage) = stages.borrow_and_update().clone().filter(|stage| !stage.page.is_ended()) {
            return Some(stage);
        }
        stages.changed().await.ok()?;
    }
}

struct Take<'a> {
    shared: &'a Shared,
    /// The newest picture as it came, to tell a repetition.
    last: Bytes,
    seq: u32,
    sharpness: Sharpness,
}

impl Take<'_> {
    /// Films one page at one size and sharpness, until any of it changes or nobody looks any more.
    async fn film(&mut self, stage: &Stage) {
        let shared = self.shared;
        let mut stages = shared.stage.subscribe();
        let mut watchers = shared.watchers.subscribe();
        let mut viewport = shared.viewport.subscribe();
        let mut sharpness = shared.lines.agreed();
        self.sharpness = *sharpness.borrow_and_update();
        let size = viewport.borrow_and_update().unwrap_or_else(|| stage.page.viewport());
        let options = self.sharpness.options(shared.options.quality, size);
        tokio::select! {
            () = self.expose(stage, options) => {}
            _another = stages.wait_for(|now| now.as_ref() != Some(stage)) => {}
            _nobody = watchers.wait_for(|watchers| watchers.count == 0) => {}
            _turned = viewport.changed() => {}
            _line = sharpness.changed() => {}
        }
    }

    /// Publishes frame after frame. Once the page is over there is nothing more to see, until another page is shown.
    async fn expose(&mut self, stage: &Stage, options: ScreencastOptions) {
        if let Ok(cast) = stage.page.screencast(options).await {
            while let Some(frame) = self.next(&cast, stage).await {
                self.publish(stage, frame);
            }
        }
        std::future::pending::<()>().await;
    }

    /// The next frame. A page that stands still in a poor picture is photographed once more in the best.
    async fn next(&mut self, cast: &Screencast, stage: &Stage) -> Option<ScreencastFrame> {
        if self.sharpness == Sharpness::Fine {
            return cast.next().await.ok();
        }
        match tokio::time::timeout(STILL, cast.next()).await {
            Ok(frame) => frame.ok(),
            Err(_still) => {
                self.retouch(&stage.page).await;
                cast.next().await.ok()
            }
        }
    }

    async fn retouch(&mut self, page: &Page) {
        let best = ScreenshotOptions {
            jpeg_quality: Some(self.shared.options.quality),
            ..ScreenshotOptions::default()
        };
        let Ok(jpeg) = page.screenshot(best).await else { return };
        self.seq += 1;
        let seq = self.seq;
        self.shared.latest_frame.send_modify(|latest| {
            if let Some(frame) = latest {
                *frame = Frame { seq, jpeg: jpeg.into(), ..frame.clone() };
            }
        });
    }

    fn publish(&mut self, stage: &Stage, frame: ScreencastFrame) {
        let unseen = frame.jpeg != self.last || self.shared.latest_frame.borrow().is_none();
        if !unseen {
            return;
        }
        self.last = frame.jpeg.clone();
        self.seq += 1;
        self.shared.latest_frame.send_replace(Some(for_phone(self.seq, stage, frame)));
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a phone's screen has far fewer than 65,536 pixels"
)]
fn for_phone(seq: u32, stage: &Stage, frame: ScreencastFrame) -> Frame {
    Frame {
        seq,
        stage: stage.number,
        width: frame.width as u16,
        height: frame.height as u16,
        scroll_x: frame.scroll.x as f32,
        scroll_y: frame.scroll.y as f32,
        jpeg: frame.jpeg,
    }
}
