//! Stands for Telnyx's Messaging API, and signs inbound webhooks as Telnyx does.

use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use super::{Served, locked, serve};

pub(crate) const KEY: &str = "KEYtest";

pub(crate) struct TelnyxStandIn {
    pub(crate) server: Served,
    accepted: Arc<Mutex<Vec<Value>>>,
    pair: Ed25519KeyPair,
}

impl TelnyxStandIn {
    pub(crate) async fn start() -> Self {
        let accepted = Arc::<Mutex<Vec<Value>>>::default();
        let server = serve(Router::new().fallback(answer).with_state(Arc::clone(&accepted))).await;
        Self { server, accepted, pair: Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap() }
    }

    pub(crate) fn accepted(&self) -> Vec<Value> {
        locked(&self.accepted).clone()
    }

    /// The account's public key, as Telnyx shows it.
    pub(crate) fn public_key(&self) -> String {
        STANDARD.encode(self.pair.public_key())
    }

    /// The value of `telnyx-signature-ed25519`.
    pub(crate) fn sign(&self, timestamp: &str, body: &[u8]) -> String {
        STANDARD.encode(self.pair.sign(&[timestamp.as_bytes(), b"|", body].concat()))
    }
}

async fn answer(
    State(accepted): State<Arc<Mutex<Vec<Value>>>>,
    request: Request,
) -> (StatusCode, Json<Value>) {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let header =
        |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if header("authorization") != format!("Bearer {KEY}") {
        return refuse(StatusCode::UNAUTHORIZED, "10009");
    }
    if parts.method != "POST" || parts.uri.path() != "/v2/messages" {
        return refuse(StatusCode::NOT_FOUND, "10005");
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let is_number = |number: &Value| number.as_str().is_some_and(|number| number.starts_with('+'));
    if !is_number(&body["from"]) || !is_number(&body["to"]) || !body["text"].is_string() {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "10015");
    }
    let mut accepted = locked(&accepted);
    accepted.push(body);
    (
        StatusCode::OK,
        Json(json!({ "data": { "id": format!("telnyx-{}", accepted.len()), "record_type": "message" } })),
    )
}

fn refuse(status: StatusCode, code: &str) -> (StatusCode, Json<Value>) {
    (status, Json(json!({ "errors": [{ "code": code, "title": "refused" }] })))
}
