//! Stands for Baton's own HTTP interface, for one session after another.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Served, locked, serve};

const ID: &str = "0193e4a0-0000-7000-8000-000000000001";

#[derive(Default)]
struct Book {
    by_key: HashMap<String, Value>,
    state: &'static str,
    cancelled: usize,
}

type Shared = Arc<Mutex<Book>>;

pub(crate) struct BatonStandIn {
    pub(crate) server: Served,
    book: Shared,
}

impl BatonStandIn {
    pub(crate) async fn start() -> Self {
        let book: Shared = Arc::new(Mutex::new(Book { state: "ready_for_handoff", ..Book::default() }));
        let router = Router::new()
            .route("/api/v1/booking/start", post(start))
            .route("/api/v1/booking/{id}/status", get(status))
            .route("/api/v1/booking/{id}/handoff-url", get(handoff))
            .route("/api/v1/booking/{id}", delete(cancel))
            .with_state(Arc::clone(&book));
        Self { server: serve(router).await, book }
    }

    pub(crate) fn requests(&self) -> Vec<Value> {
        locked(&self.book).by_key.values().cloned().collect()
    }

    pub(crate) fn fail(&self) {
        locked(&self.book).state = "failed";
    }

    pub(crate) fn cancelled(&self) -> usize {
        locked(&self.book).cancelled
    }
}

async fn start(
    State(book): State<Shared>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default().to_owned();
    let mut book = locked(&book);
    if key.is_empty() || book.by_key.get(&key).is_some_and(|first| *first != body) {
        let refusal =
            json!({ "success": false, "error": "The key was used before.", "code": "idempotency_mismatch" });
        return (StatusCode::CONFLICT, Json(refusal));
    }
    book.by_key.insert(key, body);
    (StatusCode::CREATED, Json(json!({ "success": true, "sessionId": ID, "state": "created" })))
}

async fn status(State(book): State<Shared>, Path(id): Path<String>) -> Json<Value> {
    let state = locked(&book).state;
    let ended = (state == "failed").then_some("slot_unavailable");
    Json(
        json!({ "success": true, "sessionId": id, "state": state, "outcome": ended, "code": ended.map(|_| "time_unavailable"),
        "choices": ["2:00 PM"], "createdAt": "2030-03-06T15:00:00Z", "updatedAt": "2030-03-06T15:01:00Z", "expiresAt": "2030-03-06T15:15:00Z" }),
    )
}

async fn handoff(Path(id): Path<String>) -> Json<Value> {
    Json(
        json!({ "success": true, "sessionId": id, "handoffUrl": "https://book.example/h/1#secret", "expiresAt": "2030-03-06T15:15:00Z",
        "state": "monitoring", "handoffMode": "live", "handoffReason": "payment" }),
    )
}

async fn cancel(State(book): State<Shared>, Path(id): Path<String>) -> Json<Value> {
    locked(&book).cancelled += 1;
    Json(
        json!({ "success": true, "sessionId": id, "state": "cancelled", "message": "The session was cancelled." }),
    )
}
