//! How the service comes to rest: rooms of tasks that are told to stop, waited for, and left behind when they take too long.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Tasks that live and end together.
#[derive(Debug, Clone, Default)]
pub struct Room {
    pub tasks: TaskTracker,
    /// Cancelled when the tasks must come to an end.
    pub stop: CancellationToken,
}

impl Room {
    /// Tells the tasks to stop and waits for them. `false` when some did not end in time.
    pub async fn close(&self, patience: Duration) -> bool {
        self.stop.cancel();
        self.tasks.close();
        tokio::time::timeout(patience, self.tasks.wait()).await.is_ok()
    }
}

/// Hears the signals that end a process: SIGTERM from whoever runs it, SIGINT from the keyboard.
#[derive(Debug)]
pub struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for the next one.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Hears the signal to drain: SIGUSR1 takes no new bookings, and ends the service once no session is left.
#[derive(Debug)]
pub struct DrainWishes(tokio::signal::unix::Signal);

impl DrainWishes {
    pub fn listen() -> std::io::Result<Self> {
        signal(SignalKind::user_defined1()).map(Self)
    }

    pub async fn next(&mut self) {
        self.0.recv().await;
    }
}

/// A dump of our memory, or of Chrome's, would hold what people typed. Processes that we start inherit the limit.
pub fn leave_no_core_dumps() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "Core dumps could not be switched off");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_room_waits_for_its_tasks_but_not_for_ever() {
        let obedient = Room::default();
        obedient.tasks.spawn(obedient.stop.clone().cancelled_owned());
        assert!(obedient.close(Duration::from_secs(20)).await);

        let stubborn = Room::default();
        stubborn.tasks.spawn(std::future::pending::<()>());
        assert!(!stubborn.close(Duration::from_millis(20)).await);
    }
}
