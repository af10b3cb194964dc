//! Telnyx's Messaging API v2: sending, and inbound webhooks with an Ed25519 signature over timestamp and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::json;

use super::http::{refused, unanswered};
use super::{InboundSms, SendError, Sms, SmsSender, WebhookError};
use crate::http::{self, Address};

/// How far a signed timestamp may be from now, in seconds, against replays.
const TOLERANCE: i64 = 300;

/// Sends by an account of Telnyx's.
pub struct Telnyx {
    http: reqwest::Client,
    base: Address,
    key: String,
}

impl Telnyx {
    pub const BASE: &'static str = "https://api.telnyx.com";

    pub fn new(base: &str, key: &str) -> Result<Self, http::HttpError> {
        Ok(Self { http: http::client()?, base: Address::parse(base)?, key: key.to_owned() })
    }

    async fn post(&self, sms: &Sms) -> Result<String, SendError> {
        let body = json!({ "from": sms.from, "to": sms.to, "text": sms.text });
        let request = self.http.post(self.base.join(&["v2", "messages"])).bearer_auth(&self.key).json(&body);
        let response = request.send().await.map_err(|error| unanswered(&error))?;
        if !response.status().is_success() {
            return Err(refused(response, |body| body["errors"][0]["code"].as_str().map(str::to_owned)).await);
        }
        let created: Envelope<Created> = response.json().await.map_err(|error| unanswered(&error))?;
        Ok(created.data.id)
    }
}

#[derive(Deserialize)]
struct Envelope<T> {
    data: T,
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

impl SmsSender for Telnyx {
    fn send<'a>(&'a self, sms: &'a Sms) -> BoxFuture<'a, Result<String, SendError>> {
        Box::pin(self.post(sms))
    }
}

/// Believes inbound webhooks that the account's public key confirms.
#[derive(Clone)]
pub struct TelnyxWebhook {
    public_key: Vec<u8>,
}

#[derive(Deserialize)]
struct MessageEvent {
    event_type: String,
    payload: serde_json::Value,
}

#[derive(Deserialize)]
struct Payload {
    id: String,
    from: Number,
    to: Vec<Number>,
    text: String,
}

#[derive(Deserialize)]
struct Number {
    phone_number: String,
}

impl TelnyxWebhook {
    /// Takes the account's public key as Telnyx shows it, in base64.
    pub fn new(public_key: &str) -> Result<Self, WebhookError> {
        let public_key = STANDARD.decode(public_key).map_err(|_| WebhookError::Signature)?;
        Ok(Self { public_key })
    }

    /// Reads a webhook: the headers `telnyx-signature-ed25519` and `telnyx-timestamp`, and the body as it came. `None` for news of other
    /// kinds, such as delivery reports.
    pub fn read(
        &self,
        signature: &str,
        timestamp: &str,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Option<InboundSms>, WebhookError> {
        self.verify(signature, timestamp, body)?;
        let second: i64 = timestamp.parse().map_err(|_| WebhookError::Stale)?;
        if now.as_second().abs_diff(second) > TOLERANCE.unsigned_abs() {
            return Err(WebhookError::Stale);
        }
        let event: Envelope<MessageEvent> = serde_json::from_slice(body).map_err(|_| WebhookError::Body)?;
        if event.data.event_type != "message.received" {
            return Ok(None);
        }
        let payload: Payload = serde_json::from_value(event.data.payload).map_err(|_| WebhookError::Body)?;
        let to = payload.to.into_iter().next().ok_or(WebhookError::Body)?;
        let sms = Sms { from: payload.from.phone_number, to: to.phone_number, text: payload.text };
        Ok(Some(InboundSms { id: payload.id, sms }))
    }

    fn verify(&self, signature: &str, timestamp: &str, body: &[u8]) -> Result<(), WebhookError> {
        let signature = STANDARD.decode(signature).map_err(|_| WebhookError::Signature)?;
        let signed = [timestamp.as_bytes(), b"|", body].concat();
        let key = UnparsedPublicKey::new(&ED25519, &self.public_key);
        key.verify(&signed, &signature).map_err(|_| WebhookError::Signature)
    }
}

// The key is never printed.
impl std::fmt::Debug for Telnyx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Telnyx(…)")
    }
}

impl std::fmt::Debug for TelnyxWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TelnyxWebhook")
    }
}
