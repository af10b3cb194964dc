//! The service as a process of its own: what it writes to its log, and how it ends.

use std::fs::{self, File};
use std::process::{Child, Command};
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::booking;

const LONG_ENOUGH: Duration = Duration::from_secs(20);

/// A running `baton serve` with a folder of its own.
struct Process {
    child: Child,
    folder: TempDir,
    base: String,
}

impl Process {
    /// Starts it with the talkative log level `trace` and waits until it says where it listens.
    async fn start() -> Self {
        // Installs the cryptography that a client wants even where it speaks plain HTTP.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let log = File::create(folder.path().join("log")).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_baton"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "trace", "--log-format", "json"])
            .args(["--database-url", "sqlite://baton.db", "--browser-urls", "ws://127.0.0.1:9"])
            .env_clear()
            .current_dir(folder.path())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut process = Self { child, folder, base: String::new() };
        let listening = until(|| process.said("Baton is listening")).await;
        process.base =
            listening["links"].as_str().map(str::to_owned).expect("the line tells the base of links");
        process
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// The log line with this message.
    fn said(&self, message: &str) -> Option<Value> {
        let log = self.log();
        let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.into_iter().find(|line| line["message"] == message)
    }

    fn terminate(&self) {
        let kill = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(kill.unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, as it should.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks until there is something to see.
async fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let mut looks = tokio::time::interval(Duration::from_millis(20));
    let seen = async {
        loop {
            looks.tick().await;
            if let Some(seen) = look() {
                return seen;
            }
        }
    };
    tokio::time::timeout(LONG_ENOUGH, seen).await.expect("it is seen in time")
}

#[tokio::test]
async fn a_terminated_service_comes_to_rest() {
    let mut process = Process::start().await;
    process.terminate();
    let status = until(|| process.child.try_wait().unwrap()).await;
    assert!(status.success(), "{status}");
    assert!(process.said("Stopped").is_some());
}

#[tokio::test]
async fn the_most_talkative_log_holds_nothing_of_a_person() {
    let process = Process::start().await;
    let mut body = booking();
    body["lead"] = json!({
        "firstName": "Canaryfirst",
        "lastName": "Canarylast",
        "phone": "+14405550177",
        "email": "canary@example.com",
        "notes": "Canarynotes"
    });
    body["callbackUrl"] = json!("https://canary.example.com/hook?token=canary");
    let client = Client::new();
    let start = || client.post(format!("{}/api/v1/booking/start", process.base));
    let started: Value = start().json(&body).send().await.unwrap().json().await.unwrap();
    let id = started["sessionId"].as_str().unwrap();
    let session = format!("{}/api/v1/booking/{id}", process.base);
    client.get(format!("{session}/status?note=canary")).send().await.unwrap();
    client.delete(format!("{session}?erase=true")).send().await.unwrap();
    body["date"] = json!("canary");
    start().json(&body).send().await.unwrap();
    start().header("content-type", "application/json").body("{\"canary").send().await.unwrap();

    process.terminate();
    until(|| process.said("Stopped")).await;
    let log = process.log().to_lowercase();
    assert!(log.contains(id), "the log tells of the session");
    for canary in ["canary", "4405550177"] {
        let line = log.lines().find(|line| line.contains(canary));
        assert_eq!(line, None, "{canary}");
    }
}
