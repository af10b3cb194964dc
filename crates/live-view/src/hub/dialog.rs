//! A question that the page asks and that holds it until it is answered.

use baton_browser::DialogKind;

use crate::protocol::{ToPhone, Typed};

/// An open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dialog {
    pub(crate) id: u32,
    pub(crate) kind: DialogKind,
    pub(crate) message: String,
}

/// What the patient answers.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) dialog: u32,
    pub(crate) accept: bool,
    pub(crate) text: Typed,
}

impl Dialog {
    pub(crate) fn for_phone(&self) -> ToPhone {
        let kind = match self.kind {
            DialogKind::Alert => "alert",
            DialogKind::Confirm => "confirm",
            DialogKind::Prompt => "prompt",
            DialogKind::BeforeUnload => "leave",
        };
        ToPhone::Dialog { id: self.id, kind, message: self.message.clone() }
    }
}
