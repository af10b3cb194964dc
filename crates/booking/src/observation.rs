//! What was seen on a page at one moment: its visible elements by meaning, in reading order, in every frame.
//! The flow and the detector decide on this alone. Never holds the content of a card field.

/// A page at one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageObservation {
    pub url: String,
    pub title: String,
    /// The main frame first.
    pub frames: Vec<FrameObservation>,
}

impl PageObservation {
    /// The same page, without what its fields hold.
    #[must_use]
    pub fn without_values(&self) -> Self {
        let mut page = self.clone();
        page.frames.iter_mut().flat_map(|frame| &mut frame.nodes).for_each(|node| node.value = None);
        page
    }
}

/// One frame's visible content.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrameObservation {
    /// The driver's name for the frame.
    pub frame: String,
    pub url: String,
    /// Whether the frame's own box is visible in its parent.
    pub visible: bool,
    /// Whether its document is still arriving, or could not be read in time.
    pub loading: bool,
    pub nodes: Vec<Node>,
}

#[expect(clippy::struct_excessive_bools, reason = "these are independent ARIA states, not a machine")]
/// One visible element: a control, a landmark, a heading, or a leaf of text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// Names the element as long as it lives in its document.
    pub ref_id: u32,
    /// The index, in the same frame, of the nearest listed ancestor.
    pub parent: Option<usize>,
    /// The ARIA role, computed; `text` for a leaf of plain text.
    pub role: String,
    /// The accessible name.
    pub name: String,
    /// The element's own visible text.
    pub text: String,
    /// A heading's level.
    pub level: Option<u8>,
    /// A field's content, where it was asked for and is no card field.
    pub value: Option<String>,
    /// Whether a field holds anything.
    pub filled: bool,
    pub checked: Option<bool>,
    pub selected: Option<bool>,
    pub expanded: Option<bool>,
    /// The text that a closed control keeps out of sight, where it is in the document already. Says where to look first, nothing more.
    pub folded: String,
    pub pressed: Option<bool>,
    pub disabled: bool,
    pub required: bool,
    pub invalid: bool,
    pub busy: bool,
    pub modal: bool,
    pub clickable: bool,
    pub field: Option<FieldFacts>,
    pub test_id: Option<String>,
    /// Which of the asked-for CSS selectors the element matches.
    pub matches: Vec<u16>,
    pub rect: Rect,
}

/// What a form field says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldFacts {
    pub input_type: String,
    pub autocomplete: String,
    pub inputmode: String,
    pub placeholder: String,
    pub name: String,
    pub id: String,
    pub max_length: Option<u32>,
    /// The text that describes the field.
    pub description: String,
    /// What is wrong with its content, in the site's words or the browser's.
    pub error: String,
    /// Whether it is one of the fields of a payment card.
    pub card: bool,
    pub options: Vec<FieldOption>,
}

/// One choice of a select.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldOption {
    pub value: String,
    pub label: String,
    pub disabled: bool,
    pub selected: bool,
}

/// A box in CSS pixels of the root viewport.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}
