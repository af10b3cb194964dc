//! The loop of everything that drives a page: observe, decide, act, wait for a change. What is decided is its guide's affair;
//! never sleeps.

use std::time::Instant;

use baton_booking::flow::{Action, Move, Opened};
use baton_booking::observation::PageObservation;
use baton_booking::outcome::Failure;
use baton_booking::session::Step;
use baton_browser::Progress;
use jiff::Timestamp;
use tracing::{debug, trace};

use crate::costs::Costs;
use crate::driver::{Acted, DriveError, PageDriver};

/// Knows the way.
pub(crate) trait Guide: Send {
    /// What the drive comes to when all goes well.
    type Goal;
    /// What is driven for, in one word for the measurements.
    const ERRAND: &'static str;

    /// The next turn as long as there is no page to look at.
    fn before_the_page(&self) -> Option<Turn<Self::Goal>>;
    fn decide(&mut self, seen: &PageObservation, now: Timestamp) -> Turn<Self::Goal>;
    /// Says what came of opening the page.
    fn opened(&mut self, opened: Opened);
    /// Says that an action was not done.
    fn missed(&mut self, action: &Action, now: Timestamp);
    /// The step that the page was last seen on.
    fn step(&self) -> Step;
    /// What the loss of the page or of patience means for whoever asked for the drive.
    fn failure(&self, error: &DriveError) -> Failure;
}

/// What a guide makes of the page.
pub(crate) enum Turn<G> {
    Go(Move),
    End(Result<G, Failure>),
}

/// Drives until the guide sees the end. `on_step` hears of every step that is reached.
pub(crate) async fn drive<D: PageDriver, G: Guide>(
    driver: &mut D,
    guide: &mut G,
    progress: &Progress,
    mut on_step: impl FnMut(Step) + Send,
) -> Result<G::Goal, Failure> {
    let mut costs = Costs::begin(G::ERRAND, progress.clone(), guide.step());
    let mut reached = None;
    loop {
        let turn = match guide.before_the_page() {
            Some(turn) => turn,
            None => look(driver, guide, progress).await.map_err(|error| guide.failure(&error))?,
        };
        let step = guide.step();
        costs.on(step);
        if reached.replace(step) != Some(step) {
            on_step(step);
        }
        match turn {
            Turn::End(end) => return end,
            Turn::Go(next) => {
                let done = carry_out(next, driver, guide, progress, &mut costs).await;
                done.map_err(|error| guide.failure(&error))?;
            }
        }
    }
}

async fn look<D: PageDriver, G: Guide>(
    driver: &mut D,
    guide: &mut G,
    progress: &Progress,
) -> Result<Turn<G::Goal>, DriveError> {
    let begun = Instant::now();
    let seen = driver.observe(progress).await?;
    let (looked, deciding) = (begun.elapsed(), Instant::now());
    if let Some(action) = driver.take_missed() {
        debug!(step = %action.step, purpose = %action.purpose, "A press landed on something else and was kept from the page");
        progress.note("missed: something else had come to its place");
        guide.missed(&action, driver.now());
    }
    let turn = guide.decide(&seen, driver.now());
    trace!(step = %guide.step(), ?looked, decided = ?deciding.elapsed(), "Looked at the page");
    Ok(turn)
}

async fn carry_out<D: PageDriver, G: Guide>(
    next: Move,
    driver: &mut D,
    guide: &mut G,
    progress: &Progress,
    costs: &mut Costs,
) -> Result<(), DriveError> {
    match next {
        Move::Open(url) => {
            progress.note("opening the booking page");
            let opened = costs.waiting(driver.open(&url, progress)).await?;
            guide.opened(opened);
        }
        Move::Act(actions) => act(&actions, driver, guide, progress).await?,
        Move::Wait(wait) => {
            progress.note(format!("waiting for {}", wait.what));
            costs.waiting(driver.changed(Some(wait.until), progress)).await?;
        }
        // A guide tells the ends apart from what there is to do.
        Move::Ready(_) | Move::Interlude(_) | Move::Stop(_) => {}
    }
    Ok(())
}

async fn act<D: PageDriver, G: Guide>(
    actions: &[Action],
    driver: &mut D,
    guide: &mut G,
    progress: &Progress,
) -> Result<(), DriveError> {
    for (index, action) in actions.iter().enumerate() {
        progress.note(&action.purpose);
        let begun = Instant::now();
        let acted = driver.act(action, progress).await?;
        trace!(step = %action.step, purpose = %action.purpose, took = ?begun.elapsed(), "Acted");
        if let Acted::Missed(why) = acted {
            debug!(step = %action.step, purpose = %action.purpose, %why, "Missed an action");
            progress.note(format!("missed: {why}"));
            let now = driver.now();
            actions[index..].iter().for_each(|action| guide.missed(action, now));
            return Ok(());
        }
    }
    Ok(())
}
