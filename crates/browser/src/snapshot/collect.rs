//! Takes a snapshot: asks all frames at once, then lays their answers over each other.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::future::join_all;
use serde::Deserialize;

use crate::cdp::FrameId;
use crate::frame::Frame;
use crate::geometry::{Point, Rect};
use crate::page::{Page, PageError};
use crate::progress::Progress;
use crate::snapshot::{FrameSnapshot, Node, Snapshot, SnapshotOptions};

/// A frame whose scripts are busy for longer is reported as unreadable rather than waited for.
const FRAME_LIMIT: Duration = Duration::from_secs(2);

/// What the script in one frame answers.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Answer {
    title: String,
    loaded: bool,
    truncated: bool,
    nodes: Vec<Node>,
}

/// A frame, where it lies in its parent, and what it answered.
struct Look {
    frame: Frame,
    parent: Option<FrameId>,
    place: Option<(Point, bool)>,
    answer: Option<Answer>,
}

impl Page {
    /// Looks at all frames of the page at once.
    pub async fn snapshot(
        &self,
        progress: &Progress,
        options: &SnapshotOptions,
    ) -> Result<Snapshot, PageError> {
        // Read before the look: what changes during it makes `changed_since` return at once.
        let version = self.version();
        loop {
            match self.look(progress, options).await {
                Ok(looks) => return Ok(self.lay_out(version, looks)),
                // The main frame went elsewhere while it was looked at.
                Err(error) if error.is_navigation() => self.check(progress)?,
                Err(error) => return Err(error),
            }
        }
    }

    /// Looks at the page once it has changed since `version`.
    pub async fn snapshot_after(
        &self,
        progress: &Progress,
        version: u64,
        options: &SnapshotOptions,
    ) -> Result<Snapshot, PageError> {
        self.changed_since(progress, version).await?;
        self.snapshot(progress, options).await
    }

    async fn look(&self, progress: &Progress, options: &SnapshotOptions) -> Result<Vec<Look>, PageError> {
        let mut frames = self.frames().into_iter();
        let Some(main) = frames.next() else { return Err(PageError::FrameGone) };
        let main_answer = ask(progress, &main, options);
        let inner_looks = join_all(frames.map(|frame| look_into(progress, frame, options)));
        let (main_answer, inner_looks) = tokio::join!(main_answer, inner_looks);
        let mut looks = vec![Look {
            frame: main,
            parent: None,
            place: Some((Point::default(), true)),
            answer: Some(main_answer?),
        }];
        looks.extend(inner_looks.into_iter().flatten());
        Ok(looks)
    }

    fn lay_out(&self, version: u64, looks: Vec<Look>) -> Snapshot {
        let viewport = self.viewport().rect();
        let mut places: HashMap<FrameId, (Point, bool)> = HashMap::new();
        let mut frames: Vec<FrameSnapshot> = Vec::new();
        for look in looks {
            let around = match &look.parent {
                Some(parent) => places.get(parent).copied().unwrap_or_default(),
                None => (Point::default(), true),
            };
            let (corner, shown) = look.place.unwrap_or_default();
            let place = (corner.offset(around.0), shown && around.1);
            places.insert(look.frame.id().clone(), place);
            frames.push(frame_snapshot(look, place, viewport));
        }
        let title = frames.first().map(|main| main.title.clone()).unwrap_or_default();
        Snapshot { url: self.url(), title, version, frames }
    }
}

/// Looks into an iframe. One that goes away meanwhile is not part of the page any more.
async fn look_into(progress: &Progress, frame: Frame, options: &SnapshotOptions) -> Option<Look> {
    let limited = progress.child_within(FRAME_LIMIT);
    let parent = frame.parent()?;
    let (place, answer) = tokio::join!(frame.owner(&limited, &parent), ask(&limited, &frame, options));
    if matches!(answer, Err(PageError::FrameGone)) {
        return None;
    }
    let place = place.ok().map(|owner| (Point { x: owner.x, y: owner.y }, owner.visible));
    Some(Look { parent: Some(parent.id().clone()), place, answer: answer.ok(), frame })
}

async fn ask(progress: &Progress, frame: &Frame, options: &SnapshotOptions) -> Result<Answer, PageError> {
    frame.evaluate(progress, "(options) => __baton.snapshot(options)", options).await
}

fn frame_snapshot(look: Look, (offset, visible): (Point, bool), viewport: Rect) -> FrameSnapshot {
    let unreadable = look.answer.is_none();
    let answer = look.answer.unwrap_or_default();
    let mut nodes = answer.nodes;
    for node in &mut nodes {
        node.rect = node.rect.offset(offset);
        node.in_viewport = node.rect.intersects(viewport);
    }
    FrameSnapshot {
        frame: look.frame.id().clone(),
        parent: look.parent,
        url: look.frame.url(),
        title: answer.title,
        visible,
        offset,
        nodes,
        truncated: answer.truncated,
        loaded: answer.loaded,
        unreadable,
    }
}
