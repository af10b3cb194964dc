//! The callback receiver over its real routes.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use baton_client::{CallbackSecret, CallbackVerifier, Outcome, Timestamp, Uuid};
use baton_platform::{BookingPlatform, CallbackReceiver, Lead, Leads};
use serde_json::json;
use tower::ServiceExt;

const SESSION: Uuid = Uuid::from_u128(0x0193_e4a0_0000_7000_8000_0000_0000_0001);
const LEAD: Uuid = Uuid::from_u128(7);

struct Platform {
    routes: Router,
    leads: Leads,
    secret: CallbackSecret,
}

fn now() -> Timestamp {
    "2030-02-05T19:30:01Z".parse().expect("it is a time")
}

fn platform() -> Platform {
    let secret = CallbackSecret::generate();
    let leads = Leads::default();
    let mut lead = Lead::new(LEAD);
    lead.begin_booking(BookingPlatform::Moxie, SESSION);
    leads.put(lead);
    let receiver =
        CallbackReceiver::new(CallbackVerifier::from(secret.clone()), leads.clone(), Arc::new(now));
    Platform { routes: receiver.router(), leads, secret }
}

fn body(outcome: &str) -> Vec<u8> {
    let body = json!({ "type": "booking.failed", "timestamp": "2030-02-05T19:30:00Z", "sessionId": SESSION,
        "state": "failed", "outcome": outcome });
    body.to_string().into_bytes()
}

impl Platform {
    async fn post(&self, id: &str, body: Vec<u8>, signature: &str) -> StatusCode {
        let request = Request::post("/callbacks")
            .header("webhook-id", id)
            .header("webhook-timestamp", now().as_second())
            .header("webhook-signature", signature)
            .body(Body::from(body))
            .expect("the request is well-formed");
        self.routes.clone().oneshot(request).await.expect("the routes always answer").status()
    }

    async fn tell(&self, id: &str, outcome: &str) -> StatusCode {
        let body = body(outcome);
        let signature = self.secret.sign(id, now(), &body);
        self.post(id, body, &signature).await
    }

    fn outcome(&self) -> Option<Outcome> {
        self.leads.get(LEAD).expect("the lead is there").booking_outcome
    }
}

#[tokio::test]
async fn a_callback_reaches_its_lead() {
    let platform = platform();
    assert_eq!(platform.tell("msg_1", "slot_unavailable").await, StatusCode::NO_CONTENT);
    assert_eq!(platform.outcome(), Some(Outcome::SlotUnavailable));
}

#[tokio::test]
async fn a_repeated_callback_is_welcome_and_changes_nothing() {
    let platform = platform();
    platform.tell("msg_1", "slot_unavailable").await;
    assert_eq!(platform.tell("msg_1", "payment_failed").await, StatusCode::NO_CONTENT);
    assert_eq!(platform.outcome(), Some(Outcome::SlotUnavailable));
}

#[tokio::test]
async fn a_callback_that_is_not_signed_by_baton_is_refused() {
    let platform = platform();
    let foreign = CallbackSecret::generate().sign("msg_1", now(), &body("slot_unavailable"));
    for signature in ["", "v1,AAAA", &foreign] {
        assert_eq!(
            platform.post("msg_1", body("slot_unavailable"), signature).await,
            StatusCode::UNAUTHORIZED
        );
    }
    assert_eq!(platform.outcome(), None);
}

#[tokio::test]
async fn the_end_of_a_session_is_waited_for_without_asking_twice() {
    let platform = platform();
    let within = Duration::from_secs(10);
    let (ended, told) =
        tokio::join!(platform.leads.wait_for_end(SESSION, within), platform.tell("msg_1", "payment_failed"));
    assert_eq!(told, StatusCode::NO_CONTENT);
    assert_eq!(ended.map(|callback| callback.outcome), Some(Outcome::PaymentFailed));
}
