//! Runs a flow over a page: observe, decide, act, wait for a change. Holds no knowledge of steps; never sleeps.

use baton_booking::flow::{Action, Flow, Move, Prepared};
use baton_booking::handoff::HandoffReason;
use baton_booking::outcome::{Failure, FailureCode};
use baton_booking::session::Step;
use baton_browser::{Progress, Stopped};
use tracing::debug;

use crate::driver::{Acted, DriveError, PageDriver};

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
    mut on_step: impl FnMut(Step) + Send,
) -> Result<Preparation, Failure> {
    let mut step = None;
    loop {
        let next = if let Some(next) = flow.before_the_page() {
            next
        } else {
            let seen = driver.observe(progress).await.map_err(|error| failure(&error, flow))?;
            flow.decide(&seen, driver.now())
        };
        if step != Some(flow.step()) {
            step = Some(flow.step());
            on_step(flow.step());
        }
        match next {
            Move::Ready(prepared) => return Ok(Preparation::Ready(prepared)),
            Move::Interlude(reason) => return Ok(Preparation::Interlude(reason)),
            Move::Stop(failure) => return Err(failure),
            next => carry_out(next, driver, flow, progress).await.map_err(|error| failure(&error, flow))?,
        }
    }
}

/// Returns once the page no longer asks for what `reason` names.
pub async fn interlude_passed<D: PageDriver>(
    driver: &mut D,
    flow: &Flow,
    reason: HandoffReason,
    progress: &Progress,
) -> Result<(), Failure> {
    loop {
        let seen = driver.observe(progress).await.map_err(|error| failure(&error, flow))?;
        if flow.interlude(&seen, driver.now()) != Some(reason) {
            return Ok(());
        }
        progress.note(format!("waiting for the patient to pass the {}", reason.as_str()));
        driver.changed(None, progress).await.map_err(|error| failure(&error, flow))?;
    }
}

async fn carry_out<D: PageDriver>(
    next: Move,
    driver: &mut D,
    flow: &mut Flow,
    progress: &Progress,
) -> Result<(), DriveError> {
    match next {
        Move::Open(url) => {
            progress.note("opening the booking page");
            let opened = driver.open(&url, progress).await?;
            flow.opened(opened);
        }
        Move::Act(actions) => act(&actions, driver, flow, progress).await?,
        Move::Wait(wait) => {
            progress.note(format!("waiting for {}", wait.what));
            driver.changed(Some(wait.until), progress).await?;
        }
        Move::Ready(_) | Move::Interlude(_) | Move::Stop(_) => {}
    }
    Ok(())
}

async fn act<D: PageDriver>(
    actions: &[Action],
    driver: &mut D,
    flow: &mut Flow,
    progress: &Progress,
) -> Result<(), DriveError> {
    for (index, action) in actions.iter().enumerate() {
        progress.note(&action.purpose);
        if let Acted::Missed(why) = driver.act(action, progress).await? {
            debug!(step = %action.step, purpose = %action.purpose, %why, "Missed an action");
            progress.note(format!("missed: {why}"));
            let now = driver.now();
            actions[index..].iter().for_each(|action| flow.missed(action, now));
            return Ok(());
        }
    }
    Ok(())
}

fn failure(error: &DriveError, flow: &Flow) -> Failure {
    match error {
        DriveError::Lost(_) => Failure::new(
            FailureCode::BrowserLost,
            "The browser was lost while it was filling in the booking.",
        ),
        DriveError::Stopped(Stopped::TimedOut { .. } | Stopped::Cancelled { .. }) => Failure::new(
            FailureCode::TimeoutNavigating,
            format!("The booking site took too long at the step \"{}\".", flow.step()),
        ),
    }
}
