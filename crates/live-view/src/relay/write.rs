//! Writes text into a field of the page, and proves in the page that it arrived.

use std::time::Duration;

use baton_browser::{Key, Page, PageError, Sent};
use tokio::time::timeout;

use super::typing::{Held, Plan, is_keyed, plan};
use crate::mirror::{Asker, Selected};
use crate::protocol::Agreement;

/// No key takes longer. One whose frame loses the focus on its way is never answered at all.
const KEY_LIMIT: Duration = Duration::from_secs(4);

/// A field of the page that has the focus, and the caret at its end if it knows ranges.
pub(super) struct Field<'a> {
    pub(super) page: &'a Page,
    pub(super) asker: &'a Asker,
    pub(super) node: u32,
    pub(super) has_ranges: bool,
}

/// Ways of writing a whole text anew, the gentlest first.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Keys,
    AtOnce,
    /// As a script would. It triggers no key events, but no formatter can spoil it either.
    Put,
}

#[derive(Clone, Copy)]
enum Caret {
    AtEnd,
    OverAll,
}

impl Field<'_> {
    /// Brings the field from what it held to `wanted`, trying harder until the page agrees.
    pub(super) async fn write(&self, held: Option<&Held>, wanted: &str) -> Result<Agreement, PageError> {
        self.follow(plan(held, wanted), wanted).await?;
        let mut agreement = self.asker.compare(self.node, wanted).await?;
        for way in [Way::Keys, Way::AtOnce, Way::Put] {
            if agreement != Agreement::Differs {
                break;
            }
            self.rewrite(wanted, way).await?;
            agreement = self.asker.compare(self.node, wanted).await?;
        }
        Ok(agreement)
    }

    async fn follow(&self, plan: Plan, wanted: &str) -> Result<(), PageError> {
        match plan {
            Plan::Nothing => Ok(()),
            Plan::Append(more) => {
                self.press_end_without_ranges().await?;
                self.insert(&more).await
            }
            Plan::Erase(count) => {
                self.press_end_without_ranges().await?;
                self.backspace(count).await
            }
            Plan::Splice { from, to, insert } => match self.asker.select_range(self.node, from, to).await? {
                Selected::Ready if insert.is_empty() => self.backspace(1).await,
                Selected::Ready => self.insert(&insert).await,
                Selected::Unselectable | Selected::Unfocused | Selected::Gone => {
                    self.rewrite(wanted, Way::Keys).await
                }
            },
            Plan::Rewrite => self.rewrite(wanted, Way::Keys).await,
        }
    }

    /// What a page sends on to its next field while it is written in is not written key by key a second time: the keys would follow.
    async fn rewrite(&self, wanted: &str, way: Way) -> Result<(), PageError> {
        let was_left = !self.put_caret(Caret::AtEnd).await?.has_focus();
        if way == Way::Put || !self.clear().await? {
            return self.asker.put(self.node, wanted).await.map(drop);
        }
        match way {
            Way::Keys if !was_left => self.insert(wanted).await,
            _ => handled(self.page.keyboard().insert_text(wanted)).await,
        }
    }

    /// Empties the field, also one whose formatter takes every Backspace for a single character. Returns whether it has the focus, without
    /// which every key would land elsewhere.
    async fn clear(&self) -> Result<bool, PageError> {
        if self.asker.length(self.node).await? == 0 {
            return self.holds_the_focus(Caret::AtEnd).await;
        }
        if self.holds_the_focus(Caret::OverAll).await? {
            self.backspace(1).await?;
        }
        let left = self.asker.length(self.node).await?;
        if left > 0 && self.holds_the_focus(Caret::AtEnd).await? {
            self.press_end_without_ranges().await?;
            self.backspace(left).await?;
        }
        if self.asker.length(self.node).await? > 0 {
            self.asker.put(self.node, "").await?;
        }
        self.holds_the_focus(Caret::AtEnd).await
    }

    /// Puts the caret there. A field whose focus the page has moved on is given it back once.
    async fn holds_the_focus(&self, caret: Caret) -> Result<bool, PageError> {
        if self.put_caret(caret).await?.has_focus() {
            return Ok(true);
        }
        Ok(self.asker.has_focus(self.node, false).await? && self.put_caret(caret).await?.has_focus())
    }

    async fn put_caret(&self, caret: Caret) -> Result<Selected, PageError> {
        match caret {
            Caret::OverAll => self.asker.select_all(self.node).await,
            Caret::AtEnd => self.asker.caret_to_end(self.node).await,
        }
    }

    async fn press_end_without_ranges(&self) -> Result<(), PageError> {
        if self.has_ranges { Ok(()) } else { handled(self.page.keyboard().key(Key::End)).await }
    }

    async fn insert(&self, text: &str) -> Result<(), PageError> {
        let keyboard = self.page.keyboard();
        let sent = if is_keyed(text) { keyboard.type_text(text) } else { keyboard.insert_text(text) };
        handled(sent).await
    }

    async fn backspace(&self, count: usize) -> Result<(), PageError> {
        let keyboard = self.page.keyboard();
        let Some(sent) = (0..count).map(|_| keyboard.key(Key::Backspace)).reduce(Sent::and) else {
            return Ok(());
        };
        handled(sent).await
    }
}

/// Waits until Chrome has handled keys, but not for ever: the comparison that follows says whether they arrived.
async fn handled(sent: Sent) -> Result<(), PageError> {
    match timeout(KEY_LIMIT, sent.done()).await {
        Ok(done) => Ok(done?),
        Err(_unanswered) => Ok(()),
    }
}
