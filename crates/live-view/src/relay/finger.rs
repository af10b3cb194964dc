//! One finger on the page: what it presses is reported first if it looks final, and nothing follows before the page has taken it.

use std::time::Duration;

use baton_browser::{Page, PageError, Point};

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
    /// The control that is pressed; without one, any click of the frame is what the tap has become.
    pub(super) node: Option<u32>,
    /// How often that was clicked before.
    pub(super) clicks: u32,
    /// The words on what it presses; none for what can neither book nor pay, such as a box that is ticked.
    pub(super) label: &'a str,
    /// How long it may take to become a click.
    pub(super) limit: Duration,
}

/// What has come of a tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// The page has had the click, or is gone.
    Clicked,
    /// The page asks something, and keeps everything else back meanwhile.
    Asked,
    /// No click in time.
    Nothing,
}

impl Tap<'_> {
    /// Taps, and waits for the click: a touch becomes one some time after the finger was lifted.
    pub(super) async fn carry_out(&self, shared: &Shared, asker: &Asker) -> Met {
        if (shared.options.may_be_final)(self.label) {
            shared.report_final_press(self.label.to_owned()).await;
        }
        self.watch(shared, asker, touch(self.page, self.at)).await
    }

    /// Once more by the mouse, which is a click by itself: for a press of which it is known that the page never had it.
    pub(super) async fn repeat(&self, shared: &Shared, asker: &Asker) -> Met {
        let click = async { Ok(self.page.mouse().press_at(self.at).done().await?) };
        self.watch(shared, asker, click).await
    }

    async fn watch(
        &self,
        shared: &Shared,
        asker: &Asker,
        press: impl Future<Output = Result<(), PageError>>,
    ) -> Met {
        let clicked = async {
            press.await?;
            asker.clicked(self.node, self.clicks).await
        };
        let mut dialog = shared.dialog.subscribe();
        tokio::select! {
            _clicked_or_gone = clicked => Met::Clicked,
            // A page that asks something keeps its answer back.
            _asked = dialog.changed() => Met::Asked,
            () = tokio::time::sleep(self.limit) => Met::Nothing,
        }
    }
}

/// Touches and lifts, or presses the mouse on a page that knows no fingers.
pub(super) async fn touch(page: &Page, at: Point) -> Result<(), PageError> {
    let tapped = if page.is_mobile() { page.touch().tap(at) } else { page.mouse().press_at(at) };
    Ok(tapped.done().await?)
}
