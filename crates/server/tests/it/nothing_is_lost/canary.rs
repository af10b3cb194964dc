//! Marked people and a marked card go through everything that can become of a booking, with the log at its highest level. Then every place is
//! searched in which they must not be.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use baton_client::{Lead, SessionState, StartBooking, Uuid};
use baton_mock_clinic::APPROVED_CARD;
use tokio::task::JoinSet;

use super::Wreckable;
use super::process::Service;
use super::world::{is_over, pay, until};

/// What is searched for, in small letters: parts of names, e-mail and notes, the phone's digits, the card.
const MARKS: [&str; 7] =
    ["canaryfirst", "canarylast", "canarymail", "canarynotes", "4405550177", "555-0177", "canarygarbage"];
/// Encrypts the database: with it the marks must not even be there while they are needed.
const KEY: &str = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

#[tokio::test]
async fn marked_values_are_found_nowhere() {
    let settings = [("BATON_LOG", "trace"), ("BATON_ENCRYPTION_KEY", KEY), ("BATON_RETENTION", "1s")];
    let settings = settings.map(|(name, value)| (name, value.to_owned())).to_vec();
    let mut world = Wreckable::around(Service::new(settings)).await;
    let receiver = Receiver::open().await;

    let booked = book(&world, &receiver, 0, "Lip Filler").await;
    let phone = world.phone(&world.link(booked).await).await;
    pay(&phone, APPROVED_CARD).await;
    world.until_state(booked, SessionState::Completed).await;
    let running = world.service.folder().to_owned();
    let kept_by_chrome = hits(&world.service.homes());

    // Refused, with the site's own choices.
    let refused = book(&world, &receiver, 2, "Haircut").await;
    over(&world, refused).await;
    garbage(&world).await;

    // The service dies while a card is half typed, and another process goes on.
    let left = book(&world, &receiver, 4, "Lip Filler").await;
    let phone = world.phone(&world.link(left).await).await;
    phone.fill("Card number", APPROVED_CARD).await.unwrap();
    world.until_the_page_holds("Card number").await;
    world.service.kill();
    let after_the_crash = hits(std::slice::from_ref(&running));
    world.service.start().await;
    world.service.let_a_phone_in().await;
    world.client.cancel(left).await.unwrap();
    over(&world, left).await;

    let told = ask_everything(&world, &[booked, refused, left]).await;
    until("every end is told", async || (receiver.heard() >= 3).then_some(())).await;
    assert_eq!(core_limit(world.service.pid()), Some("0".to_owned()), "no core is ever dumped");
    let folder = world.service.folder().to_owned();
    let searched = files(&folder).len();
    phone.close().await.unwrap();
    let after = world.service.terminate().await;
    assert!(after.success());

    let sentinel = folder.join("sentinel");
    fs::write(&sentinel, format!("x{}", MARKS[0])).unwrap();
    assert_eq!(hits(std::slice::from_ref(&sentinel)).len(), 1, "the search finds what is there");
    fs::remove_file(sentinel).unwrap();

    let found = [
        ("in Chrome's folder while it ran", kept_by_chrome),
        ("in any file after the crash", after_the_crash),
        ("in any file at the end", hits(&[folder])),
        ("in callbacks", marks_in(&receiver.everything())),
        ("in metrics, status, lists, events, the operators' pages", marks_in(&told)),
    ];
    println!("canary: {} marks, 3 sessions and garbage, {searched} files while it ran", MARKS.len() + 1);
    for (place, hits) in &found {
        println!("canary: {} hits {place}", hits.len());
    }
    assert!(found.iter().all(|(_, hits)| hits.is_empty()), "{found:?}");
}

async fn book(world: &Wreckable, receiver: &Receiver, nth: usize, service: &str) -> Uuid {
    let (date, time) = world.clinic.open_slots()[nth];
    let url = world.clinic.booking_url_with(&[("slotDelayMs", "50"), ("processingMs", "50")]);
    let request = StartBooking {
        service: Some(service.to_owned()),
        callback_url: Some(receiver.url.clone()),
        ..baton_client::request(&url, &date.to_string(), &time.strftime("%-I:%M%P").to_string(), lead())
    };
    world.client.start(&request).await.unwrap().session_id
}

