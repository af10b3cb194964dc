//! Finds the point at which a press reaches an element, through all frames around it. The page's side is
//! `scripts/aim.js`, which does all its waiting in one round trip.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::action::{ActError, NotYet};
use crate::frame::Frame;
use crate::geometry::Point;
use crate::input::Sent;
use crate::page::{Page, PageError};
use crate::progress::Progress;
use crate::snapshot::NodeHandle;

/// What an element must be before it is acted on. It always has to be attached, visible, still and uncovered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actionability {
    pub enabled: bool,
    /// Takes text: not read-only.
    pub editable: bool,
    /// How long the page waits by itself before it answers "not yet".
    pub wait: Duration,
}

/// Where to press.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// In the viewport of the page.
    pub point: Point,
}

impl Default for Actionability {
    fn default() -> Self {
        Self { enabled: true, editable: false, wait: Duration::from_secs(1) }
    }
}

impl Actionability {
    /// What a field must be before it is filled in.
    pub fn editable() -> Self {
        Self { editable: true, ..Self::default() }
    }

    /// Asks once and does not wait.
    #[must_use]
    pub fn at_once(self) -> Self {
        Self { wait: Duration::ZERO, ..self }
    }
}

#[derive(Serialize)]
struct Ask {
    #[serde(rename = "ref")]
    ref_id: u32,
    wait: u64,
    enabled: bool,
    editable: bool,
    scroll: bool,
}

#[derive(Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
enum Aim {
    Ready { x: f64, y: f64 },
    Detached,
    Hidden,
    Unstable,
    Disabled,
    Covered { by: String },
}

impl Page {
    /// Waits until the element can be acted on and returns where. Scrolls it into view.
    pub async fn target(
        &self,
        progress: &Progress,
        node: &NodeHandle,
        actionability: Actionability,
    ) -> Result<Target, ActError> {
        let frame = self.frame(&node.frame).ok_or(NotYet::Detached)?;
        let wait = actionability.wait.min(progress.remaining());
        let mut ask = Ask {
            ref_id: node.ref_id,
            wait: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            enabled: actionability.enabled,
            editable: actionability.editable,
            scroll: false,
        };
        let point = aim(progress, &frame, &ask).await?;
        if self.viewport().rect().contains(point) {
            return uncovered(progress, &frame, point).await;
        }
        // The document in the iframe does not know that the iframe itself lies outside the viewport.
        ask.scroll = true;
        let mut point = aim(progress, &frame, &ask).await?;
        if !self.viewport().rect().contains(point) {
            // What is fixed in a tall iframe does not scroll with it: the documents around have to.
            show(progress, &frame, point).await?;
            ask.scroll = false;
            point = aim(progress, &frame, &ask).await?;
        }
        uncovered(progress, &frame, point).await
    }

    /// Presses the element with the mouse, or with a finger where the page is shown as on a phone. The press is queued,
    /// not awaited: what follows over the same page follows in order.
    pub async fn press(&self, progress: &Progress, node: &NodeHandle) -> Result<Sent, ActError> {
        let target = self.target(progress, node, Actionability::default()).await?;
        Ok(self.press_at(target.point))
    }

    /// Presses at a point, with the mouse or a finger, whichever the page expects.
    pub fn press_at(&self, point: Point) -> Sent {
        if self.is_mobile() { self.touch().tap(point) } else { self.mouse().press_at(point) }
    }
}

/// Asks the frame for the point and moves it into the viewport of the page.
async fn aim(progress: &Progress, frame: &Frame, ask: &Ask) -> Result<Point, ActError> {
    let aim: Aim = frame.evaluate(progress, "(ask) => __baton.aim(ask)", ask).await?;
    let not_yet = match aim {
        Aim::Ready { x, y } => return Ok(Point { x, y }.offset(frame.content_offset(progress).await?)),
        Aim::Detached => NotYet::Detached,
        Aim::Hidden => NotYet::Hidden,
        Aim::Unstable => NotYet::Unstable,
        Aim::Disabled => NotYet::Disabled,
        Aim::Covered { by } => NotYet::Covered { by },
    };
    progress.note(format!("waiting: {not_yet}"));
    Err(not_yet.into())
}

/// Scrolls the documents around the frame until the point lies within the viewport.
async fn show(progress: &Progress, frame: &Frame, point: Point) -> Result<(), ActError> {
    let mut around = frame.parent();
    while let Some(outer) = around {
        let Point { x, y } = outer.content_offset(progress).await?;
        let ask = json!({ "x": point.x - x, "y": point.y - y });
        outer.evaluate::<()>(progress, "(ask) => __baton.show(ask)", ask).await?;
        around = outer.parent();
    }
    Ok(())
}

/// Makes sure that, in every document around the frame, the press falls on the element that holds it.
async fn uncovered(progress: &Progress, frame: &Frame, point: Point) -> Result<Target, ActError> {
    let mut inner = frame.clone();
    while let Some(outer) = inner.parent() {
        let Point { x, y } = outer.content_offset(progress).await?;
        let ask = json!({ "frame": inner.id(), "x": point.x - x, "y": point.y - y });
        let cover: Result<Option<String>, PageError> =
            outer.evaluate(progress, "(ask) => __baton.coverOf(ask)", ask).await;
        if let Some(by) = cover? {
            progress.note(format!("waiting: the frame is covered by {by}"));
            return Err(NotYet::Covered { by }.into());
        }
        inner = outer;
    }
    Ok(Target { point })
}
