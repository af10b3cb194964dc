//! Where webhooks of carriers and of Square arrive. Believes only what is signed, and answers with success only for what is saved.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::desk::{FrontDesk, Now};
use crate::leads::News;
use crate::sms::{TelnyxWebhook, TwilioWebhook, WebhookError};
use crate::square::SquareWebhook;
use crate::store::StoreError;

/// Far more than any of these webhooks needs.
const LONGEST_BODY: usize = 256 * 1024;

/// An answer that has Twilio send nothing: what is to be said goes through the queue.
const SAY_NOTHING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>";

/// Which webhooks are expected; one that is not set up is not found.
#[derive(Debug, Clone, Default)]
pub struct Signatures {
    pub twilio: Option<TwilioWebhook>,
    pub telnyx: Option<TelnyxWebhook>,
    pub square: Option<SquareWebhook>,
}

#[derive(Clone)]
struct Door {
    desk: FrontDesk,
    signatures: Arc<Signatures>,
    now: Now,
}

/// Returns `POST /sms/twilio`, `/sms/telnyx` and `/square`.
pub fn router(desk: FrontDesk, signatures: Signatures, now: Now) -> Router {
    Router::new()
        .route("/sms/twilio", post(twilio))
        .route("/sms/telnyx", post(telnyx))
        .route("/square", post(square))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .with_state(Door { desk, signatures: Arc::new(signatures), now })
}

async fn twilio(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(webhook) = &door.signatures.twilio else { return StatusCode::NOT_FOUND.into_response() };
    let status = match webhook.read(text(&headers, "x-twilio-signature"), &body) {
        Ok(sms) => answer(door.desk.message_came(sms).await),
        Err(error) => refuse(error),
    };
    (status, [(header::CONTENT_TYPE, "text/xml")], SAY_NOTHING).into_response()
}

async fn telnyx(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let Some(webhook) = &door.signatures.telnyx else { return StatusCode::NOT_FOUND };
    let (signature, timestamp) =
        (text(&headers, "telnyx-signature-ed25519"), text(&headers, "telnyx-timestamp"));
    match webhook.read(signature, timestamp, &body, (door.now)()) {
        Ok(Some(sms)) => answer(door.desk.message_came(sms).await),
        Ok(None) => StatusCode::OK,
        Err(error) => refuse(error),
    }
}

async fn square(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let Some(webhook) = &door.signatures.square else { return StatusCode::NOT_FOUND };
    match webhook.read(text(&headers, "x-square-hmacsha256-signature"), &body) {
        Ok(Some(paid)) => answer(door.desk.deposit_came(paid).await),
        Ok(None) => StatusCode::OK,
        Err(error) => refuse(error),
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn answer(taken: Result<News, StoreError>) -> StatusCode {
    match taken {
        Ok(_) => StatusCode::OK,
        Err(error) => {
            tracing::error!(%error, "Failed to take a webhook");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

fn refuse(error: WebhookError) -> StatusCode {
    tracing::warn!(%error, "Refused a webhook");
    match error {
        WebhookError::Signature | WebhookError::Stale => StatusCode::UNAUTHORIZED,
        WebhookError::Body => StatusCode::BAD_REQUEST,
    }
}
