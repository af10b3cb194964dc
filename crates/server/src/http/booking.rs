//! `/api/v1/booking`: starting a session and asking about it.

use std::time::Duration;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use baton_api::booking::{
    BookingStarted, CallbackReplayed, HandoffUrl, SessionCancelled, SessionList, SessionState, SessionStatus,
    StartBooking,
};
use baton_api::error::ErrorBody;
use baton_booking::request::BookingRequest;

use super::Door;
use super::auth::Caller;
use super::body::JsonBody;
use super::error::ApiError;
use super::parameters::{Cancelling, Id, LONGEST_WAIT, Listing, Waiting};
use super::start_request;
use crate::sessions::{HandoffAnswer, Idempotency, NewBooking, SessionView};
use crate::wire;

/// Start a booking session
///
/// Answers at once; the steps up to the payment page are driven afterwards. A request that finds no free place queues.
#[utoipa::path(
    post, path = "/api/v1/booking/start", tag = "booking", operation_id = "startBooking",
    request_body = StartBooking,
    params(("Idempotency-Key" = Option<String>, Header, max_length = 255,
        description = "For 24 hours the same key and body give the same session.")),
    responses(
        (status = 201, body = BookingStarted, description = "The session was taken on, now or before under the same key."),
        (status = 400, body = ErrorBody, description = "`invalid_request`: every bad field is named."),
        (status = 408, body = ErrorBody, description = "`request_timeout`: the body did not arrive in time."),
        (status = 409, body = ErrorBody, description = "`idempotency_mismatch`: the key was used with another body."),
        (status = 413, body = ErrorBody, description = "`payload_too_large`"),
        (status = 415, body = ErrorBody, description = "`unsupported_media_type`: the body must be JSON."),
        (status = 429, body = ErrorBody, description = "`queue_full` or `rate_limited`: ask again after `Retry-After` seconds."),
    )
)]
pub(super) async fn start(
    State(door): State<Door>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let now = door.registry.clock().now();
    let idempotency = idempotency(&headers, &caller, &body)?;
    let (request, lead) = start_request::read(&body.0, door.egress, now).map_err(ApiError::Invalid)?;
    check_addresses(&door, &request).await?;
    let started = door.registry.start(NewBooking { request, lead, idempotency }).await?;
    let answer = BookingStarted {
        success: true,
        session_id: started.session.id.as_uuid(),
        state: wire::state(&started.session.state),
    };
    let mut response = (StatusCode::CREATED, Json(answer)).into_response();
    if started.replayed {
        response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    Ok(response)
}

fn idempotency(
    headers: &HeaderMap,
    caller: &Caller,
    body: &JsonBody,
) -> Result<Option<Idempotency>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=255).contains(&key.len()));
    let key =
        key.ok_or_else(|| ApiError::field("Idempotency-Key", "must be 1 to 255 visible ASCII characters"))?;
    let scope = caller.0.as_str().to_owned();
    Ok(Some(Idempotency { scope, key: key.to_owned(), body_hash: body.fingerprint() }))
}

/// The same rule as in the fields' check, once more on what the names mean now.
async fn check_addresses(door: &Door, request: &BookingRequest) -> Result<(), ApiError> {
    let addresses = [
        ("bookingUrl", Some(&request.booking_url), &door.booking_hosts),
        ("callbackUrl", request.callback_url.as_ref(), &door.callback_hosts),
    ];
    for (field, url, hosts) in addresses {
        let Some(url) = url else { continue };
        hosts.check(url).map_err(|reason| ApiError::field(field, reason.to_string()))?;
        let judged = door.egress.check_resolved(url).await;
        judged.map_err(|reason| ApiError::field(field, reason.to_string()))?;
    }
    Ok(())
}

/// Get the link for the patient
///
/// The first success moves the session from `ready_for_handoff` to `monitoring`.
#[utoipa::path(
    get, path = "/api/v1/booking/{sessionId}/handoff-url", tag = "booking", operation_id = "getHandoffUrl",
    params(Id),
    responses(
        (status = 200, body = HandoffUrl, description = "The page is ready: send the link to the patient."),
        (status = 404, body = ErrorBody, description = "`not_found`"),
        (status = 409, body = ErrorBody, description = "`not_ready`: ask again after `Retry-After` seconds."),
        (status = 410, body = ErrorBody, description = "`session_over`: the session has ended."),
    )
)]
pub(super) async fn handoff_url(State(door): State<Door>, id: Id) -> Result<Json<HandoffUrl>, ApiError> {
    let named = |state| SessionState::parse(state).ok_or(ApiError::Internal);
    match door.registry.handoff(id.session).await? {
        HandoffAnswer::Ready { url, expires_at, mode, reason, state } => {
            Ok(Json(wire::handoff_url(id.session, url, expires_at, (mode, reason), named(state)?)))
        }
        HandoffAnswer::NotReady { state } => Err(ApiError::NotReady { state: named(state)? }),
        HandoffAnswer::Over { state } => Err(ApiError::SessionOver { state: named(state)? }),
        HandoffAnswer::NotFound => Err(ApiError::NoSession),
    }
}

