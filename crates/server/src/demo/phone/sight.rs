//! What a person recognises on a screen: controls and fields by their names, texts by their words.

use baton_browser::{ActError, Node, NodeHandle, Snapshot};

use super::PhoneError;

/// What the person looks for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted<'a> {
    Control(&'a str),
    Field(&'a str),
    Text(&'a str),
}

impl Wanted<'_> {
    /// Finds it on the screen; where several fit, the one whose name is nothing but the words.
    pub(super) fn among(&self, snapshot: &Snapshot) -> Option<NodeHandle> {
        let fitting: Vec<_> = snapshot.visible().filter(|(_, node)| self.fits(node)).collect();
        let exact = fitting.iter().find(|(_, node)| same(&node.name, self.words()));
        exact.or(fitting.first()).map(|(frame, node)| frame.handle(node))
    }

    fn fits(&self, node: &Node) -> bool {
        match self {
            Self::Control(label) => node.field.is_none() && is_control(node) && holds(&node.name, label),
            Self::Field(label) => node.field.is_some() && holds(&node.name, label),
            Self::Text(words) => holds(&node.text, words) || holds(&node.name, words),
        }
    }

    fn words(&self) -> &str {
        match self {
            Self::Control(words) | Self::Field(words) | Self::Text(words) => words,
        }
    }

    pub(super) fn doing(&self) -> String {
        match self {
            Self::Control(label) => format!("looking for the control \"{label}\""),
            Self::Field(label) => format!("looking for the field \"{label}\""),
            Self::Text(words) => format!("looking for the words \"{words}\""),
        }
    }

    pub(super) fn failed(&self, source: ActError) -> PhoneError {
        PhoneError::Act { doing: self.doing(), source }
    }
}

/// Names the controls and fields on the screen, for the story of a person who did not find what they wanted.
pub(super) fn summary(snapshot: &Snapshot) -> String {
    let nodes = snapshot.visible().map(|(_, node)| node);
    let usable = nodes.filter(|node| is_control(node) || node.field.is_some() || node.role == "heading");
    let names: Vec<&str> =
        usable.map(|node| node.name.as_str()).filter(|name| !name.is_empty()).take(20).collect();
    if names.is_empty() { "nothing to press".to_owned() } else { names.join(", ") }
}

fn is_control(node: &Node) -> bool {
    node.clickable
        || matches!(node.role.as_str(), "button" | "link" | "checkbox" | "radio" | "tab" | "menuitem")
}

fn holds(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(&words.to_lowercase())
}

fn same(text: &str, words: &str) -> bool {
    text.trim().eq_ignore_ascii_case(words)
}
