//! What a flow needs of a page: see it, act on it, wait for it to change. Knows neither Chrome nor what a step is.

use baton_booking::flow::{Action, Opened};
use baton_booking::observation::PageObservation;
use baton_browser::{Progress, Stopped};
use jiff::Timestamp;
use url::Url;

/// A page that a flow drives.
pub trait PageDriver: Send {
    fn now(&self) -> Timestamp;

    /// Loads `url`. A page that does not answer in time is `Opened::Failed`.
    fn open(
        &mut self,
        url: &Url,
        progress: &Progress,
    ) -> impl Future<Output = Result<Opened, DriveError>> + Send;

    /// Returns what is visible now.
    fn observe(
        &mut self,
        progress: &Progress,
    ) -> impl Future<Output = Result<PageObservation, DriveError>> + Send;

    /// Does one action to the element it was decided on.
    fn act(
        &mut self,
        action: &Action,
        progress: &Progress,
    ) -> impl Future<Output = Result<Acted, DriveError>> + Send;

    /// The press before the last look, if it landed on something else and so was kept from the page.
    fn take_missed(&mut self) -> Option<Action>;

    /// Returns when the page has changed since it was last observed, at `until` at the latest.
    fn changed(
        &mut self,
        until: Option<Timestamp>,
        progress: &Progress,
    ) -> impl Future<Output = Result<(), DriveError>> + Send;
}

/// Whether an action was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acted {
    Done,
    /// The element was gone, covered or not ready. Nothing was done.
    Missed(String),
}

/// Why a page cannot be driven any more.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    /// The page, its renderer or the browser is gone.
    #[error("the page was lost: {0}")]
    Lost(String),
    #[error(transparent)]
    Stopped(#[from] Stopped),
}
