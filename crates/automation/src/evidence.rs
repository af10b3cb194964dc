//! A picture of the page that a flow gave up on. The patient's data is covered before it is taken; a page with card fields is never pictured.

use baton_booking::flow::Flow;
use baton_browser::{Progress, ScreenshotOptions};
use serde_json::json;

use crate::chrome::{ChromeDriver, drive_error};
use crate::driver::{DriveError, PageDriver};

/// Enough to read a page by.
const QUALITY: u8 = 60;

/// Lays boxes over what must not be seen, in the coordinates of the viewport.
const COVER: &str = include_str!("evidence/cover.js");

/// Takes the picture as JPEG; `None` where no picture may be taken, or the page is gone.
pub async fn masked_picture(driver: &mut ChromeDriver, flow: &Flow, progress: &Progress) -> Option<Vec<u8>> {
    take(driver, flow, progress).await.ok().flatten()
}

async fn take(
    driver: &mut ChromeDriver,
    flow: &Flow,
    progress: &Progress,
) -> Result<Option<Vec<u8>>, DriveError> {
    let seen = driver.observe(progress).await?;
    let Some(places) = flow.private_places(&seen, driver.now()) else { return Ok(None) };
    let boxes: Vec<_> = places.iter().map(|place| [place.x, place.y, place.width, place.height]).collect();
    let main = driver.page().main_frame();
    main.evaluate::<()>(progress, COVER, json!(boxes)).await.map_err(drive_error)?;
    let options = ScreenshotOptions { jpeg_quality: Some(QUALITY), ..ScreenshotOptions::default() };
    let picture = driver.page().screenshot(options).await;
    main.evaluate::<()>(progress, COVER, json!([])).await.map_err(drive_error)?;
    picture.map(Some).map_err(drive_error)
}
