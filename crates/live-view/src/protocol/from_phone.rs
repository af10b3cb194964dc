//! What a phone may say. Nothing of it is believed before [`FromPhone::parse`] has looked at it.

use serde::Deserialize;

use super::{ControlId, Typed};

/// The longest message from a phone, in bytes. A field's text of [`MAX_TEXT`] characters fits whatever they are.
pub const MAX_MESSAGE: usize = 64 * 1024;
const MAX_TEXT: usize = 10_000;
const MAX_CHOICES: usize = 64;

/// One message from a phone.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum FromPhone {
    /// First of all on every connection.
    Hello {
        viewport: PhoneViewport,
    },
    /// The phone was turned, or its window changed.
    Viewport {
        viewport: PhoneViewport,
    },
    /// The frame is on the glass.
    Ack {
        seq: u32,
    },
    /// What is on the glass is spoilt: the next frame has to be whole, and comes even if it is the last one again.
    Repaint,
    Ping {
        n: u32,
    },
    /// "I am still here."
    Stay,
    /// A tap on the picture, where no control is. `scroll` is how far the page is scrolled on the phone.
    Tap {
        x: f64,
        y: f64,
        #[serde(default)]
        scroll: [f64; 2],
    },
    /// A surface was scrolled to `to`. `seq` rises with each scroll of it.
    Scroll {
        surface: ControlId,
        to: [f64; 2],
        seq: u32,
    },
    /// A finger drags what is no known surface.
    Drag {
        x: f64,
        y: f64,
        dx: f64,
        dy: f64,
    },
    Focus {
        control: ControlId,
    },
    /// The patient is no longer in the field, nor in another app.
    Blur {
        control: ControlId,
    },
    /// What the field holds now, whole. `seq` rises with each change of it.
    Text {
        control: ControlId,
        seq: u32,
        value: Typed,
    },
    Key {
        control: Option<ControlId>,
        key: Key,
    },
    /// A button or a link was pressed. Never said twice.
    Press {
        control: ControlId,
    },
    /// How a box or a radio button should stand. A state and not a press, so that saying it again does nothing. `seq` as with `Text`.
    Check {
        control: ControlId,
        #[serde(default)]
        seq: u32,
        on: bool,
    },
    /// What is chosen in a list now.
    Choose {
        control: ControlId,
        #[serde(default)]
        seq: u32,
        values: Vec<Typed>,
    },
    /// Closes the window that the page opened.
    CloseWindow,
    /// The answer to a question of the page.
    Answer {
        dialog: u32,
        accept: bool,
        #[serde(default)]
        text: Typed,
    },
    /// What the page of a later version says, while a service is replaced by its next. Nothing here can be done about it.
    #[serde(other)]
    Newer,
}

/// The keys that mean something by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Key {
    Enter,
    Escape,
    ArrowUp,
    ArrowDown,
    ArrowLeft,
    ArrowRight,
    Home,
    End,
    PageUp,
    PageDown,
}

/// The part of the phone's screen that shows the page, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct PhoneViewport {
    pub width: u32,
    pub height: u32,
    #[serde(default)]
    pub touch: bool,
}

impl PhoneViewport {
    /// Within what a page can be laid out in: nothing below the smallest phone, nothing beyond a large tablet.
    fn clamped(self) -> Self {
        Self { width: self.width.clamp(240, 1366), height: self.height.clamp(200, 1366), touch: self.touch }
    }
}

/// A message that no honest phone sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("the message is longer than {MAX_MESSAGE} bytes")]
    TooLong,
    #[error("the message is none of the protocol's")]
    Unknown,
    #[error("a number in the message is none")]
    NotANumber,
}

