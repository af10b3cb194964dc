//! One question, one answer: what is sent, what is read, what is asked again.

use baton_client::{Client, ClientError, ErrorCode, SessionState, SessionsQuery};
use serde_json::json;
use wiremock::matchers::{body_partial_json, header, header_exists, method, path, query_param};
use wiremock::{Mock, ResponseTemplate};

use crate::support::{SESSION, booking, ok, path_of, refusal, stand_in, status};

#[tokio::test]
async fn a_start_carries_the_key_an_idempotency_key_and_the_contracts_names() {
    let (server, client) = stand_in().await;
    let answer = json!({ "success": true, "sessionId": SESSION, "state": "created" });
    Mock::given(method("POST"))
        .and(path("/api/v1/booking/start"))
        .and(header("authorization", "Bearer test-key"))
        .and(header_exists("idempotency-key"))
        .and(body_partial_json(
            json!({ "bookingUrl": "https://clinic.example.com/book", "lead": { "firstName": "Jane" } }),
        ))
        .respond_with(ResponseTemplate::new(201).set_body_json(answer))
        .mount(&server)
        .await;
    assert_eq!(client.start(&booking()).await.unwrap().session_id, SESSION);
}

#[tokio::test]
async fn a_start_that_is_sent_again_keeps_its_idempotency_key() {
    let (server, client) = stand_in().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(2)
        .mount(&server)
        .await;
    let answer = json!({ "success": true, "sessionId": SESSION, "state": "created" });
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(201).set_body_json(answer))
        .mount(&server)
        .await;
    client.start(&booking()).await.unwrap();
    let sent = server.received_requests().await.unwrap();
    let keys: Vec<_> = sent.iter().map(|request| &request.headers["idempotency-key"]).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0]));
}

#[tokio::test]
async fn a_refusal_is_known_by_its_code_and_not_asked_again() {
    let (server, client) = stand_in().await;
    let body = json!({ "success": false, "error": "The request has 1 bad field.", "code": "invalid_request",
        "details": [{ "path": "date", "message": "is in the past" }] });
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(400).set_body_json(body))
        .expect(1)
        .mount(&server)
        .await;
    let error = client.start(&booking()).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::InvalidRequest));
    let ClientError::Refused(refusal) = error else { panic!("a refusal is a refusal") };
    assert_eq!(refusal.details[0].path, "date");
}

#[tokio::test]
async fn a_link_that_is_not_ready_says_where_the_session_stands() {
    let (server, client) = stand_in().await;
    Mock::given(path(path_of("/handoff-url"))).respond_with(refusal(409, "not_ready")).mount(&server).await;
    let ClientError::Refused(refusal) = client.handoff_url(SESSION).await.unwrap_err() else {
        panic!("a refusal is a refusal")
    };
    assert_eq!((refusal.code, refusal.state), (ErrorCode::NotReady, Some(SessionState::Navigating)));
}

#[tokio::test]
async fn a_page_of_some_proxy_is_no_answer() {
    let (server, client) = stand_in().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(404).set_body_string("<html>not here</html>"))
        .mount(&server)
        .await;
    let error = client.status(SESSION).await.unwrap_err();
    assert!(matches!(error, ClientError::Unexpected { status: 404, busy: false }), "{error}");
}

#[tokio::test]
async fn sessions_are_listed_by_state_and_page() {
    let (server, client) = stand_in().await;
    let body =
        json!({ "success": true, "activeCount": 1, "sessions": [status("monitoring")], "nextCursor": "c2" });
    Mock::given(path("/api/v1/booking/sessions"))
        .and(query_param("state", "monitoring"))
        .and(query_param("cursor", "c 1&"))
        .respond_with(ok(body))
        .mount(&server)
        .await;
    let query = SessionsQuery {
        state: Some(SessionState::Monitoring),
        cursor: Some("c 1&".into()),
        ..SessionsQuery::default()
    };
    let list = client.sessions(&query).await.unwrap();
    assert_eq!((list.sessions.len(), list.next_cursor.as_deref()), (1, Some("c2")));
}

#[tokio::test]
async fn a_service_below_a_path_is_found_there() {
    let (server, _) = stand_in().await;
    let body = json!({ "success": true, "sessionId": SESSION, "state": "cancelled", "message": "The session was cancelled." });
    Mock::given(method("DELETE"))
        .and(path(format!("/baton{}", path_of(""))))
        .respond_with(ok(body))
        .mount(&server)
        .await;
    let client = Client::new(&format!("{}/baton", server.uri()), None).unwrap();
    assert_eq!(client.cancel(SESSION).await.unwrap().state, SessionState::Cancelled);
}

#[tokio::test]
async fn a_service_that_is_not_there_is_unreachable_and_its_key_stays_secret() {
    let client = Client::new("http://127.0.0.1:1", Some("test-key")).unwrap();
    let error = client.status(SESSION).await.unwrap_err();
    assert!(matches!(error, ClientError::Unreachable(_)), "{error}");
    assert!(!format!("{client:?} {error:?}").contains("test-key"));
}
