//! The folder in which the Chromes of one deployment live. The store knows its path, and its lock belongs to one running process: whatever
//! that process finds in it was left by a dead one of ours, and nothing else on the machine is ever touched.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use baton_browser::LeftBehind;
use baton_store::{Store, StoreError};

const LOCK: &str = "lock";
/// Marks a folder that no database will lead anybody to again.
const THROWAWAY: &str = "throwaway";
const PREFIX: &str = "baton-home-";
/// How long a predecessor may take to come to rest.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(100);

/// The folder, for as long as it is ours.
#[derive(Debug)]
pub struct ChromeHome {
    folder: PathBuf,
    // The kernel lets go of it when the process ends, however it ends.
    _lock: File,
}

/// Whether a later process finds the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// By the database.
    Kept,
    /// The database goes with the process. Whoever starts next on this machine, with whatever database, clears up what it leaves.
    Throwaway,
}

/// Why there is no home for a Chrome.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    #[error("failed to look up where Chrome lives")]
    Store(#[from] StoreError),
    #[error("failed to prepare a folder for Chrome")]
    Folder(#[from] io::Error),
    #[error("another Baton uses this database: it still holds {}", .0.display())]
    Taken(PathBuf),
}

impl ChromeHome {
    /// Enters the folder that `setting` names, or a new one. Waits a while for a predecessor that is still leaving it.
    pub async fn enter(store: &Store, setting: &str, keeping: Keeping) -> Result<Self, HomeError> {
        clear_up_after_the_dead(&std::env::temp_dir()).await;
        let home = Self::move_in(store, setting).await?;
        if keeping == Keeping::Throwaway {
            File::create(home.folder.join(THROWAWAY))?;
        }
        Ok(home)
    }

    async fn move_in(store: &Store, setting: &str) -> Result<Self, HomeError> {
        let mut folder = find_or_make(store, setting).await?;
        let wait = async {
            loop {
                match lock(&folder)? {
                    Some(lock) => return Ok::<_, HomeError>(lock),
                    // tidy: pause, a file lock of another process gives no sign when it is let go
                    None => tokio::time::sleep(POLL).await,
                }
                folder = find_or_make(store, setting).await?;
            }
        };
        let lock = tokio::time::timeout(PATIENCE, wait).await;
        match lock {
            Ok(lock) => Ok(Self { folder, _lock: lock? }),
            Err(_) => Err(HomeError::Taken(folder)),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn is_deserted(&self) -> bool {
        let found = fs::read_dir(&self.folder).map(|entries| {
            entries.flatten().all(|entry| entry.file_name() == LOCK || entry.file_name() == THROWAWAY)
        });
        found.unwrap_or(false)
    }
}

/// The last one out takes the folder down, unless a Chrome stays in it.
impl Drop for ChromeHome {
    fn drop(&mut self) {
        if self.is_deserted()
            && let Err(error) = fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(%error, folder = %self.folder.display(), "Could not remove Chrome's folder");
        }
    }
}

/// Ends the Chromes of processes that kept nothing and are dead, and removes their folders: the lock of a folder outlives nobody.
async fn clear_up_after_the_dead(temporary: &Path) {
    let entries = fs::read_dir(temporary).into_iter().flatten().flatten();
    let named_so =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
    let folders = entries.map(|entry| entry.path()).filter(named_so);
    for folder in folders.filter(|folder| is_ours(folder) && folder.join(THROWAWAY).exists()) {
        let Ok(Some(_lock)) = lock(&folder) else { continue };
        for left in LeftBehind::in_folder(&folder).unwrap_or_default() {
            left.remove().await;
        }
        match fs::remove_dir_all(&folder) {
            Ok(()) => {
                tracing::info!(folder = %folder.display(), "Cleared up after a process that kept nothing");
            }
            Err(error) => tracing::warn!(%error, folder = %folder.display(), "Could not clear up"),
        }
    }
}

async fn find_or_make(store: &Store, setting: &str) -> Result<PathBuf, HomeError> {
    if let Some(known) = store.setting(setting).await?.map(PathBuf::from).filter(|path| is_ours(path)) {
        return Ok(known);
    }
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir()?.keep();
    // Chrome runs under another user where we are root, and has to come through to its profile.
    fs::set_permissions(&folder, Permissions::from_mode(0o711))?;
    store.put_setting(setting, &folder.to_string_lossy()).await?;
    Ok(folder)
}

/// A folder of that name may have been made by somebody else since.
fn is_ours(path: &Path) -> bool {
    let us = rustix::process::geteuid().as_raw();
    fs::symlink_metadata(path)
        .is_ok_and(|found| found.is_dir() && found.uid() == us && found.mode() & 0o022 == 0)
}

/// `None` while another process holds the folder, or has just removed it.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let path = folder.join(LOCK);
    let file = match File::options().create(true).truncate(false).write(true).open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    if file.try_lock().is_err() {
        return Ok(None);
    }
    let is_there =
        fs::metadata(&path).is_ok_and(|there| file.metadata().is_ok_and(|held| held.ino() == there.ino()));
    Ok(is_there.then_some(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn store() -> Store {
        Store::open("sqlite::memory:").await.expect("a database in memory opens")
    }

    #[tokio::test]
    async fn a_home_is_found_again_while_somebody_lives_in_it() {
        let store = store().await;
        let first = ChromeHome::enter(&store, "home", Keeping::Kept).await.unwrap();
        let folder = first.folder().to_owned();
        fs::create_dir(folder.join("chrome")).unwrap();
        drop(first);
        let again = ChromeHome::enter(&store, "home", Keeping::Kept).await.unwrap();
        assert_eq!(again.folder(), folder);
        fs::remove_dir(folder.join("chrome")).unwrap();
        drop(again);
        assert!(!folder.exists());
        assert_ne!(ChromeHome::enter(&store, "home", Keeping::Kept).await.unwrap().folder(), folder);
    }

    #[tokio::test]
    async fn what_a_throwaway_process_left_is_cleared_up_once_it_is_dead() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("baton-home-x");
        let kept = temporary.path().join("baton-home-y");
        for folder in [&folder, &kept] {
            fs::create_dir(folder).unwrap();
            fs::set_permissions(folder, Permissions::from_mode(0o711)).unwrap();
        }
        File::create(folder.join(THROWAWAY)).unwrap();
        let alive = lock(&folder).unwrap();
        clear_up_after_the_dead(temporary.path()).await;
        assert!(folder.exists());
        drop(alive);
        clear_up_after_the_dead(temporary.path()).await;
        assert!(!folder.exists() && kept.exists());
    }

    #[tokio::test]
    async fn a_home_has_one_process_at_a_time() {
        let store = store().await;
        let held = ChromeHome::enter(&store, "home", Keeping::Kept).await.unwrap();
        assert!(lock(held.folder()).unwrap().is_none());
    }
}
