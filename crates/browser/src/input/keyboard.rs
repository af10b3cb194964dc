//! The keyboard of a page.

use crate::cdp::domains::input::{DispatchKeyEvent, InsertText};
use crate::cdp::{CdpSession, Pending};
use crate::input::keys::{Stroke, stroke_of};
use crate::input::{Key, Modifiers, Sent};

/// The keyboard; what it writes goes to the focused element, in whichever frame that is.
#[derive(Clone, Debug)]
pub struct Keyboard {
    session: CdpSession,
}

impl Keyboard {
    pub(crate) fn new(session: CdpSession) -> Self {
        Self { session }
    }

    /// Writes `text` at once: one input event, no key events.
    pub fn insert_text(&self, text: &str) -> Sent {
        let pending = self.session.send(&InsertText { text });
        Sent::new(vec![pending])
    }

    /// Writes `text` character by character, as keys do.
    pub fn type_text(&self, text: &str) -> Sent {
        let strokes = text.chars().map(stroke_of);
        Sent::new(strokes.flat_map(|stroke| self.strike(&stroke, Modifiers::NONE)).collect())
    }

    /// Presses and releases a key.
    pub fn key(&self, key: Key) -> Sent {
        self.key_with(key, Modifiers::NONE)
    }

    /// Presses and releases a key while others are held.
    pub fn key_with(&self, key: Key, held: Modifiers) -> Sent {
        Sent::new(self.strike(&key.stroke(), held))
    }

    fn strike(&self, stroke: &Stroke, held: Modifiers) -> Vec<Pending<crate::cdp::command::Nothing>> {
        let held = if stroke.shift { held | Modifiers::SHIFT } else { held };
        let event = |kind| DispatchKeyEvent {
            kind,
            modifiers: held.bits(),
            key: &stroke.key,
            code: stroke.code,
            windows_virtual_key_code: stroke.virtual_key,
            text: None,
            unmodified_text: None,
        };
        let mut sent = vec![self.session.send(&event("rawKeyDown"))];
        if let Some(text) = stroke.text.as_deref() {
            let written = DispatchKeyEvent { text: Some(text), unmodified_text: Some(text), ..event("char") };
            sent.push(self.session.send(&written));
        }
        sent.push(self.session.send(&event("keyUp")));
        sent
    }
}
