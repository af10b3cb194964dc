//! The operators' pages: sessions, queue, outcomes, callbacks, the browser's health. Server-rendered; a small script keeps them fresh.
//! Shows no personal data, and of a page only the masked picture of where a booking could not go on. Does nothing that the API cannot do.

mod actions;
mod assets;
mod door;
mod forms;
mod live;
mod moments;
mod overview;
mod page;
mod session;

use std::time::Instant;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tokio_util::sync::CancellationToken;

use crate::config::CurrentKeys;
use crate::http::Limits;
use crate::sessions::Registry;
use door::Seal;

/// What the operators' pages show and ask.
#[derive(Debug, Clone)]
pub(crate) struct Dashboard {
    registry: Registry,
    api_keys: CurrentKeys,
    limits: Limits,
    public_host: Option<String>,
    /// Whether browsers reach the service over TLS.
    secure: bool,
    opened: Instant,
    stop: CancellationToken,
    seal: Seal,
}

impl Dashboard {
    pub(crate) fn new(
        registry: Registry,
        api_keys: CurrentKeys,
        limits: Limits,
        public_host: Option<String>,
        opened: Instant,
        stop: CancellationToken,
    ) -> Self {
        let secure = registry.settings().public_url.starts_with("https://");
        Self { registry, api_keys, limits, public_host, secure, opened, stop, seal: Seal::generate() }
    }
}

/// The routes under `/dashboard`.
pub(crate) fn routes<S>(dashboard: Dashboard) -> Router<S> {
    let inside = Router::new()
        .route("/dashboard", get(overview::show))
        .route("/dashboard/live", get(live::changes))
        .route("/dashboard/sessions/{id}", get(session::show))
        .route("/dashboard/sessions/{id}/picture", get(session::picture))
        .route("/dashboard/sessions/{id}/cancel", post(actions::cancel))
        .route("/dashboard/sessions/{id}/resend", post(actions::resend))
        .route("/dashboard/sign-out", post(forms::sign_out))
        .route_layer(from_fn_with_state(dashboard.clone(), door::require_operator));
    Router::new()
        .route("/dashboard/sign-in", get(forms::show).post(forms::sign_in))
        .route("/dashboard/assets/dashboard.css", get(assets::style))
        .route("/dashboard/assets/dashboard.js", get(assets::script))
        .merge(inside)
        .with_state(dashboard)
}
