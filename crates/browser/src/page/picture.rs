//! Still pictures of a page.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::cdp::domains::page::{CaptureScreenshot, Clip, GetLayoutMetrics};
use crate::geometry::Rect;
use crate::page::{Page, PageError};

/// Which picture to take.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScreenshotOptions {
    /// JPEG quality (1 to 100); PNG if absent.
    pub jpeg_quality: Option<u8>,
    /// The whole document rather than what the viewport shows.
    pub full_page: bool,
    /// Only this part of the document.
    pub clip: Option<Rect>,
}

impl Page {
    /// Takes a picture, at the scale Chrome was launched with.
    pub async fn screenshot(&self, options: ScreenshotOptions) -> Result<Vec<u8>, PageError> {
        let clip = match options.clip {
            None if options.full_page => Some(self.root().call(&GetLayoutMetrics {}).await?.css_content_size),
            clip => clip,
        };
        let capture = CaptureScreenshot {
            format: if options.jpeg_quality.is_some() { "jpeg" } else { "png" },
            quality: options.jpeg_quality,
            clip: clip.map(|Rect { x, y, width, height }| Clip { x, y, width, height, scale: 1.0 }),
            capture_beyond_viewport: clip.is_some(),
        };
        let data = self.root().call(&capture).await?.data;
        BASE64_STANDARD.decode(data).map_err(|_| PageError::Unreadable)
    }
}
