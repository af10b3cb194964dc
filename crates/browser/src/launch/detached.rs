//! A Chrome that was left running: what a later process needs to find it again.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::gateway;
use super::group::{self, ProcessGroup};
use super::profile::Profile;

/// Where a running Chrome is. It is neither killed nor forgotten by dropping this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetachedChrome {
    pub pid: u32,
    pub profile_dir: PathBuf,
    pub endpoint: String,
    pub sandboxed: bool,
}

impl DetachedChrome {
    /// Whether the process still runs.
    pub fn is_running(&self) -> bool {
        group::runs_in(self.pid, &self.profile_dir)
    }

    /// Whether it goes out through a gateway only.
    pub fn has_gateway(&self) -> bool {
        gateway::gateway_of(self.pid).is_some()
    }

    /// Ends the process, if it is still this one, and removes its profile directory.
    pub async fn end(self) {
        if self.is_running() {
            let mut group = ProcessGroup::of_pid(self.pid, &self.profile_dir);
            group.kill();
            group.gone().await;
        }
        drop(Profile::existing(self.profile_dir));
    }
}
