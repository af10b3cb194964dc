//! The endpoints: what they answer, and that everything they refuse has one shape.

use std::time::{Duration, Instant};

use baton_server::config::Settings;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, booking, without_browser};

const NOBODY: &str = "/api/v1/booking/0190b6c8-7a54-7c3e-9d0f-3a1b5c7d9e2f";

#[tokio::test]
async fn what_cannot_be_found_or_done_is_refused_in_json() {
    let app = TestApp::start().await;
    let check = async |method: Method, path: &str, expect: (u16, &str)| {
        let answer = Answer::of(app.ask(method, path)).await;
        assert_eq!(answer.refusal(), expect, "{path}");
        answer
    };
    check(Method::GET, "/nothing/here", (404, "not_found")).await;
    check(Method::GET, "/api/v1/nothing", (404, "not_found")).await;
    check(Method::GET, &format!("{NOBODY}/status"), (404, "not_found")).await;
    check(Method::GET, &format!("{NOBODY}/handoff-url"), (404, "not_found")).await;
    check(Method::GET, &format!("{NOBODY}/events"), (404, "not_found")).await;
    check(Method::DELETE, NOBODY, (404, "not_found")).await;
    check(Method::POST, &format!("{NOBODY}/callback/replay"), (404, "not_found")).await;
    check(Method::GET, "/api/v1/booking/no-uuid/status", (404, "not_found")).await;
    check(Method::GET, "/api/v1/booking/%00/status", (404, "not_found")).await;
    let wrong_method = check(Method::PUT, "/api/v1/booking/start", (405, "method_not_allowed")).await;
    assert_eq!(wrong_method.header("allow"), "POST");
    check(Method::DELETE, "/health", (405, "method_not_allowed")).await;
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused() {
    let app = TestApp::start().await;
    let id = app.book().await;
    for path in [
        format!("/api/v1/booking/{id}/status?wait=soon"),
        format!("/api/v1/booking/{id}/status?wait=30"),
        "/api/v1/booking/sessions?limit=0".to_owned(),
        "/api/v1/booking/sessions?limit=101".to_owned(),
        "/api/v1/booking/sessions?state=lost".to_owned(),
        "/api/v1/booking/sessions?cursor=1".to_owned(),
    ] {
        assert_eq!(app.get(&path).await.refusal(), (400, "invalid_request"), "{path}");
    }
    let erase = app.delete(&format!("/api/v1/booking/{id}?erase=perhaps")).await;
    assert_eq!(erase.refusal(), (400, "invalid_request"));
}

#[tokio::test]
async fn a_session_that_waits_can_be_asked_about() {
    let app = TestApp::with(Settings { max_sessions: Some("1".to_owned()), ..without_browser() }).await;
    let (first, second) = (app.book().await, app.book().await);
    let waiting = app.status(&second).await;
    assert_eq!((&waiting["success"], &waiting["state"]), (&json!(true), &json!("created")));
    assert_eq!(waiting["queuePosition"], 1);
    assert!(waiting.get("outcome").is_none() && waiting.get("code").is_none());

    let link = app.get(&format!("/api/v1/booking/{second}/handoff-url")).await;
    assert_eq!(link.refusal(), (409, "not_ready"));
    assert_eq!((link.body["state"].as_str(), link.header("retry-after")), (Some("created"), "2"));

    let list = app.get("/api/v1/booking/sessions?limit=1").await;
    assert_eq!(list.body["activeCount"], 2);
    assert_eq!(list.body["sessions"][0]["sessionId"], second.as_str());
    let cursor = list.body["nextCursor"].as_str().unwrap();
    let rest = app.get(&format!("/api/v1/booking/sessions?cursor={cursor}")).await;
    assert_eq!(rest.body["sessions"][0]["sessionId"], first.as_str());
    assert!(rest.body.get("nextCursor").is_none());
}

#[tokio::test]
async fn a_cancelled_session_stays_cancelled() {
    let app = TestApp::start().await;
    let id = app.book().await;
    for _ in 0..2 {
        let answer = app.delete(&format!("/api/v1/booking/{id}")).await;
        assert_eq!((answer.status, &answer.body["state"]), (200, &json!("cancelled")));
        assert_eq!(answer.body["success"], true);
    }
    let status = app.status(&id).await;
    assert_eq!((&status["state"], &status["outcome"]), (&json!("cancelled"), &json!("cancelled")));
    let link = app.get(&format!("/api/v1/booking/{id}/handoff-url")).await;
    assert_eq!(link.refusal(), (410, "session_over"));
    let replay = app.post(&format!("/api/v1/booking/{id}/callback/replay"), &json!({})).await;
    assert_eq!(replay.refusal(), (409, "no_callback"));
}

#[tokio::test]
async fn a_waiting_status_answers_when_the_state_changes() {
    let app = TestApp::with(Settings { max_sessions: Some("1".to_owned()), ..without_browser() }).await;
    app.book().await;
    let id = app.book().await;
    let path = format!("/api/v1/booking/{id}/status?wait=30s");
    let begun = Instant::now();
    let session = format!("/api/v1/booking/{id}");
    let (told, _) = tokio::join!(app.get(&path), app.delete(&session));
    // Whether the wait or the cancel came first, the answer is of the end and came long before the half minute was over.
    assert_eq!(told.body["state"], "cancelled");
    assert!(begun.elapsed() < Duration::from_secs(10));

    let ended = app.get(&path).await;
    assert_eq!(ended.body["state"], "cancelled");
    assert!(begun.elapsed() < Duration::from_secs(10), "an ended session has nothing to wait for");
}

#[tokio::test]
async fn a_waiting_status_answers_when_the_time_is_over() {
    let app = TestApp::with(Settings { max_sessions: Some("1".to_owned()), ..without_browser() }).await;
    app.book().await;
    let id = app.book().await;
    let answer = app.get(&format!("/api/v1/booking/{id}/status?wait=100ms")).await;
    assert_eq!((answer.status, &answer.body["state"]), (200, &json!("created")));
}

#[tokio::test]
async fn every_change_is_an_event_and_a_return_misses_none() {
    let app = TestApp::with(Settings { max_sessions: Some("1".to_owned()), ..without_browser() }).await;
    app.book().await;
    let id = app.book().await;
    let path = format!("/api/v1/booking/{id}/events");
    let session = format!("/api/v1/booking/{id}");
    let (followed, _) = tokio::join!(app.get(&path), app.delete(&session));
    assert_eq!(followed.header("content-type"), "text/event-stream");
    let events = events(&followed.body);
    assert_eq!(events.last().unwrap().1["state"], "cancelled");
    let states: Vec<_> = events.iter().map(|(_, session)| session["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["created", "cancelled"]);

    let (first, last) = (&events[0].0, &events[1].0);
    let missed = Answer::of(app.ask(Method::GET, &path).header("last-event-id", first)).await;
    assert_eq!(self::events(&missed.body), events[1..]);
    let nothing = Answer::of(app.ask(Method::GET, &path).header("last-event-id", last)).await;
    assert_eq!(nothing.status, 204);
}

/// The id and the data of each event.
fn events(stream: &Value) -> Vec<(String, Value)> {
    let field = |block: &str, name: &str| {
        block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
    };
    let blocks = stream.as_str().unwrap().split("\n\n");
    let parts = blocks.filter_map(|block| Some((field(block, "id:")?, field(block, "data:")?)));
    parts.map(|(id, data)| (id, serde_json::from_str(&data).unwrap())).collect()
}

#[tokio::test]
async fn with_keys_only_bearers_come_in() {
    let keys = Settings { api_keys: Some("platform:sesame,other:open".to_owned()), ..without_browser() };
    let app = TestApp::with(keys).await;
    let list = |key: Option<&str>| {
        let request = app.ask(Method::GET, "/api/v1/booking/sessions");
        Answer::of(match key {
            Some(key) => request.bearer_auth(key),
            None => request,
        })
    };
    let refused = list(None).await;
    assert_eq!(refused.refusal(), (401, "unauthorized"));
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    assert_eq!(list(Some("wrong")).await.refusal(), (401, "unauthorized"));
    assert_eq!(list(Some("sesame")).await.status, 200);
    assert_eq!(list(Some("open")).await.status, 200);
    assert_eq!(app.post("/api/v1/booking/start", &booking()).await.refusal(), (401, "unauthorized"));
    assert_eq!(app.get("/health").await.status, 200);
    assert_eq!(app.get("/openapi.json").await.status, 200);
}

#[tokio::test]
async fn without_keys_a_rebound_name_is_not_answered() {
    let app = TestApp::start().await;
    let list = app.ask(Method::GET, "/api/v1/booking/sessions").header("host", "rebound.example.net");
    assert_eq!(Answer::of(list).await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn the_service_says_how_it_is() {
    let app = TestApp::start().await;
    let health = app.get("/health").await;
    assert_eq!((health.status, health.header("content-type")), (200, "application/json"));
    assert_eq!((&health.body["status"], &health.body["browserReady"]), (&json!("degraded"), &json!(false)));
    assert!(health.body["uptime"].is_u64() && health.body["version"].is_string());
    let ready = app.get("/ready").await;
    assert_eq!((ready.status, ready.body), (503, json!({ "ready": false })));

    app.book().await;
    let metrics = app.get("/metrics").await;
    let text = metrics.body.as_str().unwrap();
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    for line in
        ["baton_http_requests_total{", "baton_sessions_active", "baton_http_request_duration_seconds_bucket{"]
    {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains("jane"), "{text}");
}

#[tokio::test]
async fn the_reference_loads_nothing_from_outside() {
    let app = TestApp::start().await;
    for path in ["/docs", "/docs/reference.js", "/docs/reference.css"] {
        let page = app.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        let text = page.body.as_str().unwrap();
        assert!(!text.contains("http://") && !text.contains("https://"), "{path}");
    }
    let policy = app.get("/docs").await.header("content-security-policy").to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{policy}");
    let description = app.get("/openapi.json").await.body;
    assert_eq!(description["openapi"], "3.1.0");
    assert!(description["paths"]["/api/v1/booking/start"]["post"].is_object());
}

#[tokio::test]
async fn every_answer_is_careful_and_can_be_found_in_the_logs() {
    let app = TestApp::start().await;
    for path in ["/health", "/nothing", "/api/v1/booking/sessions"] {
        let answer = app.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-request-id").len(), 36);
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
    let own = app.ask(Method::GET, "/health").header("x-request-id", "theirs-1");
    assert_eq!(Answer::of(own).await.header("x-request-id"), "theirs-1");
    let odd = app.ask(Method::GET, "/health").header("x-request-id", "a b");
    assert_eq!(Answer::of(odd).await.header("x-request-id").len(), 36);
}
