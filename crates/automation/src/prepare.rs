//! Brings a booking to the patient's turn: runs its flow over a page. Holds no knowledge of steps.

use baton_booking::flow::{Action, Flow, Move, Opened, Prepared};
use baton_booking::handoff::HandoffReason;
use baton_booking::observation::PageObservation;
use baton_booking::outcome::{Failure, FailureCode};
use baton_booking::session::Step;
use baton_browser::{Progress, Stopped};
use jiff::Timestamp;

use crate::drive::{Guide, Turn, drive};
use crate::driver::{DriveError, PageDriver};

/// How far a page could be brought.
#[derive(Debug, Clone, PartialEq)]
pub enum Preparation {
    /// Only the patient's last step is left.
    Ready(Box<Prepared>),
    /// The patient has to pass something first; then the same flow goes on.
    Interlude(HandoffReason),
}

/// Drives the page until the patient's turn comes, or until it is clear why it cannot. `on_step` hears of every step that is reached.
pub async fn prepare<D: PageDriver>(
    driver: &mut D,
    flow: &mut Flow,
    progress: &Progress,
    on_step: impl FnMut(Step) + Send,
) -> Result<Preparation, Failure> {
    drive(driver, flow, progress, on_step).await
}

/// Returns once the page no longer asks for what `reason` names.
pub async fn interlude_passed<D: PageDriver>(
    driver: &mut D,
    flow: &Flow,
    reason: HandoffReason,
    progress: &Progress,
) -> Result<(), Failure> {
    loop {
        let seen = driver.observe(progress).await.map_err(|error| flow.failure(&error))?;
        if flow.interlude(&seen, driver.now()) != Some(reason) {
            return Ok(());
        }
        progress.note(format!("waiting for the patient to pass the {}", reason.as_str()));
        driver.changed(None, progress).await.map_err(|error| flow.failure(&error))?;
    }
}

impl Guide for Flow {
    type Goal = Preparation;
    const ERRAND: &'static str = "booking";

    fn before_the_page(&self) -> Option<Turn<Preparation>> {
        self.before_the_page().map(turn)
    }

    fn decide(&mut self, seen: &PageObservation, now: Timestamp) -> Turn<Preparation> {
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
            DriveError::Lost(_) => Failure::new(
                FailureCode::BrowserLost,
                "The browser was lost while it was filling in the booking.",
            ),
            DriveError::Stopped(Stopped::TimedOut { .. } | Stopped::Cancelled { .. }) => Failure::new(
                FailureCode::TimeoutNavigating,
                format!("The booking site took too long at the step \"{}\".", self.step()),
            ),
        }
    }
}

fn turn(next: Move) -> Turn<Preparation> {
    match next {
        Move::Ready(prepared) => Turn::End(Ok(Preparation::Ready(prepared))),
        Move::Interlude(reason) => Turn::End(Ok(Preparation::Interlude(reason))),
        Move::Stop(failure) => Turn::End(Err(failure)),
        next @ (Move::Open(_) | Move::Act(_) | Move::Wait(_)) => Turn::Go(next),
    }
}
