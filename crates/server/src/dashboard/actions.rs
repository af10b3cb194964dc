//! What an operator can do: cancel a session, send a callback again. Each asks for the token of the page it was pressed on.

use axum::Form;
use axum::extract::{Extension, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use baton_booking::id::SessionId;
use serde::Deserialize;

use super::Dashboard;
use super::door::{Operator, is_sent_from_here};
use super::page::{forbidden, not_found, unavailable};

/// The proof that a form came from one of our own pages.
#[derive(Debug, Deserialize)]
pub(super) struct Token {
    #[serde(default)]
    pub(super) token: String,
}

pub(super) async fn cancel(
    State(dashboard): State<Dashboard>,
    Extension(operator): Extension<Operator>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Token>,
) -> Response {
    let Some(id) = allowed(&operator, &headers, &sent, &id) else { return forbidden() };
    match dashboard.registry.cancel(id, false).await {
        Ok(Some(_)) => {
            tracing::info!(session.id = %id, "An operator cancelled a session");
            back_to(id)
        }
        Ok(None) => not_found(),
        Err(error) => unavailable(&error),
    }
}

pub(super) async fn resend(
    State(dashboard): State<Dashboard>,
    Extension(operator): Extension<Operator>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Token>,
) -> Response {
    let Some(id) = allowed(&operator, &headers, &sent, &id) else { return forbidden() };
    let now = dashboard.registry.clock().now();
    match dashboard.registry.store().replay_callback(id, now).await {
        Ok(true) => {
            tracing::info!(session.id = %id, "An operator had a callback sent again");
            back_to(id)
        }
        Ok(false) => not_found(),
        Err(error) => unavailable(&error),
    }
}

fn allowed(operator: &Operator, headers: &HeaderMap, sent: &Token, id: &str) -> Option<SessionId> {
    let proven = operator.has_sent(&sent.token) && is_sent_from_here(headers);
    id.parse().ok().filter(|_| proven)
}

/// 303: reloading the page does not send the form again.
fn back_to(id: SessionId) -> Response {
    Redirect::to(&format!("/dashboard/sessions/{id}")).into_response()
}
