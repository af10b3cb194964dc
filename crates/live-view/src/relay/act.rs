//! One hand on the page: taps, scrolls, focuses, writes, chooses.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use baton_browser::{Key as PageKey, Page, PageError, Point, Viewport};
use tokio::sync::mpsc;
use tracing::debug;
use zeroize::Zeroizing;

use super::finger::{PRESS_LIMIT, TAP_LIMIT, Tap, touch};
use super::typing::Held;
use super::write::Field;
use crate::hub::{Relayed, Shared, Stage};
use crate::mirror::{Asker, Selected};
use crate::protocol::{Agreement, Control, ControlId, FromPhone, Key, Kind, PhoneViewport, ToPhone, Typed};

/// How often a state is brought about before the phone has to say it again.
const STATE_TRIES: usize = 3;

/// What is known between one input and the next.
pub(super) struct Hand {
    pub(super) shared: Arc<Shared>,
    stage: Option<u16>,
    /// What each field was last given; wiped with its page, and when the handoff is over.
    held: HashMap<ControlId, Held>,
}

impl Hand {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, stage: None, held: HashMap::new() }
    }

    /// Does one thing. What the page cannot do any more is not an error: the phone sees what the page shows. A state that may not
    /// have come about, on a machine that is too busy to say so in time, is brought about again; a deed is not.
    pub(super) async fn carry_out(&mut self, relayed: Relayed) {
        let Some(stage) = self.shared.stage.borrow().clone() else { return };
        let is_over = self.shared.phase.borrow().is_the_end();
        if self.stage.replace(stage.number) != Some(stage.number) || is_over {
            self.held.clear();
        }
        let tries = if relayed.input.is_a_state() { STATE_TRIES } else { 1 };
        for _ in 0..tries {
            let Err(error) = self.act(&stage, &relayed).await else { return };
            debug!(%error, "An input did not reach the page");
            if stage.page.is_ended() {
                return;
            }
        }
    }

    /// Empties what holds a card or a password, for somebody else goes on: they would see it in the picture. Other fields stay as they are.
    pub(super) async fn forget_secrets(&mut self) {
        let held = std::mem::take(&mut self.held);
        let Some(stage) = self.shared.stage.borrow().clone() else { return };
        let secrets: Vec<ControlId> = {
            let scene = self.shared.scene.borrow();
            let may_hold = |known: &&Control| known.facts.filled || held.contains_key(&known.id);
            scene
                .controls
                .iter()
                .filter(|known| known.facts.secret)
                .filter(may_hold)
                .map(|known| known.id)
                .collect()
        };
        for control in &secrets {
            let Some(asker) = self.asker(&stage.page, *control) else { continue };
            if let Err(error) = asker.put(control.node, "").await {
                debug!(%error, "A secret field could not be emptied");
            }
        }
        if !secrets.is_empty() {
            // The last picture shows them still.
            self.shared.latest_frame.send_replace(None);
        }
    }

    async fn act(&mut self, stage: &Stage, Relayed { input, reply, .. }: &Relayed) -> Result<(), PageError> {
        let page = &stage.page;
        match *input {
            FromPhone::Hello { viewport } | FromPhone::Viewport { viewport } => {
                self.lay_out(page, viewport).await
            }
            FromPhone::Tap { x, y, scroll } => self.tap_picture(page, Point { x, y }, scroll).await,
            FromPhone::Scroll { surface, to, seq } => self.scroll(page, surface, to, seq).await,
            FromPhone::Drag { x, y, dx, dy } => {
                drop(page.mouse().wheel(Point { x, y }, Point { x: -dx, y: -dy }));
                Ok(())
            }
            FromPhone::Focus { control } => self.focus(page, control).await.map(drop),
            FromPhone::Blur { control } => self.leave(page, control).await,
            FromPhone::Text { control, seq, ref value } => self.write(page, control, seq, value, reply).await,
            FromPhone::Key { control, key } => self.press_key(page, control, key).await,
            FromPhone::Press { control } => {
                let pressed = self.press(page, control).await;
                // An error comes before the finger touches a button that looks final.
                let reached = matches!(pressed, Ok(true));
                let _phone_left = reply.send(ToPhone::Pressed { control, reached }).await;
                pressed.map(drop)
            }
            FromPhone::Check { control, seq, on } => {
                let agreement = self.check(page, control, on).await?;
                settle(reply, control, seq, agreement).await;
                Ok(())
            }
            FromPhone::Choose { control, seq, ref values } => {
                let agreement = self.choose(page, control, values).await?;
                settle(reply, control, seq, agreement).await;
                Ok(())
            }
            FromPhone::CloseWindow if stage.is_popup => page.close().await,
            FromPhone::CloseWindow
            | FromPhone::Ack { .. }
            | FromPhone::Repaint
            | FromPhone::Ping { .. }
            | FromPhone::Stay
            | FromPhone::Newer
            | FromPhone::Answer { .. } => Ok(()),
        }
    }

    async fn lay_out(&self, page: &Page, phone: PhoneViewport) -> Result<(), PageError> {
        let viewport = Viewport { width: phone.width, height: phone.height };
        if page.viewport() != viewport {
            page.set_viewport(viewport).await?;
        }
        self.shared.viewport.send_if_modified(|known| known.replace(viewport) != Some(viewport));
        Ok(())
    }

    /// A tap where the phone has no control of its own. The page is first scrolled to where the finger saw it.
    async fn tap_picture(&self, page: &Page, at: Point, scroll: [f64; 2]) -> Result<(), PageError> {
        let root = Asker::patient(page.main_frame());
        let seen = root.scroll_to(0, scroll, None).await?.unwrap_or(scroll);
        let point = Point { x: at.x + scroll[0] - seen[0], y: at.y + scroll[1] - seen[1] };
        if !page.viewport().rect().contains(point) {
            return Ok(());
        }
        let hit = root.hit(point).await?;
        let tap =
            Tap { page, at: point, node: None, clicks: hit.clicks, label: &hit.r#final, limit: TAP_LIMIT };
        tap.carry_out(&self.shared, &root).await;
        Ok(())
    }

    async fn scroll(&self, page: &Page, surface: ControlId, to: [f64; 2], seq: u32) -> Result<(), PageError> {
        let Some(asker) = self.asker(page, surface) else { return Ok(()) };
        asker.scroll_to(surface.node, to, Some(seq)).await.map(drop)
    }

    /// Gives a field the focus by a tap, as a finger would, and puts the caret to its end; says how far it got.
    async fn focus(&self, page: &Page, control: ControlId) -> Result<Selected, PageError> {
        let Some(asker) = self.asker(page, control) else { return Ok(Selected::Gone) };
        let caret = asker.caret_to_end(control.node).await?;
        if caret != Selected::Unfocused {
            return Ok(caret);
        }
        let Some(aim) = self.aim(page, &asker, control).await? else { return Ok(Selected::Gone) };
        if !aim.covered {
            let _taken = tokio::time::timeout(PRESS_LIMIT, touch(page, aim.at())).await;
        }
        // The tap has its effect only some time after the finger was lifted.
        if !asker.has_focus(control.node, !aim.covered).await? {
            return Ok(Selected::Unfocused);
        }
        asker.caret_to_end(control.node).await
    }

    /// Takes the focus from a field that still has it, which is when sites look at what it holds.
    async fn leave(&self, page: &Page, control: ControlId) -> Result<(), PageError> {
        let Some(asker) = self.asker(page, control) else { return Ok(()) };
        asker.leave(control.node).await
    }

    async fn write(
        &mut self,
        page: &Page,
        control: ControlId,
        seq: u32,
        value: &Typed,
        reply: &mpsc::Sender<ToPhone>,
    ) -> Result<(), PageError> {
        // Until the page has agreed to the new text, nothing is known of what it holds.
        let held = self.held.remove(&control);
        let agreement = self.write_field(page, control, held.as_ref(), value.reveal()).await?;
        self.held.insert(control, Held { text: Zeroizing::new(value.reveal().to_owned()), agreement });
        let value = match (agreement, self.asker(page, control)) {
            (Agreement::Differs, Some(asker)) => asker.read(control.node).await?,
            _ => None,
        };
        let _phone_left = reply.send(ToPhone::Settled { control, seq, agreement, value }).await;
        Ok(())
    }

    async fn write_field(
        &self,
        page: &Page,
        control: ControlId,
        held: Option<&Held>,
        wanted: &str,
    ) -> Result<Agreement, PageError> {
        let Some(asker) = self.asker(page, control) else { return Ok(Agreement::Gone) };
        if self.kind(control) == Some(Kind::Picker) {
            asker.put(control.node, wanted).await?;
            return asker.compare(control.node, wanted).await;
        }
        let has_ranges = match self.focus(page, control).await? {
            Selected::Ready => true,
            Selected::Unselectable => false,
            // Something lies over the field or takes its focus away; what was typed is not dropped for that.
            Selected::Unfocused | Selected::Gone => {
                asker.put(control.node, wanted).await?;
                return asker.compare(control.node, wanted).await;
            }
        };
        let field = Field { page, asker: &asker, node: control.node, has_ranges };
        field.write(held, wanted).await
    }

    /// Enter does what has the focus: it is pressed for the field it was meant for, or not at all.
    async fn press_key(&self, page: &Page, control: Option<ControlId>, key: Key) -> Result<(), PageError> {
        if let (Key::Enter, Some(control)) = (key, control) {
            let Some(asker) = self.asker(page, control) else { return Ok(()) };
            if !self.focus(page, control).await?.has_focus() {
                return Ok(());
            }
            let label = asker.enter_label(control.node).await?;
            if (self.shared.options.may_be_final)(&label) {
                self.shared.report_final_press(label).await;
            }
        }
        drop(page.keyboard().key(page_key(key)));
        Ok(())
    }

    /// Asks the frame that a control lives in, while it does.
    pub(super) fn asker(&self, page: &Page, control: ControlId) -> Option<Asker> {
        let frame = self.shared.mirror.lock().unwrap_or_else(PoisonError::into_inner).frame_of(control)?;
        page.frame(&frame).map(Asker::patient)
    }

    fn kind(&self, control: ControlId) -> Option<Kind> {
        let scene = self.shared.scene.borrow();
        scene.controls.iter().find(|known| known.id == control).map(|known| known.facts.kind)
    }
}

/// Says how something stands that holds no secret text.
async fn settle(reply: &mpsc::Sender<ToPhone>, control: ControlId, seq: u32, agreement: Agreement) {
    let _phone_left = reply.send(ToPhone::Settled { control, seq, agreement, value: None }).await;
}

fn page_key(key: Key) -> PageKey {
    match key {
        Key::Enter => PageKey::Enter,
        Key::Escape => PageKey::Escape,
        Key::ArrowUp => PageKey::ArrowUp,
        Key::ArrowDown => PageKey::ArrowDown,
        Key::ArrowLeft => PageKey::ArrowLeft,
        Key::ArrowRight => PageKey::ArrowRight,
        Key::Home => PageKey::Home,
        Key::End => PageKey::End,
        Key::PageUp => PageKey::PageUp,
        Key::PageDown => PageKey::PageDown,
    }
}
