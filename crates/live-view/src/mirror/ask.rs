//! Asks the script in a frame, and puts it there. Contents of secret fields never come back through here.

use std::sync::OnceLock;
use std::time::Duration;

use baton_browser::{Frame, Page, PageError, Point, Progress, World};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::BINDING;
use crate::protocol::Agreement;

/// A frame that does not answer within this is held by a dialog or gone.
const PATIENCE: Duration = Duration::from_secs(3);
/// What a patient did is worth waiting longer for: a machine may be that busy, and a dialog may be answered.
const LONG_PATIENCE: Duration = Duration::from_secs(12);

/// The script, wrapped so that a second run in one document does nothing.
fn script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let parts = [
            include_str!("page/refs.js"),
            include_str!("page/names.js"),
            include_str!("page/boxes.js"),
            include_str!("page/controls.js"),
            include_str!("page/watch.js"),
            include_str!("page/still.js"),
            include_str!("page/clicks.js"),
            include_str!("page/acts.js"),
        ];
        format!("(() => {{ 'use strict'; if (globalThis.batonMirror) return;\n{}\n}})();", parts.concat())
    })
}

/// Puts the script into every frame of a page, those to come included.
pub(crate) async fn install(page: &Page) -> Result<(), PageError> {
    page.add_binding(BINDING, World::Own).await?;
    page.add_init_script(script(), World::Own).await
}

/// Asks one frame.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    frame: Frame,
    patience: Duration,
}

/// Where a control is on its frame's glass, and what a press of it would say.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "what is known of a control is independent of each other")]
pub(crate) struct Aim {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// The words on what is pressed.
    pub(crate) r#final: String,
    pub(crate) disabled: bool,
    /// Whether a tap there would press something else instead.
    pub(crate) covered: bool,
    /// Whether a box or a radio button is on.
    pub(crate) checked: bool,
    /// Whether the frame moved to bring it into view, or had just been moved.
    pub(crate) moved: bool,
    /// How often it was clicked so far, and anything at all in its document.
    pub(crate) clicks: u32,
    pub(crate) clicks_anywhere: u32,
}

/// What lies under a finger.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Hit {
    pub(crate) r#final: String,
    pub(crate) clicks: u32,
}

/// What came of putting the caret somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Selected {
    Ready,
    /// The field has the focus but knows no ranges.
    Unselectable,
    Unfocused,
    Gone,
}

impl Selected {
    pub(crate) fn has_focus(self) -> bool {
        matches!(self, Self::Ready | Self::Unselectable)
    }
}

impl Aim {
    pub(crate) fn at(&self) -> Point {
        Point { x: self.x, y: self.y }
    }

    pub(crate) fn takes_a_press(&self) -> bool {
        !self.disabled && !self.covered
    }

    /// Whether a tap at its middle still meets it when it is led so far astray.
    pub(crate) fn bears(&self, [x, y]: [f64; 2]) -> bool {
        x < self.width / 2.0 && y < self.height / 2.0
    }
}

impl Asker {
    pub(crate) fn new(frame: Frame) -> Self {
        Self { frame, patience: PATIENCE }
    }

    /// Asks on behalf of the patient.
    pub(crate) fn patient(frame: Frame) -> Self {
        Self { frame, patience: LONG_PATIENCE }
    }

    pub(crate) fn is_main(&self) -> bool {
        self.frame.parent().is_none()
    }

    /// Has the frame report itself again.
    pub(crate) async fn report(&self) -> Result<(), PageError> {
        self.ask::<Value>("batonMirror.report()", Value::Null).await.map(drop)
    }

    /// The control's middle in the viewport of the page, after bringing it into view.
    pub(crate) async fn aim(&self, node: u32) -> Result<Option<Aim>, PageError> {
        let aim = self.ask::<Option<Aim>>("await batonMirror.aim(arg)", json!(node));
        let (aim, mut offset) = tokio::try_join!(aim, self.offset())?;
        let Some(aim) = aim else { return Ok(None) };
        if aim.moved {
            // What brings a control into view may move the documents around it.
            offset = self.offset().await?;
        }
        Ok(Some(Aim { x: aim.x + offset.x, y: aim.y + offset.y, ..aim }))
    }

    /// Scrolls the document so that a point of its glass comes to the middle, where bars along the edges do not lie over it.
    pub(crate) async fn reveal(&self, at: Point) -> Result<(), PageError> {
        self.ask::<Value>("batonMirror.reveal(...arg)", json!([at.x, at.y])).await.map(drop)
    }

    /// Whether something lies over this frame at a point of the viewport, so that a tap there would press that instead.
    pub(crate) async fn is_covered(&self, at: Point) -> Result<bool, PageError> {
        let cover = self.frame.cover(&Progress::new(self.patience), at, false).await?;
        Ok(cover.is_some())
    }

    /// Returns once a tap anywhere meets what lies there now, even if it was scrolled there just before.
    pub(crate) async fn still(&self) -> Result<(), PageError> {
        self.ask::<Value>("await batonMirror.still()", Value::Null).await.map(drop)
    }

    /// How far the document is, at most, from where the pictures show it that Chrome leads taps by.
    pub(crate) async fn drift(&self) -> Result<[f64; 2], PageError> {
        self.ask("batonMirror.drift()", Value::Null).await
    }

