//! One visible element. The script's side of this wire format is `scripts/snapshot.js`, which leaves out whatever has
//! its default value.

use serde::{Deserialize, Serialize};

use crate::geometry::Rect;

/// A visible element that means something: a control, a landmark, a piece of text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "states of an element are independent of each other")]
pub struct Node {
    /// Names the element for as long as it lives in its document.
    pub ref_id: u32,
    /// The index of the nearest listed ancestor.
    pub parent: Option<usize>,
    pub tag: String,
    /// ARIA role, given or implied; `text` for a block of text, `iframe` for an iframe, `generic` for an element that
    /// is listed only because it can be pressed or matches a selector.
    pub role: String,
    /// What a screen reader would call it.
    pub name: String,
    /// Its visible text, inner elements included for what is read as a whole (buttons, cells, text).
    pub text: String,
    pub level: Option<u8>,
    /// Only if asked for, and never of card fields and passwords.
    pub value: Option<String>,
    /// Whether a field holds something.
    pub filled: bool,
    pub checked: Option<bool>,
    pub selected: Option<bool>,
    pub expanded: Option<bool>,
    /// The text that a closed control keeps out of sight, where it is in the document already. A hint, never something shown.
    pub folded: String,
    pub pressed: Option<bool>,
    /// `aria-current`, on a step, date or page.
    pub current: bool,
    pub disabled: bool,
    pub required: bool,
    pub invalid: bool,
    pub readonly: bool,
    pub busy: bool,
    pub modal: bool,
    pub focused: bool,
    pub field: Option<FieldFacts>,
    /// Whether a press on it is meant to do something.
    pub clickable: bool,
    pub href: Option<String>,
    pub test_id: Option<String>,
    /// In CSS pixels of the page's viewport, the offset of the frame included.
    pub rect: Rect,
    /// Whether any of it lies within the viewport of the page.
    pub in_viewport: bool,
    /// Indices into `SnapshotOptions::selectors`.
    pub matches: Vec<u16>,
}

/// What a form field says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FieldFacts {
    /// `type` of an input, otherwise `select`, `textarea` or `contenteditable`.
    pub input_type: String,
    pub autocomplete: String,
    pub inputmode: String,
    pub placeholder: String,
    /// The `name` attribute.
    pub name: String,
    pub id: String,
    /// The visible label, which may differ from the accessible name.
    pub label: String,
    pub max_length: Option<u32>,
    pub pattern: String,
    /// The text of `aria-describedby`.
    pub description: String,
    /// The text of `aria-errormessage`, or the browser's own complaint.
    pub error: String,
    /// Whether it is one of the fields of a payment card.
    pub card: bool,
    pub options: Vec<Choice>,
}

/// An entry of a select.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub disabled: bool,
    pub selected: bool,
}
