//! `POST /api/v1/booking/start`: what is taken on, what is not, and what happens when it is said twice.

use baton_server::config::Settings;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, booking, without_browser};

const START: &str = "/api/v1/booking/start";

#[tokio::test]
async fn a_booking_is_taken_on_at_once() {
    let app = TestApp::start().await;
    let answer = app.post(START, &booking()).await;
    assert_eq!(answer.status, 201);
    assert_eq!((&answer.body["success"], &answer.body["state"]), (&json!(true), &json!("created")));
    assert_eq!(answer.body["sessionId"].as_str().unwrap().len(), 36);
}

#[tokio::test]
async fn every_bad_field_is_named_at_once() {
    let app = TestApp::start().await;
    let body = json!({ "bookingUrl": "ftp://x", "date": "2020-01-01", "time": "noon", "lead": { "lastName": "Sample" } });
    let answer = app.post(START, &body).await;
    assert_eq!(answer.refusal(), (400, "invalid_request"));
    let mut paths: Vec<_> =
        answer.body["details"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["bookingUrl", "date", "lead.email", "lead.firstName", "lead.phone", "time"]);
}

#[tokio::test]
async fn bodies_that_are_no_bookings_are_refused() {
    let app = TestApp::start().await;
    let send = |kind: &'static str, body: Vec<u8>| {
        Answer::of(app.ask(Method::POST, START).header("content-type", kind).body(body))
    };
    let json = "application/json";
    assert_eq!(send(json, b"{".to_vec()).await.refusal(), (400, "invalid_request"));
    assert_eq!(send(json, b"".to_vec()).await.refusal(), (400, "invalid_request"));
    assert_eq!(send(json, b"[]".to_vec()).await.refusal(), (400, "invalid_request"));
    assert_eq!(send(json, b"\xff\xfe".to_vec()).await.refusal(), (400, "invalid_request"));
    assert_eq!(send(json, vec![b'['; 10_000]).await.refusal(), (400, "invalid_request"));
    assert_eq!(send(json, vec![b' '; 65 * 1024]).await.refusal(), (413, "payload_too_large"));
    assert_eq!(send("text/plain", b"{}".to_vec()).await.refusal(), (415, "unsupported_media_type"));
    assert_eq!(Answer::of(app.ask(Method::POST, START)).await.refusal(), (415, "unsupported_media_type"));
    let utf8 = send("application/json; charset=utf-8", booking().to_string().into_bytes()).await;
    assert_eq!(utf8.status, 201);
}

#[tokio::test]
async fn private_addresses_are_refused_and_the_setting_lets_them_in() {
    let private = |field: &str| {
        let mut body = booking();
        body[field] = json!("http://127.0.0.1:8090/booking/forever-22");
        body
    };
    let strict = TestApp::start().await;
    for field in ["bookingUrl", "callbackUrl"] {
        let answer = strict.post(START, &private(field)).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"));
        assert_eq!(answer.body["details"][0]["path"], field);
    }
    let lenient = Settings { allow_private_network: Some("true".to_owned()), ..without_browser() };
    let lenient = TestApp::with(lenient).await;
    assert_eq!(lenient.post(START, &private("bookingUrl")).await.status, 201);
}

#[tokio::test]
async fn the_same_key_and_body_give_the_same_session() {
    let app = TestApp::start().await;
    let start = |key: &str, body: Value| {
        Answer::of(app.ask(Method::POST, START).header("idempotency-key", key.to_owned()).json(&body))
    };
    let mut other = booking();
    other["time"] = json!("3:30pm");

    let first = start("key-1", booking()).await;
    let again = start("key-1", booking()).await;
    assert_eq!((again.status, &again.body["sessionId"]), (201, &first.body["sessionId"]));
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    assert_eq!(start("key-1", other.clone()).await.refusal(), (409, "idempotency_mismatch"));
    assert_ne!(start("key-2", other).await.body["sessionId"], first.body["sessionId"]);
    assert_eq!(start(&"k".repeat(256), booking()).await.refusal(), (400, "invalid_request"));
    assert_eq!(start(&"k".repeat(255), booking()).await.status, 201);
}

#[tokio::test]
async fn one_platform_s_keys_mean_nothing_to_another() {
    let keys = Settings { api_keys: Some("one:sesame,two:open".to_owned()), ..without_browser() };
    let app = TestApp::with(keys).await;
    let start = |bearer: &'static str| {
        let request = app.ask(Method::POST, START).bearer_auth(bearer).header("idempotency-key", "key-1");
        Answer::of(request.json(&booking()))
    };
    let (one, two) = (start("sesame").await, start("open").await);
    assert_eq!((one.status, two.status), (201, 201));
    assert_ne!(one.body["sessionId"], two.body["sessionId"]);
}

#[tokio::test]
async fn a_full_queue_says_when_to_come_again() {
    let small = Settings {
        max_sessions: Some("1".to_owned()),
        queue_limit: Some("1".to_owned()),
        ..without_browser()
    };
    let app = TestApp::with(small).await;
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(app.post(START, &booking()).await);
    }
    let last = answers.last().unwrap();
    assert_eq!(last.refusal(), (429, "queue_full"));
    assert!(last.header("retry-after").parse::<u64>().unwrap() > 0);
}