impl FromPhone {
    /// Reads a message and forces every number into its range. The error never repeats the text: it may hold a card number.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        if text.len() > MAX_MESSAGE {
            return Err(Malformed::TooLong);
        }
        serde_json::from_str::<Self>(text).map_err(|_| Malformed::Unknown)?.checked()
    }

    fn checked(self) -> Result<Self, Malformed> {
        Ok(match self {
            Self::Hello { viewport } => Self::Hello { viewport: viewport.clamped() },
            Self::Viewport { viewport } => Self::Viewport { viewport: viewport.clamped() },
            Self::Tap { x, y, scroll } => {
                Self::Tap { x: on_screen(x)?, y: on_screen(y)?, scroll: pair(scroll)? }
            }
            Self::Scroll { surface, to, seq } => Self::Scroll { surface, to: pair(to)?, seq },
            Self::Drag { x, y, dx, dy } => {
                Self::Drag { x: on_screen(x)?, y: on_screen(y)?, dx: distance(dx)?, dy: distance(dy)? }
            }
            Self::Text { ref value, .. } if too_long(value) => return Err(Malformed::TooLong),
            Self::Answer { ref text, .. } if too_long(text) => return Err(Malformed::TooLong),
            Self::Choose { ref values, .. } if values.len() > MAX_CHOICES => return Err(Malformed::TooLong),
            plain => plain,
        })
    }

    /// Whether this says how something should stand, so that doing it again does no harm.
    pub(crate) fn is_a_state(&self) -> bool {
        matches!(self, Self::Text { .. } | Self::Check { .. } | Self::Choose { .. })
    }

    /// Whether a person did this, rather than the page on the phone by itself.
    pub fn is_the_patient(&self) -> bool {
        match self {
            Self::Stay
            | Self::Tap { .. }
            | Self::Scroll { .. }
            | Self::Drag { .. }
            | Self::Focus { .. }
            | Self::Text { .. }
            | Self::Key { .. }
            | Self::Press { .. }
            | Self::Check { .. }
            | Self::Choose { .. }
            | Self::CloseWindow
            | Self::Answer { .. } => true,
            Self::Hello { .. }
            | Self::Viewport { .. }
            | Self::Ack { .. }
            | Self::Repaint
            | Self::Ping { .. }
            | Self::Blur { .. }
            | Self::Newer => false,
        }
    }
}

fn too_long(text: &Typed) -> bool {
    text.reveal().chars().nth(MAX_TEXT).is_some()
}

fn on_screen(value: f64) -> Result<f64, Malformed> {
    finite(value).map(|value| value.clamp(0.0, 1366.0))
}

fn distance(value: f64) -> Result<f64, Malformed> {
    finite(value).map(|value| value.clamp(-4000.0, 4000.0))
}

fn pair([x, y]: [f64; 2]) -> Result<[f64; 2], Malformed> {
    let reach = |value| finite(value).map(|value| value.clamp(0.0, 1_000_000.0));
    Ok([reach(x)?, reach(y)?])
}

fn finite(value: f64) -> Result<f64, Malformed> {
    if value.is_finite() { Ok(value) } else { Err(Malformed::NotANumber) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_forced_onto_the_screen() {
        let tap = FromPhone::parse(r#"{"t":"tap","x":-5,"y":1e9}"#);
        assert_eq!(tap, Ok(FromPhone::Tap { x: 0.0, y: 1366.0, scroll: [0.0, 0.0] }));
    }

    #[test]
    fn viewports_are_forced_into_what_a_phone_can_be() {
        let hello = FromPhone::parse(r#"{"t":"hello","viewport":{"width":1,"height":99999}}"#);
        let viewport = PhoneViewport { width: 240, height: 1366, touch: false };
        assert_eq!(hello, Ok(FromPhone::Hello { viewport }));
    }

    #[test]
    fn an_error_never_repeats_what_was_typed() {
        let error = FromPhone::parse(r#"{"t":"text","control":"x","value":"4111111111111111"}"#).unwrap_err();
        assert!(!format!("{error:?} {error}").contains("4111"));
    }

    #[test]
    fn what_a_later_version_says_is_no_fault_of_the_phone() {
        assert_eq!(FromPhone::parse(r#"{"t":"wink","eye":"left"}"#), Ok(FromPhone::Newer));
        assert_eq!(FromPhone::parse(r#"{"t":"tap","x":"left"}"#), Err(Malformed::Unknown));
        assert_eq!(FromPhone::parse(r#"{"x":1}"#), Err(Malformed::Unknown));
    }

    #[test]
    fn overlong_text_is_refused() {
        let message =
            format!(r#"{{"t":"text","control":"0.1","seq":1,"value":"{}"}}"#, "a".repeat(MAX_TEXT + 1));
        assert_eq!(FromPhone::parse(&message), Err(Malformed::TooLong));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,300}") {
            let _ = FromPhone::parse(&text);
        }
    }
}
