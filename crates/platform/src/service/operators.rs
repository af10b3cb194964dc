//! What the clinics' people see: a page, and behind it the leads as JSON. The one thing that they do here is to confirm an appointment.

use std::time::Duration;

use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use baton_client::Client;
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::door::{OperatorsDoor, careful};
use super::view::{self, Board};
use crate::desk::FrontDesk;
use crate::leads::News;

/// The parts of the page. They are ES modules and styles that another page may build in as well.
pub mod assets {
    pub const PAGE: &str = include_str!("../../assets/operators/index.html");
    /// Shows leads in any element.
    pub const BOARD_JS: &str = include_str!("../../assets/operators/board.js");
    pub const BOARD_CSS: &str = include_str!("../../assets/operators/board.css");
    pub const PAGE_JS: &str = include_str!("../../assets/operators/page.js");
}

/// So long a question waits for news. What happens at Baton is no news of ours, so it is looked at again that often.
const NEWS_WITHIN: Duration = Duration::from_secs(1);

#[derive(Clone)]
pub(super) struct Operators {
    desk: FrontDesk,
    client: Client,
    door: OperatorsDoor,
}

impl Operators {
    pub(super) fn new(desk: FrontDesk, client: Client, key: Option<String>) -> Self {
        Self { desk, client, door: OperatorsDoor::new(key) }
    }

    pub(super) fn router(self) -> Router {
        Router::new()
            .route("/operators", get(async || text("text/html; charset=utf-8", assets::PAGE)))
            .route("/operators/page.js", get(async || text("text/javascript", assets::PAGE_JS)))
            .route("/operators/board.js", get(async || text("text/javascript", assets::BOARD_JS)))
            .route("/operators/board.css", get(async || text("text/css", assets::BOARD_CSS)))
            .route("/operators/leads", get(leads))
            .route("/operators/leads/{id}/confirm", post(confirm))
            .layer(middleware::from_fn_with_state(self.clone(), let_in))
            .with_state(self)
    }
}

async fn let_in(State(operators): State<Operators>, request: Request, next: Next) -> Response {
    let refusal = operators.door.refuse(request.headers());
    careful(match refusal {
        Some(refusal) => refusal,
        None => next.run(request).await,
    })
}

fn text(kind: &'static str, body: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

#[derive(Deserialize)]
struct After {
    /// The `version` of the answer before: the next one waits a moment for something new.
    after: Option<u64>,
}

async fn leads(State(operators): State<Operators>, Query(After { after }): Query<After>) -> Response {
    let mut changes = operators.desk.changes();
    if let Some(after) = after {
        let news = changes.wait_for(|version| *version != after);
        let _ = tokio::time::timeout(NEWS_WITHIN, news).await;
    }
    let version = *changes.borrow_and_update();
    match view::leads(operators.desk.store(), &operators.client).await {
        Ok(leads) => Json(Board { version, leads }).into_response(),
        Err(error) => {
            tracing::error!(%error, "Failed to read the leads");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

#[derive(Deserialize)]
struct Confirmation {
    start: Timestamp,
}

/// Takes JSON and nothing else, which no page elsewhere can make a browser send unasked.
async fn confirm(
    State(operators): State<Operators>,
    Path(lead): Path<Uuid>,
    Json(Confirmation { start }): Json<Confirmation>,
) -> StatusCode {
    match operators.desk.operator_confirmed(lead, start).await {
        Ok(News::Lead | News::Repeat) => StatusCode::NO_CONTENT,
        Ok(News::Nobody) => StatusCode::NOT_FOUND,
        Err(error) => {
            tracing::error!(%error, "Failed to confirm an appointment");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
