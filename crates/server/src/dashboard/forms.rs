//! Signing in with an API key, and out again.

use askama::Template;
use axum::Form;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::door::{Operator, is_sent_from_here};
use super::page::{Shell, forbidden, rendered};
use super::{Dashboard, actions::Token};
use crate::http::Origin;

#[derive(Template)]
#[template(path = "dashboard/sign_in.html")]
struct SignInPage {
    shell: Shell,
    refused: bool,
}

/// The one field of the form. Never printed.
#[derive(Deserialize)]
pub(super) struct ShownKey {
    #[serde(default)]
    key: String,
}

pub(super) async fn show(State(dashboard): State<Dashboard>, headers: HeaderMap) -> Response {
    if dashboard.operator(&headers).is_some() || dashboard.api_keys.get().is_empty() {
        return Redirect::to("/dashboard").into_response();
    }
    sign_in_page(StatusCode::OK, false)
}

/// The answer to whoever asks for a page of the operators without a key: programs read the status, people get the form at once.
pub(super) fn asked_for_a_key() -> Response {
    ([(header::WWW_AUTHENTICATE, "Bearer")], sign_in_page(StatusCode::UNAUTHORIZED, false)).into_response()
}

pub(super) async fn sign_in(
    State(dashboard): State<Dashboard>,
    headers: HeaderMap,
    origin: Option<Extension<Origin>>,
    Form(shown): Form<ShownKey>,
) -> Response {
    if !is_sent_from_here(&headers) {
        return forbidden();
    }
    let origin = origin.map(|origin| origin.0);
    match dashboard.cookie_for(shown.key.trim(), dashboard.registry.clock().now()) {
        Some(cookie) => ([(header::SET_COOKIE, cookie)], Redirect::to("/dashboard")).into_response(),
        None => {
            dashboard.limits.turn_away(origin).unwrap_or_else(|| sign_in_page(StatusCode::UNAUTHORIZED, true))
        }
    }
}

pub(super) async fn sign_out(
    State(dashboard): State<Dashboard>,
    Extension(operator): Extension<Operator>,
    Form(sent): Form<Token>,
) -> Response {
    if !operator.has_sent(&sent.token) {
        return forbidden();
    }
    ([(header::SET_COOKIE, dashboard.no_cookie())], Redirect::to("/dashboard/sign-in")).into_response()
}

fn sign_in_page(status: StatusCode, refused: bool) -> Response {
    rendered(status, &SignInPage { shell: Shell::outside("Sign in"), refused })
}
