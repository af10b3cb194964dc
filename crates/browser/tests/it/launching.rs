//! What a launched Chrome is and what it leaves behind.

use std::path::Path;

use baton_browser::{Chrome, ConnectOptions, LaunchError, LaunchOptions, LeftBehind, Sandbox};

use crate::support::launch;

/// The processes whose command line names `profile`.
fn processes_in(profile: &Path) -> Vec<String> {
    let profile = profile.to_str().unwrap();
    let folders = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let lines = folders.filter_map(|folder| std::fs::read_to_string(folder.path().join("cmdline")).ok());
    lines.filter(|line| line.contains(profile)).collect()
}

#[tokio::test]
async fn closing_leaves_no_process_and_no_directory() {
    let chrome = launch().await;
    let profile = chrome.profile_dir().to_owned();
    assert!(processes_in(&profile).len() > 1, "Chrome and its helpers should run in {profile:?}");
    chrome.close().await;
    assert_eq!(processes_in(&profile), Vec::<String>::new());
    assert!(!profile.exists());
}

/// Chrome makes a directory for its socket beside its profile, and never tidies up after a kill.
#[tokio::test]
async fn what_chrome_makes_for_itself_lies_in_its_profile_and_goes_with_it() {
    let chrome = launch().await;
    let socket = std::fs::read_link(chrome.profile_dir().join("SingletonSocket")).unwrap();
    assert!(socket.starts_with(chrome.profile_dir()), "{socket:?}");
    chrome.close().await;
    assert!(!socket.exists());
}

#[tokio::test]
async fn dropping_leaves_no_process_and_no_directory() {
    let chrome = launch().await;
    let profile = chrome.profile_dir().to_owned();
    drop(chrome);
    assert_eq!(processes_in(&profile), Vec::<String>::new());
    assert!(!profile.exists());
}

#[tokio::test]
async fn the_sandbox_is_used_where_it_works() {
    let chrome = launch().await;
    let lines = processes_in(chrome.profile_dir());
    let unsandboxed = lines.iter().any(|line| line.contains("--no-sandbox"));
    assert_eq!(chrome.sandboxed(), !unsandboxed);
    let owner = std::fs::metadata(format!("/proc/{}", chrome.pid())).unwrap();
    let ours = rustix::process::geteuid();
    if chrome.sandboxed() && ours.is_root() {
        assert_ne!(std::os::unix::fs::MetadataExt::uid(&owner), 0, "the sandbox needs an unprivileged user");
    }
}

#[tokio::test]
async fn without_the_sandbox_chrome_starts_too() {
    let options = LaunchOptions { sandbox: Sandbox::Off, ..LaunchOptions::default() };
    let chrome = Chrome::launch(options).await.unwrap();
    assert!(!chrome.sandboxed());
    chrome.browser().version().await.unwrap();
}

#[tokio::test]
async fn a_detached_chrome_runs_on_until_it_is_adopted_and_closed() {
    let left = launch().await.detach();
    assert!(left.is_running());
    let profile = left.profile_dir.clone();
    let chrome = Chrome::adopt(left, ConnectOptions::default()).await.unwrap();
    chrome.browser().version().await.unwrap();
    chrome.close().await;
    assert!(!profile.exists());
}

#[tokio::test]
async fn what_was_left_in_a_folder_is_found_and_removed() {
    let root = tempfile::tempdir().unwrap();
    std::fs::set_permissions(root.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
    let options = LaunchOptions { profile_root: Some(root.path().to_owned()), ..LaunchOptions::default() };
    let running = Chrome::launch(options).await.unwrap().detach();
    let dead = root.path().join("baton-chrome-dead");
    std::fs::create_dir(&dead).unwrap();
    std::fs::create_dir(root.path().join("somebody-elses")).unwrap();

    let left = LeftBehind::in_folder(root.path()).unwrap();

    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left.iter().any(|left| matches!(left, LeftBehind::Running(found) if *found == running)));
    assert!(left.iter().any(|left| matches!(left, LeftBehind::Directory(path) if *path == dead)));
    for left in left {
        left.remove().await;
    }
    assert!(!running.is_running());
    assert!(!running.profile_dir.exists() && !dead.exists() && root.path().join("somebody-elses").exists());
}

#[tokio::test]
async fn another_process_with_the_same_number_is_not_adopted() {
    let mut left = launch().await.detach();
    let true_pid = std::mem::replace(&mut left.pid, std::process::id());
    let refused = Chrome::adopt(left.clone(), ConnectOptions::default()).await;
    assert!(matches!(refused, Err(LaunchError::NotOurs { .. })));
    left.pid = true_pid;
    left.end().await;
}

#[tokio::test]
async fn a_program_that_is_no_chrome_is_reported_with_its_last_words() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("not-chrome");
    std::fs::write(&program, "#!/bin/sh\necho I am no browser >&2\nexit 1\n").unwrap();
    for path in [folder.path(), &program] {
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(path, open).unwrap();
    }
    let options = LaunchOptions { executable: Some(program), ..LaunchOptions::default() };
    let error = Chrome::launch(options).await.unwrap_err();
    assert!(error.to_string().contains("I am no browser"), "{error}");
}
