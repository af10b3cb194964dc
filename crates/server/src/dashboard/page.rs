//! What every page has in common: the shell, the headers that lock it down, and the answers that are no pages.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use baton_store::StoreError;

use super::door::Operator;

/// Nothing from elsewhere, nothing inline, nobody around us; forms go only to ourselves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What the shell around a page needs.
#[derive(Debug, Clone)]
pub(super) struct Shell {
    pub(super) title: String,
    pub(super) form_token: String,
    pub(super) signed_in: bool,
}

/// Something that cannot be shown.
#[derive(Template)]
#[template(path = "dashboard/notice.html")]
struct Notice {
    shell: Shell,
    says: &'static str,
}

impl Shell {
    pub(super) fn of(operator: &Operator, title: impl Into<String>) -> Self {
        let Operator { form_token, signed_in } = operator.clone();
        Self { title: title.into(), form_token, signed_in }
    }

    pub(super) fn outside(title: &str) -> Self {
        Self { title: title.to_owned(), form_token: String::new(), signed_in: false }
    }
}

pub(super) fn rendered(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, [(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "Could not render a page");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

pub(super) fn not_found() -> Response {
    notice(
        StatusCode::NOT_FOUND,
        "There is no such session. Sessions are forgotten when their history is over.",
    )
}

pub(super) fn forbidden() -> Response {
    notice(StatusCode::FORBIDDEN, "This form is out of date. Go back, reload the page and try again.")
}

pub(super) fn foreign() -> Response {
    notice(StatusCode::FORBIDDEN, "Without API keys this service answers only under its own address.")
}

pub(super) fn unavailable(error: &StoreError) -> Response {
    tracing::error!(%error, "The store failed a page");
    notice(StatusCode::SERVICE_UNAVAILABLE, "The database does not answer. Try again in a moment.")
}

fn notice(status: StatusCode, says: &'static str) -> Response {
    let title = status.canonical_reason().unwrap_or("Not now");
    rendered(status, &Notice { shell: Shell::outside(title), says })
}
