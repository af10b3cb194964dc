//! For those who run the service: is it alive, may it be sent work, how is it doing.

use std::path::Path;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use baton_api::health::{Health, HealthStatus, Ready};
use metrics::gauge;

use super::Door;
use super::error::ApiError;
use crate::telemetry::memory;

/// How the service is.
#[utoipa::path(
    get, path = "/health", tag = "service", operation_id = "health",
    responses(
        (status = 200, body = Health, description = "It answers; `degraded` while no browser is ready."),
        (status = 503, body = Health, description = "The database does not answer."),
    )
)]
pub(super) async fn health(State(door): State<Door>) -> (StatusCode, Json<Health>) {
    let browser_ready = door.registry.browser_ready();
    let (code, status) = match (door.registry.store().ping().await, browser_ready) {
        (Err(_), _) => (StatusCode::SERVICE_UNAVAILABLE, HealthStatus::Error),
        (Ok(()), false) => (StatusCode::OK, HealthStatus::Degraded),
        (Ok(()), true) => (StatusCode::OK, HealthStatus::Ok),
    };
    let version = env!("CARGO_PKG_VERSION").to_owned();
    (code, Json(Health { status, version, browser_ready, uptime: door.opened.elapsed().as_secs() }))
}

/// Whether new bookings are welcome here.
#[utoipa::path(
    get, path = "/ready", tag = "service", operation_id = "ready",
    responses(
        (status = 200, body = Ready, description = "New bookings are welcome."),
        (status = 503, body = Ready, description = "The service is starting, draining or stopping."),
    )
)]
pub(super) async fn ready(State(door): State<Door>) -> (StatusCode, Json<Ready>) {
    let ready = !door.stop.is_cancelled()
        && !door.registry.is_draining()
        && door.registry.browser_ready()
        && door.registry.store().ping().await.is_ok();
    let code = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, Json(Ready { ready }))
}

/// Reading it takes some milliseconds of the kernel's time, which nobody else has to wait for.
async fn measure_memory(chrome_home: Arc<Path>) {
    let read = move || (memory::of_service(), memory::of_browsers(&chrome_home));
    let Ok((service, browsers)) = tokio::task::spawn_blocking(read).await else { return };
    #[expect(clippy::cast_precision_loss, reason = "no machine has 2^52 bytes")]
    let set = |name: &'static str, bytes: u64| gauge!(name).set(bytes as f64);
    set("process_resident_memory_bytes", service.unwrap_or_default());
    set("baton_browser_memory_bytes", browsers);
}

/// Measurements in Prometheus' text format.
#[utoipa::path(
    get, path = "/metrics", tag = "service", operation_id = "metrics",
    responses((status = 200, body = String, content_type = "text/plain", description = "Measurements."))
)]
pub(super) async fn metrics(State(door): State<Door>) -> Result<impl IntoResponse, ApiError> {
    // Counts below 2^52 keep their exact value as a float.
    #[expect(clippy::cast_precision_loss, reason = "no service holds 2^52 sessions")]
    gauge!("baton_sessions_active").set(door.registry.active_count().await? as f64);
    #[expect(clippy::cast_precision_loss, reason = "no queue holds 2^52 sessions")]
    gauge!("baton_sessions_waiting").set(door.registry.waiting() as f64);
    gauge!("baton_browser_ready").set(f64::from(u8::from(door.registry.browser_ready())));
    measure_memory(door.chrome_home.clone()).await;
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], door.metrics.render()))
}
