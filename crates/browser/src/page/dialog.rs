//! Answering the dialogs that hold a page.

use crate::cdp::domains::page::HandleDialog;
use crate::page::{Page, PageError};

impl Page {
    /// Presses OK, with `text` in the field of a prompt.
    pub async fn accept_dialog(&self, text: Option<&str>) -> Result<(), PageError> {
        self.answer_dialog(HandleDialog { accept: true, prompt_text: text }).await
    }

    /// Presses Cancel.
    pub async fn dismiss_dialog(&self) -> Result<(), PageError> {
        self.answer_dialog(HandleDialog { accept: false, prompt_text: None }).await
    }

    async fn answer_dialog(&self, answer: HandleDialog<'_>) -> Result<(), PageError> {
        self.root().call(&answer).await?;
        Ok(())
    }
}
