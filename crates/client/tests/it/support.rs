//! What the tests share: a stand-in service and the bodies it answers with. Test data only.

use baton_client::{Client, Lead, StartBooking, Uuid, request};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

pub(crate) const SESSION: Uuid = Uuid::from_u128(0x0193_e4a0_0000_7000_8000_0000_0000_0001);

pub(crate) async fn stand_in() -> (MockServer, Client) {
    let server = MockServer::start().await;
    let client = Client::new(&server.uri(), Some("test-key")).expect("the stand-in has an address");
    (server, client)
}

pub(crate) fn booking() -> StartBooking {
    let lead = Lead {
        first_name: "Jane".into(),
        last_name: "Sample".into(),
        phone: "+14405550123".into(),
        email: "jane@example.com".into(),
        notes: None,
    };
    request("https://clinic.example.com/book", "2030-02-05", "2:30pm", lead)
}

pub(crate) fn path_of(rest: &str) -> String {
    format!("/api/v1/booking/{SESSION}{rest}")
}

pub(crate) fn status(state: &str) -> Value {
    json!({
        "success": true, "sessionId": SESSION, "state": state, "createdAt": "2030-02-01T10:00:00Z",
        "updatedAt": "2030-02-01T10:00:01Z", "expiresAt": "2030-02-01T10:15:00Z",
    })
}

pub(crate) fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

pub(crate) fn refusal(status: u16, code: &str) -> ResponseTemplate {
    let body = json!({ "success": false, "error": "No.", "code": code, "state": "navigating" });
    ResponseTemplate::new(status).set_body_json(body)
}
