//! Runs a visit over a page: observe, decide, act, wait for a change. Reads times and chooses none; never sleeps.

use baton_booking::availability::{Next, Visit};
use baton_booking::flow::{Action, Move};
use baton_booking::outcome::{Failure, FailureCode};
use baton_browser::{Progress, Stopped};
use tracing::debug;

use crate::driver::{Acted, DriveError, PageDriver};

/// Drives the page until everything has been read, or until it is clear why it cannot be. What was read up to then stays in `visit`.
pub async fn read_times<D: PageDriver>(
    driver: &mut D,
    visit: &mut Visit,
    progress: &Progress,
) -> Result<(), Failure> {
    loop {
        let next = if let Some(next) = visit.before_the_page() {
            next
        } else {
            let seen = driver.observe(progress).await.map_err(|error| failure(&error))?;
            visit.decide(&seen, driver.now())
        };
        match next {
            Next::Done => return Ok(()),
            Next::Stop(failure) => return Err(failure),
            Next::Do(next) => {
                carry_out(next, driver, visit, progress).await.map_err(|error| failure(&error))?;
            }
        }
    }
}

async fn carry_out<D: PageDriver>(
    next: Move,
    driver: &mut D,
    visit: &mut Visit,
    progress: &Progress,
) -> Result<(), DriveError> {
    match next {
        Move::Open(url) => {
            progress.note("opening the booking page");
            let opened = driver.open(&url, progress).await?;
            visit.opened(opened);
        }
        Move::Act(actions) => act(&actions, driver, visit, progress).await?,
        Move::Wait(wait) => {
            progress.note(format!("waiting for {}", wait.what));
            driver.changed(Some(wait.until), progress).await?;
        }
        // A visit stops before the patient's turn.
        Move::Ready(_) | Move::Interlude(_) | Move::Stop(_) => {}
    }
    Ok(())
}

async fn act<D: PageDriver>(
    actions: &[Action],
    driver: &mut D,
    visit: &mut Visit,
    progress: &Progress,
) -> Result<(), DriveError> {
    for (index, action) in actions.iter().enumerate() {
        progress.note(&action.purpose);
        if let Acted::Missed(why) = driver.act(action, progress).await? {
            debug!(step = %action.step, purpose = %action.purpose, %why, "Missed an action");
            let now = driver.now();
            actions[index..].iter().for_each(|action| visit.missed(action, now));
            return Ok(());
        }
    }
    Ok(())
}

fn failure(error: &DriveError) -> Failure {
    match error {
        DriveError::Lost(_) => {
            Failure::new(FailureCode::BrowserLost, "The browser was lost while it was reading the times.")
        }
        DriveError::Stopped(Stopped::TimedOut { .. } | Stopped::Cancelled { .. }) => {
            Failure::new(FailureCode::TimeoutNavigating, "The booking site took too long to show its times.")
        }
    }
}
