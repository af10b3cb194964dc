//! Bytes that nobody meant: broken requests over real sockets, broken messages of phones, broken profiles. Nothing may panic, no answer may be a 5xx.
//! A small sample in every run; `BATON_LONG=1` makes it a million: `BATON_LONG=1 cargo test -p baton-server --test it fuzz -- --nocapture`.

#![expect(clippy::print_stdout, reason = "what was tried is worth a line")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use baton_booking::profile::SiteProfile;
use baton_live_view::protocol::FromPhone;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{TestApp, booking};

/// Every broken thing is made from one of these, so that it comes past the first check.
const MESSAGES: [&str; 6] = [
    r#"{"t":"hello","viewport":{"width":390,"height":844}}"#,
    r#"{"t":"tap","x":12.5,"y":250}"#,
    r#"{"t":"text","control":"0.1","seq":1,"value":"4111111111111111"}"#,
    r#"{"t":"ack","seq":4294967295}"#,
    r#"{"t":"answer","dialog":1,"accept":true,"text":"yes"}"#,
    r#"{"t":"ping","n":1}"#,
];
const PROFILES: [&str; 3] = [
    include_str!("../../../../profiles/moxie.toml"),
    include_str!("../../../../profiles/generic.toml"),
    include_str!("../../../../profiles/practice-clinic.toml"),
];
/// What parsers stumble over.
const TOKENS: [&[u8]; 18] = [
    b"\0",
    b"\xff\xfe",
    b"\r\n\r\n",
    b"\r\n",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"[[[[[[[[",
    b"}",
    b"null",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"%00",
    b"%ff",
    b"../",
    "\u{202e}é𝄞".as_bytes(),
];

struct Breaker(StdRng);

impl Breaker {
    /// One of the samples, with one to six faults in it.
    fn broken(&mut self, samples: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = samples[self.0.random_range(0..samples.len())].clone();
        for _ in 0..self.0.random_range(1..=6) {
            self.fault(&mut bytes);
        }
        bytes
    }

    fn fault(&mut self, bytes: &mut Vec<u8>) {
        let at = self.0.random_range(0..=bytes.len());
        let end = (at + self.0.random_range(0..12)).min(bytes.len());
        match self.0.random_range(0..6) {
            0 if at < bytes.len() => bytes[at] = self.0.random(),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            3 => {
                let again = bytes[at..end].repeat(self.0.random_range(1..40));
                bytes.splice(at..at, again);
            }
            4 => bytes.insert(at, self.0.random()),
            _ => {
                let token = TOKENS[self.0.random_range(0..TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
        }
    }
}

fn breaker(what: &str) -> (Breaker, u64) {
    let seed =
        std::env::var("BATON_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("fuzz {what}: BATON_SEED={seed}");
    (Breaker(StdRng::seed_from_u64(seed)), seed)
}

fn count(sample: usize, long: usize) -> usize {
    if std::env::var("BATON_LONG").is_ok() { long } else { sample }
}

fn owned(samples: &[&str]) -> Vec<Vec<u8>> {
    samples.iter().map(|sample| sample.as_bytes().to_vec()).collect()
}

#[test]
fn no_message_of_a_phone_is_a_panic() {
    let (mut breaker, seed) = breaker("messages");
    let samples = owned(&MESSAGES);
    let (count, mut understood) = (count(20_000, 500_000), 0);
    for number in 0..count {
        let bytes = breaker.broken(&samples);
        let parsed =
            catch_unwind(|| std::str::from_utf8(&bytes).is_ok_and(|text| FromPhone::parse(text).is_ok()));
        understood += usize::from(parsed.unwrap_or_else(|_| panic!("message {number} of seed {seed}")));
    }
    assert!(understood > count / 200, "the samples are messages: {understood} of {count} were understood");
    println!("fuzz messages: {count} broken ones, {understood} still understood, 0 panics");
}

#[test]
fn no_profile_is_a_panic() {
    let (mut breaker, seed) = breaker("profiles");
    let samples = owned(&PROFILES);
    let (count, mut understood) = (count(300, 300_000), 0);
    for number in 0..count {
        let text = String::from_utf8_lossy(&breaker.broken(&samples)).into_owned();
        let parsed = catch_unwind(AssertUnwindSafe(|| SiteProfile::parse("broken.toml", &text).is_ok()));
        understood += usize::from(parsed.unwrap_or_else(|_| panic!("profile {number} of seed {seed}")));
    }
    println!("fuzz profiles: {count} broken ones, {understood} still understood, 0 panics");
}

#[tokio::test]
async fn no_request_is_a_panic_or_the_service_s_fault() {
    let app = TestApp::start().await;
    let (mut breaker, seed) = breaker("requests");
    let samples = requests();
    let (count, mut answered, mut taken) = (count(1_000, 200_000), 0, 0);
    for number in 0..count {
        let bytes = breaker.broken(&samples);
        let status = send(&app, &bytes).await;
        assert!(
            status.is_none_or(|status| status < 500 || status == 503),
            "request {number} of seed {seed}: {status:?}"
        );
        answered += usize::from(status.is_some());
        taken += usize::from(status.is_some_and(|status| status < 300));
    }
    assert_eq!(app.get("/health").await.status, 200);
    println!(
        "fuzz requests: {count} broken ones, {answered} answered, {taken} of them taken, 0 panics, 0 faults of the service"
    );
}

/// Requests to every kind of route, as bytes.
fn requests() -> Vec<Vec<u8>> {
    let body = booking().to_string();
    let post = |path: &str, body: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nidempotency-key: key-1\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let get = |path: &str, more: &str| {
        format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n{more}\r\n")
    };
    let id = "01900000-0000-7000-8000-000000000000";
    [
        post("/api/v1/booking/start", &body),
        post("/h/0123456789abcdef/claim", r#"{"secret":"00112233445566778899aabbccddeeff","takeover":true}"#),
        get(&format!("/api/v1/booking/{id}/status?wait=10ms"), ""),
        get("/api/v1/booking/sessions?state=created&limit=5&cursor=abc", "accept: application/json\r\n"),
        get("/h/0123456789abcdef/live", "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\ncookie: baton_device=00\r\n"),
        get("/dashboard/sessions/1?x=%00", "cookie: baton_operator=1.2\r\nx-forwarded-for: 1.2.3.4\r\n"),
    ]
    .map(String::into_bytes)
    .to_vec()
}

/// The status of the answer, if there is one: what is no HTTP is hung up on, and what is not finished is not answered.
async fn send(app: &TestApp, bytes: &[u8]) -> Option<u16> {
    let mut stream = TcpStream::connect(app.address()).await.unwrap();
    // It may hang up before it has read everything.
    let _sent = stream.write_all(bytes).await;
    let _ended = stream.shutdown().await;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.ok()?;
    std::str::from_utf8(&answer).ok()?.strip_prefix("HTTP/1.1 ")?.parse().ok()
}
