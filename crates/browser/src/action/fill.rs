//! Filling in fields. The page's side is `scripts/fill.js`.

use serde::Deserialize;
use serde_json::json;

use crate::action::{ActError, NotYet};
use crate::input::Key;
use crate::page::{Page, PageError};
use crate::progress::Progress;
use crate::snapshot::NodeHandle;

/// How text gets into a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FillMode {
    /// At once: quick, one input event.
    #[default]
    Insert,
    /// Key by key, for sites that format on key events.
    Keys,
}

#[derive(Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
enum Answer {
    Ready { value: Option<String> },
    Secret,
    Detached,
    Disabled,
    Absent,
    Unsuitable,
}

impl Page {
    /// Replaces what is in a field by `text`: gives it the focus, selects all, writes. Returns when Chrome has handled it.
    pub async fn fill(
        &self,
        progress: &Progress,
        node: &NodeHandle,
        text: &str,
        mode: FillMode,
    ) -> Result<(), ActError> {
        let filled = self.focus_on(progress, node).await?;
        let keyboard = self.keyboard();
        let sent = match mode {
            _ if text.is_empty() && !filled => return Ok(()),
            _ if text.is_empty() => keyboard.key(Key::Delete),
            FillMode::Insert => keyboard.insert_text(text),
            FillMode::Keys => keyboard.type_text(text),
        };
        // Awaited: text that is still on its way when the focus moves on would end up in the next field.
        progress.round_trip(sent.done()).await?.map_err(PageError::from)?;
        Ok(())
    }

    /// Chooses an entry of a `<select>` by its value or its label, and tells the page so.
    pub async fn select_option(
        &self,
        progress: &Progress,
        node: &NodeHandle,
        choice: &str,
    ) -> Result<(), ActError> {
        let ask = json!({ "ref": node.ref_id, "choice": choice });
        self.ask(progress, node, "(ask) => __baton.choose(ask)", ask).await?.usable().map(drop)
    }

    /// Sets a date field (`2026-02-05`) or any other whose picker is not part of the page.
    pub async fn set_date(
        &self,
        progress: &Progress,
        node: &NodeHandle,
        value: &str,
    ) -> Result<(), ActError> {
        let ask = json!({ "ref": node.ref_id, "value": value });
        self.ask(progress, node, "(ask) => __baton.assign(ask)", ask).await?.usable().map(drop)
    }

    /// What is in a field; `None` for card fields and passwords, whose values never leave the page.
    pub async fn read_value(
        &self,
        progress: &Progress,
        node: &NodeHandle,
    ) -> Result<Option<String>, ActError> {
        match self.ask(progress, node, "(ref) => __baton.read(ref)", node.ref_id).await? {
            Answer::Secret => Ok(None),
            answer => match answer.usable()? {
                Answer::Ready { value } => Ok(value),
                _ => Err(ActError::Unsuitable),
            },
        }
    }

    async fn ask(
        &self,
        progress: &Progress,
        node: &NodeHandle,
        function: &str,
        arg: impl serde::Serialize,
    ) -> Result<Answer, ActError> {
        let frame = self.frame(&node.frame).ok_or(NotYet::Detached)?;
        Ok(frame.evaluate(progress, function, arg).await?)
    }
}

impl Answer {
    fn usable(self) -> Result<Self, ActError> {
        match self {
            Self::Ready { .. } => Ok(self),
            Self::Detached => Err(NotYet::Detached.into()),
            Self::Disabled => Err(NotYet::Disabled.into()),
            Self::Absent => Err(NotYet::NotOffered.into()),
            Self::Unsuitable | Self::Secret => Err(ActError::Unsuitable),
        }
    }
}
