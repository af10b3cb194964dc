//! A frame of a page: runs scripts in it, whichever process renders it, and knows where it lies.

mod evaluate;
mod owner;

pub(crate) use owner::Owner;

use crate::cdp::domains::network::GetResponseBody;
use crate::cdp::{CdpSession, FrameId, RequestId};
use crate::page::frames::FrameState;
use crate::page::{Page, PageError};

/// A frame of a page. Cheap to clone; it may be gone by the time it is used (`PageError::FrameGone`).
#[derive(Clone, Debug)]
pub struct Frame {
    page: Page,
    id: FrameId,
}

impl Frame {
    pub(crate) fn new(page: Page, id: FrameId) -> Self {
        Self { page, id }
    }

    pub fn id(&self) -> &FrameId {
        &self.id
    }

    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The frame this one lies in; absent for the main frame.
    pub fn parent(&self) -> Option<Self> {
        let parent = self.state().ok()?.parent?;
        Some(Self::new(self.page.clone(), parent))
    }

    /// The address of the frame's document.
    pub fn url(&self) -> String {
        self.state().map(|state| state.url).unwrap_or_default()
    }

    /// Whether another process renders the frame than the page it lies in.
    pub fn is_cross_origin(&self) -> bool {
        self.state().is_ok_and(|state| state.session.id() != self.page.root().id())
    }

    /// The body of a response that this frame received, while Chrome still holds it.
    pub async fn response_body(&self, request: &RequestId) -> Result<Vec<u8>, PageError> {
        use base64::Engine as _;
        let body = self.session()?.call(&GetResponseBody { request_id: request }).await?;
        if !body.base64_encoded {
            return Ok(body.body.into_bytes());
        }
        base64::prelude::BASE64_STANDARD.decode(body.body).map_err(|_| PageError::Unreadable)
    }

    pub(crate) fn session(&self) -> Result<CdpSession, PageError> {
        Ok(self.state()?.session)
    }

    pub(crate) fn state(&self) -> Result<FrameState, PageError> {
        self.page.inner().frames().get(&self.id).cloned().ok_or(PageError::FrameGone)
    }
}