/// Get a session's status
///
/// With `wait` the answer comes when the state changes, or when that time is over.
#[utoipa::path(
    get, path = "/api/v1/booking/{sessionId}/status", tag = "booking", operation_id = "getStatus",
    params(Id, Waiting),
    responses(
        (status = 200, body = SessionStatus, description = "Where the session stands."),
        (status = 400, body = ErrorBody, description = "`invalid_request`: `wait` is no duration."),
        (status = 404, body = ErrorBody, description = "`not_found`"),
    )
)]
pub(super) async fn status(
    State(door): State<Door>,
    id: Id,
    waiting: Waiting,
) -> Result<Json<SessionStatus>, ApiError> {
    let now = door.registry.find(id.session).await?.ok_or(ApiError::NoSession)?;
    let latest = if waiting.patience.is_zero() { now } else { after(&door, now, waiting.patience).await? };
    let session = wire::session(&latest.session, latest.queue_position);
    Ok(Json(SessionStatus { success: true, session }))
}

/// The session once its state is another than in `before`, or as it stands when the time is over or the service stops.
async fn after(door: &Door, before: SessionView, patience: Duration) -> Result<SessionView, ApiError> {
    let changed = tokio::time::timeout(patience, next_state(door, &before));
    if let Some(Ok(changed)) = door.stop.run_until_cancelled(changed).await {
        return changed;
    }
    door.registry.find(before.session.id).await?.ok_or(ApiError::NoSession)
}

/// Waits until the state is another than in `before`. A terminal state has no other.
async fn next_state(door: &Door, before: &SessionView) -> Result<SessionView, ApiError> {
    let mut seen = before.seq;
    if before.session.state.is_terminal() {
        return Ok(before.clone());
    }
    loop {
        let found = door.registry.wait_change(before.session.id, seen, LONGEST_WAIT).await?;
        let view = found.ok_or(ApiError::NoSession)?;
        if view.session.state.as_str() != before.session.state.as_str() {
            return Ok(view);
        }
        seen = view.seq;
    }
}

/// Cancel a session
///
/// A session that has ended keeps its state. With `erase=true` the patient's data is erased at once instead of after the
/// retention time.
#[utoipa::path(
    delete, path = "/api/v1/booking/{sessionId}", tag = "booking", operation_id = "cancelBooking",
    params(Id, Cancelling),
    responses(
        (status = 200, body = SessionCancelled, description = "The session is cancelled, or had ended before."),
        (status = 400, body = ErrorBody, description = "`invalid_request`: `erase` is neither true nor false."),
        (status = 404, body = ErrorBody, description = "`not_found`"),
    )
)]
pub(super) async fn cancel(
    State(door): State<Door>,
    id: Id,
    cancelling: Cancelling,
) -> Result<Json<SessionCancelled>, ApiError> {
    let session = door.registry.cancel(id.session, cancelling.erase).await?.ok_or(ApiError::NoSession)?;
    if !session.state.is_terminal() {
        return Err(ApiError::BetweenInstances);
    }
    let state = wire::state(&session.state);
    let message = match state {
        SessionState::Cancelled => "The session is cancelled.".to_owned(),
        other => format!("The session had ended before; it stays {}.", other.as_str()),
    };
    Ok(Json(SessionCancelled { success: true, session_id: id.session.as_uuid(), state, message }))
}

/// List sessions, newest first
#[utoipa::path(
    get, path = "/api/v1/booking/sessions", tag = "booking", operation_id = "listSessions",
    params(Listing),
    responses(
        (status = 200, body = SessionList, description = "One page of sessions."),
        (status = 400, body = ErrorBody, description = "`invalid_request`: a parameter is wrong."),
    )
)]
pub(super) async fn sessions(
    State(door): State<Door>,
    listing: Listing,
) -> Result<Json<SessionList>, ApiError> {
    let active_count = door.registry.active_count().await?;
    let page = door.registry.list(&listing.filter).await?;
    let sessions = page.sessions.iter().map(|stored| wire::session(&stored.session, None)).collect();
    let next_cursor = page.next_cursor.map(|cursor| cursor.to_string());
    Ok(Json(SessionList { success: true, active_count, sessions, next_cursor }))
}

/// Send a session's callback again
#[utoipa::path(
    post, path = "/api/v1/booking/{sessionId}/callback/replay", tag = "booking", operation_id = "replayCallback",
    params(Id),
    responses(
        (status = 202, body = CallbackReplayed, description = "The callback is on its way, under its old `webhook-id`."),
        (status = 404, body = ErrorBody, description = "`not_found`"),
        (status = 409, body = ErrorBody, description = "`no_callback`: the session has not ended, or named no `callbackUrl`."),
    )
)]
pub(super) async fn replay_callback(
    State(door): State<Door>,
    id: Id,
) -> Result<(StatusCode, Json<CallbackReplayed>), ApiError> {
    door.registry.find(id.session).await?.ok_or(ApiError::NoSession)?;
    let now = door.registry.clock().now();
    if !door.registry.store().replay_callback(id.session, now).await? {
        return Err(ApiError::NoCallback);
    }
    let message = "The callback is sent again.".to_owned();
    Ok((
        StatusCode::ACCEPTED,
        Json(CallbackReplayed { success: true, session_id: id.session.as_uuid(), message }),
    ))
}
