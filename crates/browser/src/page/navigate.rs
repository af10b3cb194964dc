//! Opening addresses.

use crate::cdp::domains::page::Navigate;
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
        let answer = progress.run(navigate.answer_within(progress.remaining())).await??;
        if let Some(reason) = answer.error_text {
            return Err(PageError::Unreachable { url: url.to_owned(), reason });
        }
        let frames = self.inner().frames();
        let frame = frames.get(&answer.frame_id);
        let response = frame.and_then(|frame| frame.response.clone());
        let status = response.filter(|(loader, _)| Some(loader) == answer.loader_id.as_ref());
        Ok(Navigation {
            status: status.map(|(_, status)| status),
            url: frame.map(|frame| frame.url.clone()).unwrap_or_default(),
        })
    }
}
