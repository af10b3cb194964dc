//! Stands for Twilio's Messages resource, and signs inbound webhooks as Twilio does.

use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;
use url::form_urlencoded;

use super::{Served, locked, serve};

pub(crate) const ACCOUNT: &str = "ACtest00000000000000000000000000";
pub(crate) const TOKEN: &str = "twilio-test-token";

#[derive(Default)]
struct Book {
    accepted: Vec<Accepted>,
    requests: usize,
    /// The statuses that the next requests get.
    failing: Vec<u16>,
}

#[derive(Clone)]
pub(crate) struct Accepted {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) body: String,
}

pub(crate) struct TwilioStandIn {
    pub(crate) server: Served,
    book: Arc<Mutex<Book>>,
}

impl TwilioStandIn {
    pub(crate) async fn start() -> Self {
        let book = Arc::<Mutex<Book>>::default();
        let server = serve(Router::new().fallback(answer).with_state(Arc::clone(&book))).await;
        Self { server, book }
    }

    pub(crate) fn accepted(&self) -> Vec<Accepted> {
        locked(&self.book).accepted.clone()
    }

    pub(crate) fn requests(&self) -> usize {
        locked(&self.book).requests
    }

    pub(crate) fn fail(&self, statuses: &[u16]) {
        locked(&self.book).failing = statuses.to_vec();
    }
}

async fn answer(State(book): State<Arc<Mutex<Book>>>, request: Request) -> (StatusCode, Json<Value>) {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let mut book = locked(&book);
    book.requests += 1;
    if !book.failing.is_empty() {
        let status = StatusCode::from_u16(book.failing.remove(0)).unwrap();
        return (status, Json(json!({ "code": 20429, "message": "not now" })));
    }
    let header =
        |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let expected = format!("Basic {}", STANDARD.encode(format!("{ACCOUNT}:{TOKEN}")));
    if header("authorization") != expected {
        return refuse(StatusCode::UNAUTHORIZED, 20003);
    }
    let is_form = header("content-type") == "application/x-www-form-urlencoded";
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json");
    if parts.method != "POST" || parts.uri.path() != path || !is_form {
        return refuse(StatusCode::NOT_FOUND, 20404);
    }
    create(&mut book, &body)
}

fn create(book: &mut Book, body: &[u8]) -> (StatusCode, Json<Value>) {
    let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let field = |name: &str| {
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let (from, to, body) = (field("From"), field("To"), field("Body"));
    let is_number = |number: &str| {
        number.starts_with('+') && number.len() >= 9 && number[1..].chars().all(|char| char.is_ascii_digit())
    };
    if !is_number(&to) || !is_number(&from) {
        return refuse(StatusCode::BAD_REQUEST, 21211);
    }
    if body.is_empty() || body.chars().count() > 1600 {
        return refuse(StatusCode::BAD_REQUEST, 21617);
    }
    book.accepted.push(Accepted { from, to, body });
    (StatusCode::CREATED, Json(json!({ "sid": format!("SM{}", book.accepted.len()), "status": "queued" })))
}

fn refuse(status: StatusCode, code: u32) -> (StatusCode, Json<Value>) {
    (status, Json(json!({ "code": code, "message": "refused", "status": status.as_u16() })))
}

/// The value of `X-Twilio-Signature` for a form.
pub(crate) fn sign(token: &str, url: &str, fields: &[(&str, &str)]) -> String {
    let mut fields = fields.to_vec();
    fields.sort_unstable();
    let signed = fields.iter().fold(url.to_owned(), |signed, (name, value)| signed + name + value);
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}
