//! One finger on the page: what it presses is reported first if it looks final, and nothing follows before the page has taken it.

use std::time::Duration;

use baton_browser::{Page, PageError, Point};

use super::final_words::look_final;
use crate::hub::Shared;
use crate::mirror::Asker;

/// Not every tap on a picture is a click.
pub(super) const TAP_LIMIT: Duration = Duration::from_millis(250);
/// A press of a control is one, but a busy page takes its time.
pub(super) const PRESS_LIMIT: Duration = Duration::from_millis(1500);

/// One tap on its way.
pub(super) struct Tap<'a> {
    pub(super) page: &'a Page,
    pub(super) at: Point,
    /// The words on what it presses.
    pub(super) label: &'a str,
    /// How long it may take to become a click.
    pub(super) limit: Duration,
}

impl Tap<'_> {
    /// Taps, and waits for the click: a touch becomes one some time after the finger was lifted. `asker` has seen `clicks` before.
    pub(super) async fn carry_out(&self, shared: &Shared, asker: &Asker, clicks: u32) {
        if look_final(self.label) {
            shared.report_final_press(self.label.to_owned()).await;
        }
        let clicked = async {
            touch(self.page, self.at).await?;
            asker.clicked(clicks).await
        };
        let mut dialog = shared.dialog.subscribe();
        tokio::select! {
            _clicked_or_gone = clicked => {}
            // A page that asks something keeps its answer back.
            _asked = dialog.changed() => {}
            () = tokio::time::sleep(self.limit) => {}
        }
    }
}

/// Touches and lifts, or presses the mouse on a page that knows no fingers.
pub(super) async fn touch(page: &Page, at: Point) -> Result<(), PageError> {
    let tapped = if page.is_mobile() { page.touch().tap(at) } else { page.mouse().press_at(at) };
    Ok(tapped.done().await?)
}
