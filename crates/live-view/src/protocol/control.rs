//! The page's controls as the phone rebuilds them: what each is, where it stands, how it looks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Names a control as long as its document lives: the frame's number in this hub, the element's number in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ControlId {
    pub frame: u32,
    pub node: u32,
}

impl fmt::Display for ControlId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.frame, self.node)
    }
}

impl FromStr for ControlId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (frame, node) = text.split_once('.').ok_or("a control id has two parts")?;
        let number = |part: &str| part.parse().map_err(|_| "a control id is made of numbers");
        Ok(Self { frame: number(frame)?, node: number(node)? })
    }
}

impl Serialize for ControlId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ControlId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Everything on the page that the phone mirrors, as it stands now.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scene {
    /// The same number as in the frames of this page.
    pub stage: u16,
    /// Whether it is a window that the page opened; the patient may close it.
    pub is_popup: bool,
    /// The page's title and language, for screen readers.
    pub title: String,
    pub lang: String,
    /// The colour behind the page.
    pub background: String,
    /// Surface `0` first.
    pub surfaces: Vec<Surface>,
    pub controls: Vec<Control>,
    /// Controls that are still there, under something else: whoever types in one goes on.
    pub covered: Vec<ControlId>,
    /// The control that has the page's focus.
    pub focused: Option<ControlId>,
}

/// Something that scrolls.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Surface {
    pub id: ControlId,
    /// The surface that this one lies on; the page itself lies on the glass.
    pub on: Option<ControlId>,
    /// x, y, width, height on that surface.
    pub r#box: [f64; 4],
    /// The size of what scrolls inside.
    pub content: [f64; 2],
    pub scroll: [f64; 2],
    /// How often the page has scrolled it by itself; only then does the phone follow.
    pub moved: u32,
    /// The number of the phone's own scroll that the page has come to: what it did before that is overtaken by those on their way.
    pub heard: u32,
}

/// One control of the page and where it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Control {
    pub id: ControlId,
    /// The surface it lies on, or the glass.
    pub surface: Option<ControlId>,
    /// x, y, width, height on its surface.
    pub r#box: [f64; 4],
    #[serde(flatten)]
    pub facts: Facts,
}

/// What sort of native control stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Text,
    /// Many lines.
    Area,
    Select,
    /// A date, a time, a colour: the phone's own picker.
    Picker,
    Check,
    Radio,
    Button,
    Link,
}

/// What a control is.
#[expect(clippy::struct_excessive_bools, reason = "these are independent states of a control, not a machine")]
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    pub kind: Kind,
    pub label: String,
    /// What the page says about it besides: a hint, or why its content is not accepted.
    pub hint: String,
    /// An input's `type`.
    pub input_type: String,
    pub input_mode: String,
    pub autocomplete: String,
    #[serde(default)]
    pub placeholder: String,
    pub max_length: Option<u32>,
    /// Radios of one group are one stop of the keyboard.
    pub group: String,
    /// A card field, a password, or a field in a frame of another site: its content never leaves the page.
    pub secret: bool,
    /// The content, where it is not secret; of a button, what an input shows in which nobody can type.
    pub value: Option<String>,
    pub filled: bool,
    pub checked: Option<bool>,
    pub choices: Vec<Choice>,
    pub multiple: bool,
    pub disabled: bool,
    pub required: bool,
    pub invalid: bool,
    pub look: Option<Look>,
}

impl fmt::Debug for Facts {
    /// Even a harmless field holds a person's name, so contents are never printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({:?})", self.kind, self.label)
    }
}

/// One choice of a select.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
    pub disabled: bool,
}

/// How a field is drawn, so that what is typed on the phone looks as it will look in the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    pub font: String,
    pub size: f64,
    pub weight: String,
    pub spacing: f64,
    pub color: String,
    pub background: String,
    pub align: String,
    pub radius: f64,
    /// Border and padding together: top, right, bottom, left.
    pub inset: [f64; 4],
}
