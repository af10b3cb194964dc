//! The directory a Chrome lives in: made for one launch, removed with it.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tracing::warn;

use super::identity::Identity;

const PREFIX: &str = "baton-chrome-";
const LOG: &str = "chrome.log";
const LAST_WORDS: usize = 600;
/// What Chrome adds to its temporary directory for its longest name, that of a socket.
const SOCKET_NAME: &str = "/org.chromium.Chromium.XXXXXX/SingletonSocket";
/// A longer name of a socket is none, says unix(7).
const SOCKET_PATH_LIMIT: usize = 107;

/// A profile directory; removed when dropped.
#[derive(Debug)]
pub(crate) struct Profile {
    /// Absent once the directory is somebody else's to remove.
    path: Option<PathBuf>,
}

impl Profile {
    pub(crate) fn create(root: Option<&Path>, way: Identity) -> io::Result<Self> {
        let root = root.map_or_else(std::env::temp_dir, Path::to_owned);
        let path = tempfile::Builder::new().prefix(PREFIX).tempdir_in(root)?.keep();
        let profile = Self::existing(path);
        fs::set_permissions(profile.path(), fs::Permissions::from_mode(0o700))?;
        std::os::unix::fs::chown(profile.path(), way.owner(), way.owner())?;
        Ok(profile)
    }

    /// The directories that were made in `root` and are still there.
    pub(crate) fn all_in(root: &Path) -> io::Result<Vec<PathBuf>> {
        let is_ours =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
        let paths = fs::read_dir(root)?.filter_map(|entry| entry.ok().map(|entry| entry.path()));
        Ok(paths.filter(|path| is_ours(path) && path.is_dir()).collect())
    }

    /// The directory of a Chrome that runs already.
    pub(crate) fn existing(path: PathBuf) -> Self {
        Self { path: Some(path) }
    }

    pub(crate) fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(""))
    }

    /// Where Chrome keeps what is of no use after it: in here, so that a Chrome that was killed leaves nothing behind.
    /// None if the names in there would be too long.
    pub(crate) fn temp_dir(&self) -> Option<&Path> {
        let longest = self.path().as_os_str().len() + SOCKET_NAME.len();
        (longest <= SOCKET_PATH_LIMIT).then(|| self.path())
    }

    /// Where Chrome writes its complaints.
    pub(crate) fn log_file(&self) -> io::Result<File> {
        File::create(self.path().join(LOG))
    }

    /// The end of what Chrome has written, for the one who has to mend it.
    pub(crate) fn last_words(&self) -> String {
        let log = fs::read(self.path().join(LOG)).unwrap_or_default();
        let from = log.len().saturating_sub(LAST_WORDS);
        String::from_utf8_lossy(&log[from..]).trim().to_owned()
    }

    /// The debugging socket, once Chrome has written down its port and path.
    pub(crate) fn endpoint(&self) -> Option<String> {
        Self::endpoint_in(self.path())
    }

    pub(crate) fn endpoint_in(profile: &Path) -> Option<String> {
        let written = fs::read_to_string(profile.join("DevToolsActivePort")).ok()?;
        let (port, path) = written.split_once('\n')?;
        let port: u16 = port.parse().ok()?;
        path.starts_with("/devtools/browser/").then(|| format!("ws://127.0.0.1:{port}{path}"))
    }

    /// Leaves the directory where it is.
    pub(crate) fn keep(mut self) -> PathBuf {
        self.path.take().unwrap_or_default()
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let Some(path) = &self.path else { return };
        if let Err(error) = fs::remove_dir_all(path) {
            warn!(%error, path = %path.display(), "Could not remove a Chrome profile");
        }
    }
}
