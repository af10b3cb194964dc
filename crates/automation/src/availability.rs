//! Reads a clinic's times: runs a visit over its booking page. Chooses none.

use baton_booking::availability::{Next, Visit};
use baton_booking::flow::{Action, Opened};
use baton_booking::observation::PageObservation;
use baton_booking::outcome::{Failure, FailureCode};
use baton_booking::session::Step;
use baton_browser::{Progress, Stopped};
use jiff::Timestamp;

use crate::drive::{Guide, Turn, drive};
use crate::driver::{DriveError, PageDriver};

/// Drives the page until everything has been read, or until it is clear why it cannot be. What was read up to then stays in `visit`.
pub async fn read_times<D: PageDriver>(
    driver: &mut D,
    visit: &mut Visit,
    progress: &Progress,
) -> Result<(), Failure> {
    drive(driver, visit, progress, |_| {}).await
}

impl Guide for Visit {
    type Goal = ();
    const ERRAND: &'static str = "availability";

    fn before_the_page(&self) -> Option<Turn<()>> {
        self.before_the_page().map(turn)
    }

    fn decide(&mut self, seen: &PageObservation, now: Timestamp) -> Turn<()> {
        turn(self.decide(seen, now))
    }

    fn opened(&mut self, opened: Opened) {
        self.opened(opened);
    }

    fn missed(&mut self, action: &Action, now: Timestamp) {
        self.missed(action, now);
    }

    fn step(&self) -> Step {
        self.step()
    }

    fn failure(&self, error: &DriveError) -> Failure {
        match error {
            DriveError::Lost(_) => {
                Failure::new(FailureCode::BrowserLost, "The browser was lost while it was reading the times.")
            }
            DriveError::Stopped(Stopped::TimedOut { .. } | Stopped::Cancelled { .. }) => Failure::new(
                FailureCode::TimeoutNavigating,
                "The booking site took too long to show its times.",
            ),
        }
    }
}

fn turn(next: Next) -> Turn<()> {
    match next {
        Next::Done => Turn::End(Ok(())),
        Next::Stop(failure) => Turn::End(Err(failure)),
        Next::Do(next) => Turn::Go(next),
    }
}
