//! Owns background tasks on behalf of a struct: they end when it is dropped.

use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

/// A set of tasks that are dropped, wherever they wait, together with this value.
#[derive(Debug)]
pub(crate) struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
    _stop_on_drop: DropGuard,
}

impl Tasks {
    pub(crate) fn new() -> Self {
        let stop = CancellationToken::new();
        Self { tracker: TaskTracker::new(), stop: stop.clone(), _stop_on_drop: stop.drop_guard() }
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tracker.spawn(async move {
            stop.run_until_cancelled(task).await;
        });
    }
}
