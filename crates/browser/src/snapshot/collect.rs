//! Takes a snapshot: asks the main frame, then the frames that can be seen in it, and lays their answers over each other.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::future::join_all;
use serde::Deserialize;

use crate::cdp::FrameId;
use crate::frame::{Frame, Owner};
use crate::geometry::{Point, Rect};
use crate::page::{Page, PageError};
use crate::progress::Progress;
use crate::snapshot::{FrameSnapshot, Node, Seen, Snapshot, SnapshotOptions};

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
    frames: Places,
    changes: u64,
    slipped: bool,
}

/// Where the frames inside a frame lie.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Places {
    /// Of those that have been introduced.
    introduced: HashMap<FrameId, Owner>,
    /// Of all, in the order in which they came, if any has not been introduced.
    in_turn: Vec<Option<Owner>>,
}

impl Places {
    /// Gives each of `frames`, which are all there are, its place: by its turn only if they are in the order in which they came.
    fn of(&self, frames: Vec<FrameId>, are_in_turn: bool) -> Inner {
        let turns =
            if are_in_turn && self.in_turn.len() == frames.len() { self.in_turn.as_slice() } else { &[] };
        let place = |turn: usize, id: &FrameId| {
            self.introduced.get(id).copied().or_else(|| turns.get(turn).copied().flatten())
        };
        frames.into_iter().enumerate().map(|(turn, id)| (id.clone(), place(turn, &id))).collect()
    }
}

impl Answer {
    /// Stands for a frame that cannot be seen: it shows nothing, and nobody waits for it to load.
    fn unasked() -> Self {
        Self { loaded: true, ..Self::default() }
    }
}

/// A frame, where it lies in its parent, and what it answered.
struct Look {
    frame: Frame,
    parent: Option<FrameId>,
    /// `None` where that could not be found out.
    place: Option<Owner>,
    answer: Option<Answer>,
    inner: Vec<(FrameId, Option<Owner>)>,
}

impl Page {
    /// Looks at all visible frames of the page: those of one depth at once. A press that was sent before has been handled by then.
    pub async fn snapshot(
        &self,
        progress: &Progress,
        options: &SnapshotOptions,
    ) -> Result<Snapshot, PageError> {
        loop {
            // Read before the look: what changes during it is news.
            let (version, seen) = (self.version(), self.inner().heard());
            match self.look(progress, options).await {
                Ok(looks) => return Ok(self.lay_out(version, seen, looks)),
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
        let main = self.main_frame();
        let (answer, inner) = ask(progress, &main, options).await?;
        let mut looks =
            vec![Look { frame: main, parent: None, place: Some(Owner::PAGE), answer: Some(answer), inner }];
        let mut next = 0;
        while next < looks.len() {
            let within: Vec<_> = looks[next..].iter_mut().flat_map(Look::take_inner).collect();
            next = looks.len();
            let deeper = within
                .into_iter()
                .map(|(parent, frame, place)| look_into(progress, parent, frame, place, options));
            looks.extend(join_all(deeper).await.into_iter().flatten());
        }
        Ok(looks)
    }

    fn lay_out(&self, version: u64, mut seen: Seen, looks: Vec<Look>) -> Snapshot {
        let viewport = self.viewport().rect();
        let mut places: HashMap<FrameId, (Point, bool)> = HashMap::new();
        let mut frames: Vec<FrameSnapshot> = Vec::new();
        let slipped = looks.iter().filter_map(|look| look.answer.as_ref()).any(|answer| answer.slipped);
        for look in looks {
            let around = look.parent.as_ref().map_or((Point::default(), true), |parent| places[parent]);
            let Owner { x, y, visible } = look.place.unwrap_or_default();
            let place = (Point { x, y }.offset(around.0), visible && around.1);
            places.insert(look.frame.id().clone(), place);
            if let Some(answer) = &look.answer {
                seen.inside.insert(look.frame.id().clone(), answer.changes);
            }
            frames.push(frame_snapshot(look, place, viewport));
        }
        let title = frames.first().map(|main| main.title.clone()).unwrap_or_default();
        Snapshot { url: self.url(), title, version, seen, slipped, frames }
    }
}

impl Look {
    /// The frames inside this one, each with where it lies.
    fn take_inner(&mut self) -> Vec<(Frame, Frame, Option<Owner>)> {
        let inner = std::mem::take(&mut self.inner).into_iter();
        let page = self.frame.page();
        inner.filter_map(|(id, place)| Some((self.frame.clone(), page.frame(&id)?, place))).collect()
    }
}

/// Looks into an iframe, if it can be seen. One that goes away meanwhile is not part of the page any more.
async fn look_into(
    progress: &Progress,
    parent: Frame,
    frame: Frame,
    place: Option<Owner>,
    options: &SnapshotOptions,
) -> Option<Look> {
    let limited = progress.child_within(FRAME_LIMIT);
    let place = match place {
        Some(place) => Some(place),
        // Its parent has just been asked, and does not know it.
        None => frame.introduced(&limited, &parent).await.ok(),
    };
    let parent = Some(parent.id().clone());
    if place.is_some_and(|place| !place.visible) {
        return Some(Look { frame, parent, place, answer: Some(Answer::unasked()), inner: Vec::new() });
    }
    match ask(&limited, &frame, options).await {
        Ok((answer, inner)) => Some(Look { frame, parent, place, answer: Some(answer), inner }),
        Err(PageError::FrameGone) => None,
        Err(_) => Some(Look { frame, parent, place, answer: None, inner: Vec::new() }),
    }
}

type Inner = Vec<(FrameId, Option<Owner>)>;

/// Asks a frame what it shows, and where the frames inside it lie.
async fn ask(
    progress: &Progress,
    frame: &Frame,
    options: &SnapshotOptions,
) -> Result<(Answer, Inner), PageError> {
    let text: String = frame.evaluate(progress, "(ask) => __baton.snapshot(ask)", options).await?;
    // The cause is left out: serde quotes values, and a value may be what a person typed.
    let answer: Answer = serde_json::from_str(&text).map_err(|_| PageError::Unreadable)?;
    // What Chrome has told of its frames by now is what its script saw: both come over one line.
    let (frames, are_in_turn) = {
        let table = frame.page().inner().frames();
        (table.inside(frame.id()), table.are_in_turn(frame.id()))
    };
    let inner = answer.frames.of(frames, are_in_turn);
    Ok((answer, inner))
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
