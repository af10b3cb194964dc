//! Opening addresses.

use crate::cdp::FrameId;
use crate::cdp::domains::page::{Navigate, Navigated};
use crate::page::{Page, PageError};
use crate::progress::Progress;

/// Where an address has led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Navigation {
    /// The HTTP status of the document; absent for addresses without HTTP.
    pub status: Option<u16>,
    pub url: String,
}

impl Page {
    /// Opens `url` and returns once its document has replaced the old one. It does not wait for the document to be
    /// complete and never for the network to be idle: wait for what you need to see.
    pub async fn goto(&self, progress: &Progress, url: &str) -> Result<Navigation, PageError> {
        progress.note(format!("opening {url}"));
        self.check(progress)?;
        let navigate = self.root().send(&Navigate { url });
        let answer = progress.round_trip(navigate.answer_within(progress.remaining())).await??;
        if let Some(reason) = answer.error_text {
            return Err(PageError::Unreachable { url: url.to_owned(), reason });
        }
        // Chrome answers when the document is about to be replaced: what is done now would be done to the old one.
        if let Some(loader) = &answer.loader_id {
            progress.run(self.await_document(&answer.frame_id, loader)).await??;
        }
        Ok(self.navigation(&answer))
    }

    async fn await_document(&self, frame: &FrameId, loader: &str) -> Result<(), PageError> {
        let mut changes = self.changes();
        let is_shown = || self.inner().frames().get(frame).is_some_and(|frame| frame.loader == loader);
        while !is_shown() {
            let _version = changes.changed().await;
            self.check_end()?;
        }
        Ok(())
    }

    fn navigation(&self, answer: &Navigated) -> Navigation {
        let frames = self.inner().frames();
        let frame = frames.get(&answer.frame_id);
        let response = frame.and_then(|frame| frame.response.clone());
        let response = response.filter(|(loader, _)| Some(loader) == answer.loader_id.as_ref());
        Navigation {
            status: response.map(|(_, status)| status),
            url: frame.map(|frame| frame.url.clone()).unwrap_or_default(),
        }
    }
}
