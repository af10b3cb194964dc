//! One look at a page and at the windows that it opened.

use std::time::Duration;

use baton_booking::observation::PageObservation;
use baton_browser::{Page, PageError, Progress, SnapshotOptions};

use crate::observe::observation;

/// A page that does not answer for so long is looked at again later.
const LOOK_LIMIT: Duration = Duration::from_secs(4);

/// What the page shows. Contents of fields are never asked for. `selectors` are the detector's.
pub async fn look(
    page: &Page,
    progress: &Progress,
    selectors: Vec<String>,
) -> Result<PageObservation, PageError> {
    let options = SnapshotOptions { values: false, selectors, ..SnapshotOptions::default() };
    page.snapshot(progress, &options).await.map(observation)
}

/// The page, with what its windows show as further frames: a bank may ask its questions in one.
pub(super) async fn look_everywhere(
    page: Page,
    windows: Vec<Page>,
    selectors: Vec<String>,
) -> Result<PageObservation, PageError> {
    let progress = Progress::new(LOOK_LIMIT);
    let mut seen = look(&page, &progress, selectors.clone()).await?;
    for window in windows.iter().filter(|window| !window.is_ended()) {
        if let Ok(shown) = look(window, &progress, selectors.clone()).await {
            seen.frames.extend(shown.frames);
        }
    }
    Ok(seen)
}
