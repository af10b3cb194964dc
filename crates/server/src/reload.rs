//! Files that are read again while the service runs: when they change, and at SIGHUP. Knows nothing of what is in them.

use std::fmt::Display;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Often enough for a key that must go at once, seldom enough to cost nothing.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Files, and what to do when they are other ones.
#[derive(Debug)]
pub(crate) struct Reload {
    what: &'static str,
    files: Vec<PathBuf>,
    hangups: Signal,
}

/// What shows that a file is another one. A mounted secret is a link that is turned to a new file.
type Stamp = Option<(SystemTime, u64)>;

impl Reload {
    /// Waits for changes of `files`, which are together `what` in the logs.
    pub(crate) fn of(what: &'static str, files: Vec<PathBuf>) -> std::io::Result<Self> {
        Ok(Self { what, files, hangups: signal(SignalKind::hangup())? })
    }

    /// Calls `read` whenever the files have changed, until `stop`. What cannot be read leaves everything as it is.
    pub(crate) async fn run<E: Display>(mut self, read: impl Fn() -> Result<(), E>, stop: CancellationToken) {
        let mut known = self.stamps();
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let asked = tokio::select! {
                () = stop.cancelled() => return,
                _ = self.hangups.recv() => true,
                _ = looks.tick() => false,
            };
            let stamps = self.stamps();
            if asked || stamps != known {
                known = stamps;
                self.tell(read());
            }
        }
    }

    fn stamps(&self) -> Vec<Stamp> {
        let stamp = |file: &PathBuf| {
            let metadata = std::fs::metadata(file).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        self.files.iter().map(stamp).collect()
    }

    fn tell<E: Display>(&self, read: Result<(), E>) {
        match read {
            Ok(()) => tracing::info!(what = self.what, "Read again"),
            Err(error) => {
                tracing::error!(what = self.what, %error, "Could not be read again; what was read before holds");
            }
        }
    }
}
