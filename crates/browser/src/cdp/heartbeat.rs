//! Notices a browser that has stopped without saying so: a stopped process keeps its socket open.

use std::sync::{Arc, Weak};
use std::time::Duration;

use super::domains::browser::GetVersion;
use super::link::Link;
use super::{CdpError, Connection};

/// How long it is asked once more. Where this process itself had no time, the first answer may be here and not be read yet.
const GRACE: Duration = Duration::from_secs(1);

/// How often the browser is asked for a sign of life and how long it may take to give one. Anything it says is one: a browser that is too
/// busy to answer goes on telling of its pages, and must not be taken from everybody for that.
#[derive(Clone, Copy, Debug)]
pub struct Heartbeat {
    pub every: Duration,
    pub limit: Duration,
}

impl Default for Heartbeat {
    fn default() -> Self {
        Self { every: Duration::from_secs(2), limit: Duration::from_secs(5) }
    }
}

impl Heartbeat {
    /// Beats for as long as `connection` lives.
    pub(crate) fn start(self, connection: &Connection) {
        let session = connection.browser_session();
        let link: Weak<Link> = Arc::downgrade(connection.link());
        connection.spawn(async move {
            loop {
                tokio::time::sleep(self.every).await;
                let Some(before) = heard(&link) else { return };
                for limit in [self.limit, GRACE] {
                    let answer = session.send(&GetVersion {}).answer_within(limit).await;
                    if !matches!(answer, Err(CdpError::NoAnswer { .. })) {
                        break;
                    }
                }
                if let Some(link) = link.upgrade().filter(|link| link.heard() == before) {
                    link.lose(&format!("no sign of life for {:?}", self.limit));
                }
            }
        });
    }
}

fn heard(link: &Weak<Link>) -> Option<u64> {
    link.upgrade().map(|link| link.heard())
}
