//! Which codes belong to which key. Sites that format while one types look at `keyCode`.

use std::ops::BitOr;

use serde::{Deserialize, Serialize};

/// A key that does something rather than writes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Key {
    Enter,
    Tab,
    Backspace,
    Delete,
    Escape,
    ArrowLeft,
    ArrowUp,
    ArrowRight,
    ArrowDown,
    Home,
    End,
    PageUp,
    PageDown,
}

/// Keys held while another is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modifiers(u8);

impl Modifiers {
    pub const NONE: Self = Self(0);
    pub const ALT: Self = Self(1);
    pub const CTRL: Self = Self(2);
    pub const META: Self = Self(4);
    pub const SHIFT: Self = Self(8);

    pub(crate) fn bits(self) -> u8 {
        self.0
    }
}

impl BitOr for Modifiers {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What the key events of one key say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stroke {
    pub(crate) key: String,
    pub(crate) code: &'static str,
    pub(crate) virtual_key: u32,
    pub(crate) shift: bool,
    pub(crate) text: Option<String>,
}

impl Key {
    pub(crate) fn stroke(self) -> Stroke {
        let (name, virtual_key) = match self {
            Self::Enter => ("Enter", 13),
            Self::Tab => ("Tab", 9),
            Self::Backspace => ("Backspace", 8),
            Self::Delete => ("Delete", 46),
            Self::Escape => ("Escape", 27),
            Self::ArrowLeft => ("ArrowLeft", 37),
            Self::ArrowUp => ("ArrowUp", 38),
            Self::ArrowRight => ("ArrowRight", 39),
            Self::ArrowDown => ("ArrowDown", 40),
            Self::Home => ("Home", 36),
            Self::End => ("End", 35),
            Self::PageUp => ("PageUp", 33),
            Self::PageDown => ("PageDown", 34),
        };
        // Only Enter also writes: it submits forms through its character.
        let text = (self == Self::Enter).then(|| "\r".to_owned());
        Stroke { key: name.to_owned(), code: name, virtual_key, shift: false, text }
    }
}

/// The stroke that writes `character` on an American keyboard; a character it lacks comes without codes.
pub(crate) fn stroke_of(character: char) -> Stroke {
    let (code, virtual_key, shift) = codes(character).unwrap_or(("", 0, false));
    let text = if character == '\n' { '\r' } else { character };
    Stroke { key: character.to_string(), code, virtual_key, shift, text: Some(text.to_string()) }
}

fn codes(character: char) -> Option<(&'static str, u32, bool)> {
    const LETTERS: [&str; 26] = [
        "KeyA", "KeyB", "KeyC", "KeyD", "KeyE", "KeyF", "KeyG", "KeyH", "KeyI", "KeyJ", "KeyK", "KeyL",
        "KeyM", "KeyN", "KeyO", "KeyP", "KeyQ", "KeyR", "KeyS", "KeyT", "KeyU", "KeyV", "KeyW", "KeyX",
        "KeyY", "KeyZ",
    ];
    const DIGITS: [&str; 10] =
        ["Digit0", "Digit1", "Digit2", "Digit3", "Digit4", "Digit5", "Digit6", "Digit7", "Digit8", "Digit9"];
    const SHIFTED_DIGITS: &str = ")!@#$%^&*(";
    let upper = character.to_ascii_uppercase();
    if upper.is_ascii_uppercase() {
        let code = LETTERS[usize::from(upper as u8 - b'A')];
        return Some((code, u32::from(upper), character.is_ascii_uppercase()));
    }
    if let Some(digit) = character.to_digit(10) {
        return Some((DIGITS[digit as usize], u32::from(character), false));
    }
    if let Some(digit) = SHIFTED_DIGITS.find(character) {
        return Some((DIGITS[digit], u32::from(b'0') + u32::try_from(digit).ok()?, true));
    }
    punctuation(character)
}

fn punctuation(character: char) -> Option<(&'static str, u32, bool)> {
    Some(match character {
        ' ' => ("Space", 32, false),
        '\n' => ("Enter", 13, false),
        ';' => ("Semicolon", 186, false),
        ':' => ("Semicolon", 186, true),
        '=' => ("Equal", 187, false),
        '+' => ("Equal", 187, true),
        ',' => ("Comma", 188, false),
        '<' => ("Comma", 188, true),
        '-' => ("Minus", 189, false),
        '_' => ("Minus", 189, true),
        '.' => ("Period", 190, false),
        '>' => ("Period", 190, true),
        '/' => ("Slash", 191, false),
        '?' => ("Slash", 191, true),
        '`' => ("Backquote", 192, false),
        '~' => ("Backquote", 192, true),
        '[' => ("BracketLeft", 219, false),
        '{' => ("BracketLeft", 219, true),
        '\\' => ("Backslash", 220, false),
        '|' => ("Backslash", 220, true),
        ']' => ("BracketRight", 221, false),
        '}' => ("BracketRight", 221, true),
        '\'' => ("Quote", 222, false),
        '"' => ("Quote", 222, true),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_at_sign_is_a_shifted_two_that_writes_an_at_sign() {
        let stroke = stroke_of('@');
        assert_eq!((stroke.code, stroke.virtual_key, stroke.shift), ("Digit2", 50, true));
        assert_eq!(stroke.text.as_deref(), Some("@"));
    }

    #[test]
    fn a_full_stop_is_not_the_delete_key() {
        assert_eq!(stroke_of('.').virtual_key, 190);
    }

    #[test]
    fn a_character_without_a_key_is_still_written() {
        let stroke = stroke_of('é');
        assert_eq!((stroke.code, stroke.virtual_key), ("", 0));
        assert_eq!(stroke.text.as_deref(), Some("é"));
    }
}
