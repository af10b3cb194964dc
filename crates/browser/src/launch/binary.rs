//! Finds the Chrome to launch.

use std::env;
use std::path::{Path, PathBuf};

use super::LaunchError;

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Returns `chosen`, or the first Chrome on the PATH.
pub(crate) fn find(chosen: Option<&Path>) -> Result<PathBuf, LaunchError> {
    if let Some(chosen) = chosen {
        return Ok(chosen.to_owned());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let candidates = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = candidates.into_iter().find(|candidate| candidate.is_file());
    found.ok_or_else(|| LaunchError::NotFound { tried: NAMES.join(", ") })
}
