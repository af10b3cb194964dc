//! The real program as a child process, and the Chrome that belongs to it.

use std::fs::{self, File, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use baton_browser::{DetachedChrome, LeftBehind};
use baton_client::Client;
use tempfile::TempDir;

use super::world::until;

/// `baton serve` with a database and a folder for Chrome that outlive it.
pub(super) struct Service {
    child: Option<Child>,
    folder: TempDir,
    base_url: String,
    /// The one in the folder, unless it shares another.
    shared_database: Option<String>,
    settings: Vec<(&'static str, String)>,
    /// How long the log was when the process of now was started.
    log_before: usize,
}

impl Service {
    pub(super) fn new(settings: Vec<(&'static str, String)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // It is the temporary folder of everybody in this test, and Chrome runs under another user where we are root.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o1777)).unwrap();
        let base_url = format!("http://{}", free_address());
        Self { child: None, folder, base_url, shared_database: None, settings, log_before: 0 }
    }

    /// One of several on the same database.
    pub(super) fn on(database_url: &str, settings: Vec<(&'static str, String)>) -> Self {
        let mut service = Self::new(settings);
        service.shared_database = Some(database_url.to_owned());
        service
    }

    /// From the next start on.
    pub(super) fn set(&mut self, name: &'static str, value: &str) {
        self.settings.push((name, value.to_owned()));
    }

    pub(super) fn base_url(&self) -> &str {
        &self.base_url
    }

    pub(super) fn database_url(&self) -> String {
        if let Some(shared) = &self.shared_database {
            return shared.clone();
        }
        format!("sqlite://{}", self.folder.path().join("baton.db").display())
    }

    /// Where everything is that it writes.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    pub(super) fn is_running(&self) -> bool {
        self.child.is_some()
    }

    /// Starts it and waits until it answers. Returns how long that took.
    pub(super) async fn start(&mut self) -> Duration {
        let begun = Instant::now();
        self.launch(&[]);
        let client = Client::new(&self.base_url, None).unwrap();
        until("the service answers", async || client.health().await.ok()).await;
        begun.elapsed()
    }

    pub(super) fn launch(&mut self, more: &[&str]) {
        assert!(self.child.is_none(), "it runs already");
        self.log_before = self.log().len();
        let log = File::options().create(true).append(true).open(self.log_file()).unwrap();
        let database = self.database_url();
        let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
        command
            .args([
                "serve",
                "--listen",
                self.base_url.trim_start_matches("http://"),
                "--database-url",
                &database,
            ])
            .args(["--log-format", "json"])
            .args(more)
            .env("TMPDIR", self.folder.path())
            .env("BATON_ALLOW_PRIVATE_NETWORK", "true")
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        self.child = Some(command.spawn().unwrap());
    }

    /// Kills it without a word.
    pub(super) fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// The same, after it has said something.
    pub(super) async fn let_a_phone_in_after(&self, words: &str) {
        let came_in = |line: &str| line.contains("/h/{link}/live") && line.contains("\"status\":101");
        until("a phone comes back", async || {
            let log = self.log();
            let after = log.rsplit(words).next().filter(|after| after.len() < log.len())?;
            after.lines().any(came_in).then_some(())
        })
        .await;
    }

    /// Waits until the process of now has said so.
    pub(super) async fn says(&self, words: &str) {
        until(words, async || self.log()[self.log_before..].contains(words).then_some(())).await;
    }

    /// Where other instances come in.
    pub(super) fn internal_url(&self) -> String {
        let log = self.log();
        let line = log.lines().rev().find(|line| line.contains("Other instances come in here")).unwrap();
        let told: serde_json::Value = serde_json::from_str(line).unwrap();
        told["url"].as_str().unwrap().to_owned()
    }

    /// Signals the running process.
    pub(super) fn signal(&self, name: &str) {
        signal(name, self.child.as_ref().expect("it runs").id());
    }

    /// Waits until a phone has come in since it was started: what is tapped before reaches nobody.
    pub(super) async fn let_a_phone_in(&self) {
        let came_in = |line: &str| line.contains("/h/{link}/live") && line.contains("\"status\":101");
        until("a phone comes back", async || {
            self.log()[self.log_before..].lines().any(came_in).then_some(())
        })
        .await;
    }

    /// Asks it to stop, and waits until it has.
    pub(super) async fn terminate(&mut self) -> ExitStatus {
        signal("TERM", self.child.as_ref().expect("it runs").id());
        self.ended().await
    }

    /// Waits until it has ended by itself.
    pub(super) async fn ended(&mut self) -> ExitStatus {
        let child = self.child.as_mut().expect("it runs");
        let status = until("the service ends", async || child.try_wait().unwrap()).await;
        self.child = None;
        status
    }

    /// The Chromes that live in its folder.
    pub(super) fn chromes(&self) -> Vec<DetachedChrome> {
        let left = self.homes().into_iter().flat_map(|home| LeftBehind::in_folder(&home).unwrap_or_default());
        left.filter_map(|left| match left {
            LeftBehind::Running(chrome) => Some(chrome),
            LeftBehind::Directory(_) => None,
        })
        .collect()
    }

    /// The one Chrome that it has.
    pub(super) async fn chrome(&self) -> DetachedChrome {
        let ready = async || self.chromes().pop().filter(|chrome| !chrome.endpoint.is_empty());
        until("Chrome runs", ready).await
    }

    /// The folders that it has made for Chrome.
    pub(super) fn homes(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.path()).unwrap().flatten();
        let is_home = |path: &Path| path.file_name().unwrap().to_string_lossy().starts_with("baton-home-");
        entries.map(|entry| entry.path()).filter(|path| is_home(path)).collect()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("service.log")
    }

    /// The end of what it has said, for whoever has to find out why a test failed.
    fn last_words(&self) -> String {
        let log = self.log();
        let lines: Vec<_> = log.lines().filter(|line| !line.contains("\"Answered\"")).collect();
        lines[lines.len().saturating_sub(60)..].join("\n")
    }
}

#[expect(clippy::print_stderr, reason = "only where a test fails")]
impl Drop for Service {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Another panic here would hide the first.
            eprintln!("{}", self.last_words());
        }
        if let Some(mut child) = self.child.take() {
            let _ended = child.kill().and_then(|()| child.wait().map(drop));
        }
        for chrome in self.chromes() {
            signal_group("KILL", chrome.pid);
        }
    }
}

/// Signals a process that runs.
fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status().unwrap();
    assert!(sent.success(), "{name} to {pid}");
}

/// Signals a whole process group; one that has gone by itself is fine.
pub(super) fn signal_group(name: &str, leader: u32) {
    let _sent = Command::new("kill").args([&format!("-{name}"), "--", &format!("-{leader}")]).status();
}

/// Kills the processes in which a Chrome draws pages, as far as they have not just gone by themselves.
pub(super) fn crash_pages(chrome: &DetachedChrome) {
    for pid in renderers(chrome) {
        let _sent = Command::new("kill").args(["-KILL", &pid.to_string()]).status();
    }
}

/// The processes in which a Chrome draws pages.
fn renderers(chrome: &DetachedChrome) -> Vec<u32> {
    let profile = chrome.profile_dir.to_str().unwrap();
    let pids =
        fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let is_renderer = |pid: &u32| {
        let line = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        line.contains("--type=renderer") && line.contains(profile)
    };
    pids.filter(is_renderer).collect()
}

/// A port that nobody listens on just now.
fn free_address() -> std::net::SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
