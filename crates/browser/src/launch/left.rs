//! What earlier launches have left in a folder of profiles: Chromes that still run, directories of Chromes that do not. The folder is
//! all that has to be remembered; a launch that was cut off at any moment is found in it.

use std::io;
use std::path::{Path, PathBuf};

use super::detached::DetachedChrome;
use super::group;
use super::profile::Profile;

/// One profile directory and whoever lives in it.
#[derive(Debug)]
pub enum LeftBehind {
    Running(DetachedChrome),
    /// Nobody lives there any more.
    Directory(PathBuf),
}

impl LeftBehind {
    /// Everything that was left in `profile_root`. Whoever asks must be the only one who launches there.
    pub fn in_folder(profile_root: &Path) -> io::Result<Vec<Self>> {
        Ok(Profile::all_in(profile_root)?.into_iter().map(Self::in_profile).collect())
    }

    fn in_profile(profile_dir: PathBuf) -> Self {
        let Some(pid) = group::leader_in(&profile_dir) else { return Self::Directory(profile_dir) };
        let sandboxed = !group::was_told(pid, b"--no-sandbox");
        // Without an address it was cut off while it started: it can be ended, but not adopted.
        let endpoint = Profile::endpoint_in(&profile_dir).unwrap_or_default();
        Self::Running(DetachedChrome { pid, profile_dir, endpoint, sandboxed })
    }

    /// Ends whoever lives there and removes the directory.
    pub async fn remove(self) {
        match self {
            Self::Running(chrome) => chrome.end().await,
            Self::Directory(path) => drop(Profile::existing(path)),
        }
    }
}
