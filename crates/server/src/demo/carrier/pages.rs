//! The carrier's routes: Twilio's one for the platform, the phone's page for a person.

use std::time::Duration;

use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use baton_platform::service::assets;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ACCOUNT, Desk, PHONE, Side, TOKEN};

/// So long a question for the thread waits for something new.
const NEWS_WITHIN: Duration = Duration::from_secs(20);

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What the platform asks of Twilio.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Create {
    to: String,
    body: String,
}

pub(super) async fn messages(
    State(desk): State<Desk>,
    Path(account): Path<String>,
    headers: HeaderMap,
    Form(create): Form<Create>,
) -> (StatusCode, Json<Value>) {
    let expected = format!("Basic {}", STANDARD.encode(format!("{ACCOUNT}:{TOKEN}")));
    let shown = headers.get(header::AUTHORIZATION).and_then(|shown| shown.to_str().ok());
    if shown != Some(&expected) || account != ACCOUNT {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "code": 20003, "message": "Authenticate" })));
    }
    if create.to != PHONE {
        return (StatusCode::BAD_REQUEST, Json(json!({ "code": 21211, "message": "Invalid 'To' number" })));
    }
    let count = desk.add(Side::Clinic, create.body);
    (StatusCode::CREATED, Json(json!({ "sid": format!("SMdemo{count}"), "status": "queued" })))
}

pub(super) async fn page() -> Response {
    let kind =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)];
    (kind, include_str!("../../../assets/demo/index.html")).into_response()
}

pub(super) async fn script() -> Response {
    text("text/javascript", include_str!("../../../assets/demo/demo.js"))
}

pub(super) async fn style() -> Response {
    text("text/css", include_str!("../../../assets/demo/demo.css"))
}

pub(super) async fn board_script() -> Response {
    text("text/javascript", assets::BOARD_JS)
}

pub(super) async fn board_style() -> Response {
    text("text/css", assets::BOARD_CSS)
}

fn text(kind: &'static str, body: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], body).into_response()
}

#[derive(Deserialize)]
pub(super) struct After {
    after: Option<usize>,
}

/// The thread as it is once there are not `after` messages in it.
pub(super) async fn thread(State(desk): State<Desk>, Query(After { after }): Query<After>) -> Response {
    let mut changed = desk.0.changed.subscribe();
    if let Some(after) = after {
        let _ = tokio::time::timeout(NEWS_WITHIN, changed.wait_for(|count| *count != after)).await;
    }
    let clinic = desk.line().map(|line| line.clinic.clone()).ok();
    Json(json!({ "phone": PHONE, "clinic": clinic, "messages": *desk.thread() })).into_response()
}

#[derive(Deserialize)]
pub(super) struct Written {
    text: String,
}

pub(super) async fn write(State(desk): State<Desk>, Json(written): Json<Written>) -> Response {
    let text = written.text.trim().to_owned();
    if text.is_empty() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    answer(desk.bring(text).await.map(|()| StatusCode::NO_CONTENT))
}

/// The operators' view, as the platform tells it to whoever asks on this machine.
pub(super) async fn leads(State(desk): State<Desk>, Query(query): Query<After>) -> Response {
    answer(ask_platform(&desk, query.after).await.map(Json))
}

async fn ask_platform(desk: &Desk, after: Option<usize>) -> anyhow::Result<Value> {
    let after = after.map(|after| format!("?after={after}")).unwrap_or_default();
    let url = format!("{}/operators/leads{after}", desk.line()?.platform);
    Ok(desk.0.http.get(url).send().await?.error_for_status()?.json().await?)
}

fn answer(result: anyhow::Result<impl IntoResponse>) -> Response {
    match result {
        Ok(good) => good.into_response(),
        Err(error) => {
            tracing::warn!(%error, "The demo's phone has no answer");
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}
