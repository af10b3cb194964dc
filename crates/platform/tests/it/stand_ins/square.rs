//! Stands for Square's `CreatePaymentLink`, and counts every request that reaches it, whatever it is.

use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Served, locked, serve};

pub(crate) const TOKEN: &str = "EAAAtest-token";
pub(crate) const LOCATION: &str = "LTEST0000001";

#[derive(Default)]
struct Book {
    requests: Vec<String>,
    /// Key, request and link of every link that was made.
    links: Vec<(String, Value, String)>,
    /// Refuse this many requests first.
    failing: u32,
}

pub(crate) struct SquareStandIn {
    pub(crate) server: Served,
    book: Arc<Mutex<Book>>,
}

impl SquareStandIn {
    pub(crate) async fn start() -> Self {
        let book = Arc::<Mutex<Book>>::default();
        let server = serve(Router::new().fallback(answer).with_state(Arc::clone(&book))).await;
        Self { server, book }
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        locked(&self.book).requests.clone()
    }

    pub(crate) fn fail(&self, times: u32) {
        locked(&self.book).failing = times;
    }

    pub(crate) fn links(&self) -> usize {
        locked(&self.book).links.len()
    }
}

async fn answer(State(book): State<Arc<Mutex<Book>>>, request: Request) -> (StatusCode, Json<Value>) {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let mut book = locked(&book);
    let line = format!("{} {} {}", parts.method, parts.uri.path(), body["quick_pay"]);
    book.requests.push(line);
    if book.failing > 0 {
        book.failing -= 1;
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(json!({ "errors": [{ "code": "SERVICE_UNAVAILABLE" }] })),
        );
    }
    let header =
        |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if header("authorization") != format!("Bearer {TOKEN}") {
        return refuse(StatusCode::UNAUTHORIZED, "UNAUTHORIZED");
    }
    if parts.method != "POST" || parts.uri.path() != "/v2/online-checkout/payment-links" {
        return refuse(StatusCode::NOT_FOUND, "NOT_FOUND");
    }
    let dated = header("square-version").parse::<jiff::civil::Date>().is_ok();
    if !dated || !header("content-type").starts_with("application/json") {
        return refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST");
    }
    create(&mut book, body)
}

fn refuse(status: StatusCode, code: &str) -> (StatusCode, Json<Value>) {
    (status, Json(json!({ "errors": [{ "category": "INVALID_REQUEST_ERROR", "code": code }] })))
}

fn create(book: &mut Book, body: Value) -> (StatusCode, Json<Value>) {
    let key = body["idempotency_key"].as_str().unwrap_or_default().to_owned();
    let pay = &body["quick_pay"];
    let price = &pay["price_money"];
    // Square's own limits: a key of up to 192 characters, a whole amount, a currency, a location that exists.
    let good = (1..=192).contains(&key.len())
        && price["amount"].as_i64().is_some_and(|amount| amount > 0)
        && price["currency"] == "USD"
        && pay["name"].as_str().is_some_and(|name| (1..=255).contains(&name.len()))
        && pay["location_id"] == LOCATION;
    if !good {
        return refuse(StatusCode::BAD_REQUEST, "INVALID_VALUE");
    }
    if let Some((_, first, order)) = book.links.iter().find(|(used, ..)| *used == key) {
        return if *first == body {
            made(order)
        } else {
            refuse(StatusCode::BAD_REQUEST, "IDEMPOTENCY_KEY_REUSED")
        };
    }
    let order = format!("ORDER{}", book.links.len() + 1);
    book.links.push((key, body, order.clone()));
    made(&order)
}

fn made(order: &str) -> (StatusCode, Json<Value>) {
    let link = json!({ "id": format!("LINK-{order}"), "version": 1, "order_id": order, "url": format!("https://square.link/u/{order}") });
    (StatusCode::OK, Json(json!({ "payment_link": link })))
}

/// The value of `x-square-hmacsha256-signature`.
pub(crate) fn sign(key: &str, url: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(url.as_bytes());
    mac.update(body);
    STANDARD.encode(mac.finalize().into_bytes())
}

/// A payment webhook as Square sends it.
pub(crate) fn payment(event: &str, order: &str, status: &str) -> Vec<u8> {
    json!({
        "merchant_id": "MTEST", "type": "payment.updated", "event_id": event, "created_at": "2030-03-06T15:00:00Z",
        "data": { "type": "payment", "id": "PAY1", "object": { "payment": {
            "id": "PAY1", "status": status, "order_id": order, "location_id": LOCATION,
            "amount_money": { "amount": 5000, "currency": "USD" } } } },
    })
    .to_string()
    .into_bytes()
}
