//! The style and the script: files of their own, because the pages allow nothing inline.

use axum::http::{HeaderName, header};
use axum::response::IntoResponse;

pub(super) async fn style() -> impl IntoResponse {
    (headers("text/css; charset=utf-8"), include_str!("../../assets/dashboard/dashboard.css"))
}

pub(super) async fn script() -> impl IntoResponse {
    (headers("text/javascript; charset=utf-8"), include_str!("../../assets/dashboard/dashboard.js"))
}

/// A new version of the service may look different at once.
fn headers(kind: &'static str) -> [(HeaderName, &'static str); 2] {
    [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")]
}
