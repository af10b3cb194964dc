//! Finds the point at which a press reaches an element, through all frames around it, or gives a field the focus. The page's
//! side is `scripts/aim.js`, which does all its waiting in one round trip.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::action::{ActError, NotYet};
use crate::frame::Frame;
use crate::geometry::Point;
use crate::input::Sent;
use crate::page::Page;
use crate::progress::Progress;
use crate::snapshot::NodeHandle;

const AIM: &str = "(ask) => __baton.aim(ask)";
const FOCUS: &str = "(ask) => __baton.focusOn(ask)";

/// What an element must be before it is acted on. It always has to be attached, visible, still and uncovered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actionability {
    pub enabled: bool,
    /// Takes text: not read-only.
    pub editable: bool,
    /// How long the page waits by itself before it answers "not yet".
    pub wait: Duration,
}

/// How an element is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// With the mouse, even where the page is shown as on a phone. It hears of a click at once; what a finger does could still become a
    /// gesture, so a tap takes some 15 ms longer.
    pub by_mouse: bool,
    /// Once the element has been seen standing still: after a press that slipped.
    pub careful: bool,
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
#[expect(clippy::struct_excessive_bools, reason = "what is asked of an element is independent of each other")]
struct Ask {
    #[serde(rename = "ref")]
    ref_id: u32,
    wait: u64,
    enabled: bool,
    editable: bool,
    scroll: bool,
    again: bool,
    /// Whether a press follows: what is asked of the frame next waits until it has been handled.
    press: bool,
    /// Whether the element has to be seen standing still, although the press is guarded.
    careful: bool,
    #[serde(skip)]
    function: &'static str,
}

#[derive(Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
enum Aim {
    Ready {
        x: f64,
        y: f64,
        #[serde(default)]
        filled: bool,
    },
    Detached,
    Hidden,
    Unstable,
    Disabled,
    Covered {
        by: String,
    },
    Unfocused,
}

/// A point in the viewport of the page, and whether the field there holds something.
struct Hit {
    point: Point,
    filled: bool,
}

impl Page {
    /// Waits until the element can be acted on and returns where. Scrolls it into view.
    pub async fn target(
        &self,
        progress: &Progress,
        node: &NodeHandle,
        actionability: Actionability,
    ) -> Result<Target, ActError> {
        let hit = self.hit(progress, node, Ask::new(AIM, node, actionability, false, progress)).await?;
        Ok(Target { point: hit.point })
    }

    /// Presses the element with the mouse, or with a finger where the page is shown as on a phone. The press is queued,
    /// not awaited: what is done to the frame next, a look included, waits in the page until the press has been handled.
    /// One that lands on something else is kept from the page; [`Snapshot::slipped`](crate::Snapshot) tells of it.
    pub async fn press(&self, progress: &Progress, node: &NodeHandle) -> Result<Sent, ActError> {
        self.press_like(progress, node, Press::default()).await
    }

    /// The same in another way.
    pub async fn press_like(
        &self,
        progress: &Progress,
        node: &NodeHandle,
        press: Press,
    ) -> Result<Sent, ActError> {
        let ask =
            Ask { careful: press.careful, ..Ask::new(AIM, node, Actionability::default(), true, progress) };
        let Hit { point, .. } = self.hit(progress, node, ask).await?;
        Ok(if press.by_mouse { self.mouse().click_at(point) } else { self.press_at(point) })
    }

    /// Gives the focus to a field that could be pressed, selects what is in it, and tells whether that is anything.
    pub(super) async fn focus_on(&self, progress: &Progress, node: &NodeHandle) -> Result<bool, ActError> {
        let ask = Ask::new(FOCUS, node, Actionability::editable(), false, progress);
        Ok(self.hit(progress, node, ask).await?.filled)
    }

    async fn hit(&self, progress: &Progress, node: &NodeHandle, mut ask: Ask) -> Result<Hit, ActError> {
        let frame = self.frame(&node.frame).ok_or(NotYet::Detached)?;
        let mut hit = aim(progress, &frame, &ask).await?;
        if !self.viewport().rect().contains(hit.point) {
            // The document in the iframe does not know that the iframe itself lies outside the viewport.
            ask.again = true;
            ask.scroll = true;
            hit = aim(progress, &frame, &ask).await?;
        }
        if !self.viewport().rect().contains(hit.point) {
            // What is fixed in a tall iframe does not scroll with it: the documents around have to.
            show(progress, &frame, hit.point).await?;
            ask.scroll = false;
            hit = aim(progress, &frame, &ask).await?;
        }
        uncovered(progress, &frame, hit.point, ask.again).await?;
        Ok(hit)
    }

    /// Presses at a point, with the mouse or a finger, whichever the page expects.
    pub fn press_at(&self, point: Point) -> Sent {
        if self.is_mobile() { self.touch().tap(point) } else { self.mouse().press_at(point) }
    }
}

impl Ask {
    fn new(
        function: &'static str,
        node: &NodeHandle,
        actionability: Actionability,
        press: bool,
        progress: &Progress,
    ) -> Self {
        let wait = actionability.wait.min(progress.remaining());
        Self {
            ref_id: node.ref_id,
            wait: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            enabled: actionability.enabled,
            editable: actionability.editable,
            scroll: false,
            again: false,
            press,
            careful: false,
            function,
        }
    }
}

/// Asks the frame for the point and moves it into the viewport of the page.
async fn aim(progress: &Progress, frame: &Frame, ask: &Ask) -> Result<Hit, ActError> {
    let aim: Aim = frame.evaluate(progress, ask.function, ask).await?;
    let not_yet = match aim {
        Aim::Ready { x, y, filled } => {
            let point = Point { x, y }.offset(frame.content_offset(progress).await?);
            return Ok(Hit { point, filled });
        }
        Aim::Detached => NotYet::Detached,
        Aim::Hidden => NotYet::Hidden,
        Aim::Unstable => NotYet::Unstable,
        Aim::Disabled => NotYet::Disabled,
        Aim::Covered { by } => NotYet::Covered { by },
        Aim::Unfocused => NotYet::Unfocused,
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
async fn uncovered(progress: &Progress, frame: &Frame, point: Point, scrolled: bool) -> Result<(), ActError> {
    let Some(by) = frame.cover(progress, point, scrolled).await? else { return Ok(()) };
    progress.note(format!("waiting: the frame is covered by {by}"));
    Err(NotYet::Covered { by }.into())
}
