//! What each step of a drive costs: its time, how much of that the page took by itself, and the round trips to the browser.
//! Told as measurements and at the debug level; decides nothing.

use std::time::{Duration, Instant};

use baton_booking::session::Step;
use baton_browser::Progress;
use metrics::histogram;
use tracing::debug;

/// The account of the step that is being driven; closed when the next begins or the drive ends.
#[derive(Debug)]
pub(crate) struct Costs {
    errand: &'static str,
    progress: Progress,
    step: Step,
    since: Instant,
    round_trips: u32,
    /// Spent on waiting for the page, with nothing to do.
    waited: Duration,
}

impl Costs {
    pub(crate) fn begin(errand: &'static str, progress: Progress, step: Step) -> Self {
        let round_trips = progress.round_trips();
        Self { errand, progress, step, since: Instant::now(), round_trips, waited: Duration::ZERO }
    }

    /// From here on the costs are those of `step`.
    pub(crate) fn on(&mut self, step: Step) {
        if self.step != step {
            let next = Self::begin(self.errand, self.progress.clone(), step);
            drop(std::mem::replace(self, next));
        }
    }

    /// Awaits what only the page can bring about.
    pub(crate) async fn waiting<T>(&mut self, page: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let done = page.await;
        self.waited += begun.elapsed();
        done
    }
}

impl Drop for Costs {
    fn drop(&mut self) {
        let (errand, step) = (self.errand, self.step.as_str());
        let (took, round_trips) = (self.since.elapsed(), self.progress.round_trips() - self.round_trips);
        debug!(errand, step, ?took, waited = ?self.waited, round_trips, "Drove a step");
        histogram!("baton_step_seconds", "errand" => errand, "step" => step).record(took);
        histogram!("baton_step_waited_seconds", "errand" => errand, "step" => step).record(self.waited);
        histogram!("baton_step_round_trips", "errand" => errand, "step" => step).record(round_trips);
    }
}
