//! Notices a browser that has stopped without saying so: a stopped process keeps its socket open.

use std::sync::Arc;
use std::time::Duration;

use super::domains::browser::GetVersion;
use super::link::Link;
use super::{CdpError, Connection};

/// How often the browser is asked for a sign of life and how long it may take to give one.
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
        let link: std::sync::Weak<Link> = Arc::downgrade(connection.link());
        connection.spawn(async move {
            loop {
                tokio::time::sleep(self.every).await;
                let answer = session.send(&GetVersion {}).answer_within(self.limit).await;
                if let Err(CdpError::NoAnswer { .. }) = answer
                    && let Some(link) = link.upgrade()
                {
                    link.lose(&format!("no sign of life for {:?}", self.limit));
                }
            }
        });
    }
}
