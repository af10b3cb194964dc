//! Tells what a flow does to a page while another driver does it. Says what an action is for, never what it types.

use baton_automation::{Acted, DriveError, PageDriver};
use baton_booking::flow::{Action, Opened};
use baton_booking::observation::PageObservation;
use baton_browser::Progress;
use jiff::Timestamp;
use url::Url;

use crate::cli::terminal::say;

/// A driver that speaks.
#[derive(Debug)]
pub(super) struct Narrator<D> {
    driver: D,
}

impl<D: PageDriver> Narrator<D> {
    pub(super) fn new(driver: D) -> Self {
        Self { driver }
    }
}

impl<D: PageDriver> PageDriver for Narrator<D> {
    fn now(&self) -> Timestamp {
        self.driver.now()
    }

    async fn open(&mut self, url: &Url, progress: &Progress) -> Result<Opened, DriveError> {
        let opened = self.driver.open(url, progress).await?;
        say(format_args!("  opened: {opened:?}"));
        Ok(opened)
    }

    async fn observe(&mut self, progress: &Progress) -> Result<PageObservation, DriveError> {
        self.driver.observe(progress).await
    }

    async fn act(&mut self, action: &Action, progress: &Progress) -> Result<Acted, DriveError> {
        let acted = self.driver.act(action, progress).await?;
        match &acted {
            Acted::Done => say(format_args!("  {}", action.purpose)),
            Acted::Missed(why) => say(format_args!("  {} (not yet: {why})", action.purpose)),
        }
        Ok(acted)
    }

    fn take_missed(&mut self) -> Option<Action> {
        let missed = self.driver.take_missed()?;
        say(format_args!("  {} (landed on something else; kept from the page)", missed.purpose));
        Some(missed)
    }

    async fn changed(&mut self, until: Option<Timestamp>, progress: &Progress) -> Result<(), DriveError> {
        self.driver.changed(until, progress).await
    }
}
