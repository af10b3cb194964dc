//! What lies around every answer: a request id, headers that keep browsers careful, one log line, one measurement.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
use tracing::field::Empty;
use tracing::{Instrument, Level};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a browser is told unless a page says otherwise: run nothing, load nothing, frame nothing, remember nothing.
const CAREFUL: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

pub(super) async fn with_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in CAREFUL {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Gives the request its id, and notes how it went. Never the path as it came: only the route that it matched.
pub(super) async fn observe(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    let id = request_id(request.headers());
    let span = tracing::info_span!("request", request.id = id.to_str().unwrap_or_default(), key = Empty);
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let took = begun.elapsed();
    span.in_scope(|| note(method, &route, status, took));
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    counter!("baton_http_requests_total", &labels).increment(1);
    histogram!("baton_http_request_duration_seconds", &labels[..2]).record(took);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

fn note(method: &str, route: &str, status: u16, took: Duration) {
    let took_ms = took.as_secs_f64() * 1_000.0;
    // Probes and scrapes come every few seconds and would drown the rest.
    if matches!(route, "/health" | "/ready" | "/metrics") && status < 500 {
        tracing::event!(Level::DEBUG, method, route, status, took_ms, "Answered");
    } else {
        tracing::event!(Level::INFO, method, route, status, took_ms, "Answered");
    }
}

/// A method may be any word, and every word would be a time series of its own.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        _ => "OTHER",
    }
}

/// The caller's own id where it is short and plain, so that logs of both sides can be laid together.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let plain = |id: &&HeaderValue| {
        (1..=64).contains(&id.len())
            && id.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
    };
    headers.get(REQUEST_ID).filter(plain).cloned().unwrap_or_else(|| {
        let fresh = uuid::Uuid::now_v7().to_string();
        HeaderValue::try_from(fresh).expect("a UUID is visible ASCII")
    })
}