fn lead() -> Lead {
    Lead {
        first_name: "Canaryfirst".to_owned(),
        last_name: "Canarylast".to_owned(),
        phone: "+14405550177".to_owned(),
        email: "canarymail@example.com".to_owned(),
        notes: Some("canarynotes".to_owned()),
    }
}

async fn over(world: &Wreckable, session: Uuid) {
    let look = async || world.client.status(session).await.ok().filter(|view| is_over(view.state));
    until("the session is over", look).await;
}

/// Requests that cannot be understood must not be repeated either.
async fn garbage(world: &Wreckable) {
    let start = format!("{}/api/v1/booking/start", world.service.base_url());
    let client = reqwest::Client::new();
    for body in [
        "{\"canarygarbage",
        "{\"bookingUrl\": \"canarygarbage\"}",
        "{\"lead\": {\"email\": \"canarygarbage@\", \"phone\": \"canarygarbage\"}, \"date\": \"canarygarbage\"}",
    ] {
        let request = client.post(&start).header("content-type", "application/json").body(body);
        assert_eq!(request.send().await.unwrap().status(), 400);
    }
    client.get(format!("{}/h/canarygarbage?canarygarbage", world.service.base_url())).send().await.unwrap();
}

/// Everything that can be read of sessions without being their patient.
async fn ask_everything(world: &Wreckable, sessions: &[Uuid]) -> String {
    let mut paths =
        vec!["/metrics".to_owned(), "/dashboard".to_owned(), "/api/v1/booking/sessions".to_owned()];
    for id in sessions {
        paths.push(format!("/api/v1/booking/{id}/status"));
        paths.push(format!("/dashboard/sessions/{id}"));
    }
    let client = reqwest::Client::new();
    let mut told = String::new();
    for path in paths {
        let answer = client.get(format!("{}{path}", world.service.base_url())).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        told += &answer.text().await.unwrap();
    }
    told
}

/// Somebody who is told how sessions ended, and remembers every word.
struct Receiver {
    url: String,
    words: Arc<Mutex<Vec<String>>>,
    _task: JoinSet<()>,
}

impl Receiver {
    async fn open() -> Self {
        let words = Arc::new(Mutex::new(Vec::new()));
        let take = async |State(words): State<Arc<Mutex<Vec<String>>>>, headers: HeaderMap, body: String| {
            words.lock().unwrap().push(format!("{headers:?}\n{body}"));
            StatusCode::NO_CONTENT
        };
        let router = Router::new().route("/callbacks", post(take)).with_state(Arc::clone(&words));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callbacks", listener.local_addr().unwrap());
        let mut task = JoinSet::new();
        task.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, words, _task: task }
    }

    fn heard(&self) -> usize {
        self.words.lock().unwrap().len()
    }

    fn everything(&self) -> String {
        self.words.lock().unwrap().join("\n")
    }
}

/// Every mark that stands in a file, with the file.
fn hits(places: &[PathBuf]) -> BTreeSet<(String, PathBuf)> {
    let files = places.iter().flat_map(|place| files(place));
    files
        .flat_map(|file| {
            marks_in_bytes(&fs::read(&file).unwrap_or_default())
                .into_iter()
                .map(move |mark| (mark, file.clone()))
        })
        .collect()
}

fn marks_in(text: &str) -> BTreeSet<(String, PathBuf)> {
    marks_in_bytes(text.as_bytes()).into_iter().map(|mark| (mark, PathBuf::new())).collect()
}

/// Looks for each mark in UTF-8 and in UTF-16, as browsers keep texts, whatever the case.
fn marks_in_bytes(bytes: &[u8]) -> Vec<String> {
    let small = bytes.to_ascii_lowercase();
    let narrowed: Vec<u8> = small.iter().copied().filter(|byte| *byte != 0).collect();
    let texts = [String::from_utf8_lossy(&small), String::from_utf8_lossy(&narrowed)];
    let marks = MARKS.into_iter().chain([APPROVED_CARD]);
    marks.filter(|mark| texts.iter().any(|text| text.contains(mark))).map(str::to_owned).collect()
}

/// Every file under a folder, or the file itself.
fn files(place: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(place) else { return vec![place.to_owned()] };
    let entries = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_symlink()));
    entries.flat_map(|entry| files(&entry.path())).collect()
}

/// The most that a core file of the process may hold, in bytes.
fn core_limit(pid: u32) -> Option<String> {
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max core file size"))?;
    line.split_whitespace().next().map(str::to_owned)
}
