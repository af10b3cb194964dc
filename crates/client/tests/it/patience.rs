//! Waiting for a link and for an outcome.

use std::time::Duration;

use baton_client::{ClientError, Outcome};
use serde_json::json;
use wiremock::Mock;
use wiremock::matchers::{path, query_param};

use crate::support::{SESSION, ok, path_of, refusal, stand_in, status};

const LONG: Duration = Duration::from_secs(30);

#[tokio::test]
async fn the_link_is_returned_once_the_page_is_ready() {
    let (server, client) = stand_in().await;
    Mock::given(path(path_of("/status")))
        .and(query_param("wait", "5s"))
        .respond_with(ok(status("ready_for_handoff")))
        .mount(&server)
        .await;
    Mock::given(path(path_of("/status"))).respond_with(ok(status("navigating"))).mount(&server).await;
    let link = json!({ "success": true, "sessionId": SESSION, "handoffUrl": "https://b.example.com/h/a#b",
        "expiresAt": "2030-02-01T10:15:00Z", "state": "monitoring", "handoffMode": "live", "handoffReason": "payment" });
    Mock::given(path(path_of("/handoff-url"))).respond_with(ok(link)).mount(&server).await;
    let link = client.wait_for_handoff(SESSION, LONG).await.unwrap();
    assert_eq!(link.handoff_url, "https://b.example.com/h/a#b");
}

#[tokio::test]
async fn a_session_that_ends_before_its_link_says_how_it_ended() {
    let (server, client) = stand_in().await;
    let mut end = status("failed");
    end["outcome"] = "slot_unavailable".into();
    end["code"] = "time_unavailable".into();
    Mock::given(path(path_of("/status")))
        .and(query_param("wait", "5s"))
        .respond_with(ok(end))
        .mount(&server)
        .await;
    Mock::given(path(path_of("/status"))).respond_with(ok(status("ready_for_handoff"))).mount(&server).await;
    Mock::given(path(path_of("/handoff-url")))
        .respond_with(refusal(410, "session_over"))
        .mount(&server)
        .await;
    let error = client.wait_for_handoff(SESSION, LONG).await.unwrap_err();
    let ClientError::Ended(view) = error else { panic!("the session had ended, not: {error}") };
    assert_eq!(view.code.as_deref(), Some("time_unavailable"));
}

#[tokio::test]
async fn every_outcome_is_an_answer() {
    let (server, client) = stand_in().await;
    let mut end = status("abandoned");
    end["outcome"] = "timeout".into();
    Mock::given(path(path_of("/status")))
        .and(query_param("wait", "5s"))
        .respond_with(ok(end))
        .mount(&server)
        .await;
    Mock::given(path(path_of("/status"))).respond_with(ok(status("monitoring"))).mount(&server).await;
    let view = client.wait_for_outcome(SESSION, LONG).await.unwrap();
    assert_eq!(view.outcome, Some(Outcome::Timeout));
}

#[tokio::test]
async fn patience_ends_and_says_what_it_was_for() {
    let (server, client) = stand_in().await;
    Mock::given(path(path_of("/status"))).respond_with(ok(status("monitoring"))).mount(&server).await;
    let error = client.wait_for_outcome(SESSION, Duration::ZERO).await.unwrap_err();
    assert_eq!(error.to_string(), "gave up waiting for the outcome after 0 s");
}