    /// Returns once the control, or without one anything in the frame, was clicked more often than `before`.
    pub(crate) async fn clicked(&self, node: Option<u32>, before: u32) -> Result<(), PageError> {
        self.ask::<Value>("await batonMirror.clicked(...arg)", json!([node, before])).await.map(drop)
    }

    /// Whether a box stands as wanted, once the page has had a moment for it.
    pub(crate) async fn stands(&self, node: u32, on: bool) -> Result<bool, PageError> {
        self.ask("await batonMirror.stands(...arg)", json!([node, on])).await
    }

    /// Clicks a box as a script would, unless it stands as wanted.
    pub(crate) async fn switch(&self, node: u32, on: bool) -> Result<bool, PageError> {
        self.ask("batonMirror.switchTo(...arg)", json!([node, on])).await
    }

    /// Whether the field has the focus, once the tap before has had its effect. A field that was not `tapped` is given it.
    pub(crate) async fn has_focus(&self, node: u32, tapped: bool) -> Result<bool, PageError> {
        self.ask("await batonMirror.focused(...arg)", json!([node, tapped])).await
    }

    /// Takes the focus from the field if it has it.
    pub(crate) async fn leave(&self, node: u32) -> Result<(), PageError> {
        self.ask::<Value>("batonMirror.leave(arg)", json!(node)).await.map(drop)
    }

    /// Puts the caret at the end.
    pub(crate) async fn caret_to_end(&self, node: u32) -> Result<Selected, PageError> {
        self.select(node, json!(-1), json!(-1)).await
    }

    pub(crate) async fn select_all(&self, node: u32) -> Result<Selected, PageError> {
        self.select(node, Value::Null, Value::Null).await
    }

    /// Selects from and to an offset in UTF-16 units.
    pub(crate) async fn select_range(
        &self,
        node: u32,
        from: usize,
        to: usize,
    ) -> Result<Selected, PageError> {
        self.select(node, json!(from), json!(to)).await
    }

    async fn select(&self, node: u32, from: Value, to: Value) -> Result<Selected, PageError> {
        self.ask("batonMirror.select(...arg)", json!([node, from, to])).await
    }

    pub(crate) async fn compare(&self, node: u32, wanted: &str) -> Result<Agreement, PageError> {
        self.ask("batonMirror.compare(...arg)", json!([node, wanted])).await
    }

    pub(crate) async fn length(&self, node: u32) -> Result<usize, PageError> {
        self.ask("batonMirror.lengthOf(arg)", json!(node)).await
    }

    /// The content of a field that is no secret.
    pub(crate) async fn read(&self, node: u32) -> Result<Option<String>, PageError> {
        self.ask("batonMirror.read(arg)", json!(node)).await
    }

    /// Sets the content as a script would.
    pub(crate) async fn put(&self, node: u32, value: &str) -> Result<bool, PageError> {
        self.ask("batonMirror.put(...arg)", json!([node, value])).await
    }

    pub(crate) async fn choose(&self, node: u32, values: &[&str]) -> Result<Agreement, PageError> {
        self.ask("batonMirror.choose(...arg)", json!([node, values])).await
    }

    /// Scrolls a surface, for the phone's scroll with the number `seq`; answers how far it went.
    pub(crate) async fn scroll_to(
        &self,
        node: u32,
        to: [f64; 2],
        seq: Option<u32>,
    ) -> Result<Option<[f64; 2]>, PageError> {
        self.ask("batonMirror.scrollTo(...arg)", json!([node, to[0], to[1], seq])).await
    }

    pub(crate) async fn hit(&self, at: Point) -> Result<Hit, PageError> {
        self.ask("await batonMirror.hit(...arg)", json!([at.x, at.y])).await
    }

    pub(crate) async fn enter_label(&self, node: u32) -> Result<String, PageError> {
        self.ask("batonMirror.enterLabel(arg)", json!(node)).await
    }

    /// The number of the element that holds the frame whose content starts at `corner` of this frame's glass.
    pub(crate) async fn frame_at(&self, corner: Point) -> Result<Option<u32>, PageError> {
        self.ask("batonMirror.frameAt(...arg)", json!([corner.x, corner.y])).await
    }

    pub(crate) async fn offset(&self) -> Result<Point, PageError> {
        self.frame.content_offset(&Progress::new(self.patience)).await
    }

    /// `call` sees what it is given as `arg`. Once more after putting the script back, should the world have been made without it.
    async fn ask<T: DeserializeOwned>(&self, call: &str, arg: Value) -> Result<T, PageError> {
        let function = format!("async (arg) => globalThis.batonMirror ? {{ answer: {call} ?? null }} : null");
        let progress = Progress::new(self.patience);
        let mut answer: Option<Answer<T>> = self.frame.evaluate(&progress, &function, &arg).await?;
        if answer.is_none() {
            let put_back = format!("() => {{ {} }}", script());
            self.frame.evaluate::<Value>(&progress, &put_back, Value::Null).await?;
            answer = self.frame.evaluate(&progress, &function, &arg).await?;
        }
        answer.map(|answer| answer.answer).ok_or(PageError::Unreadable)
    }
}

#[derive(Deserialize)]
struct Answer<T> {
    answer: T,
}
