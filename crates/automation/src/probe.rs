//! Tries out, in a browser that knows nothing of it, whether a prepared page's own URL leads back to it. Looks and waits; every action
//! that the flow would ask for is a "no", so nothing is pressed, filled or submitted.

use baton_booking::flow::{Flow, Move, Opened};
use baton_booking::handoff::Preparedness;
use baton_browser::Progress;
use url::Url;

use crate::driver::{DriveError, PageDriver};

/// Whether `wanted` is found again at its URL. `flow` is one that has seen nothing yet.
pub async fn is_restored<D: PageDriver>(
    driver: &mut D,
    flow: Flow,
    wanted: &Preparedness,
    progress: &Progress,
) -> Result<bool, DriveError> {
    let Ok(url) = Url::parse(wanted.page_url()) else { return Ok(false) };
    progress.note("trying the page's own URL in another browser");
    if !matches!(driver.open(&url, progress).await?, Opened::Answered(200..=299)) {
        return Ok(false);
    }
    let mut flow = flow.go_on_after(wanted.selection().clone());
    loop {
        let seen = driver.observe(progress).await?;
        match flow.decide(&seen, driver.now()) {
            Move::Ready(found) => return Ok(wanted.is_restored_by(&found)),
            Move::Wait(wait) => driver.changed(Some(wait.until), progress).await?,
            Move::Act(_) | Move::Open(_) | Move::Interlude(_) | Move::Stop(_) => return Ok(false),
        }
    }
}
