//! `/api/v1/availability`: which times a clinic has, before anything is booked.

mod answer;
mod question;

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use baton_api::availability::{
    Availability, AvailabilityBatch, AvailabilityRequest, BatchRequest, CalendarSlots, CalendarSlotsRequest,
};
use baton_api::error::ErrorBody;

use super::Door;
use super::body::JsonBody;
use super::error::ApiError;
use crate::availability::{Answer, Declined};
use question::Question;

/// Ask for the times of one day
///
/// Reads the site's own queries where its profile describes them, else the page; `source` says which. Nothing is booked.
#[utoipa::path(
    post, path = "/api/v1/availability", tag = "availability", operation_id = "getAvailability",
    request_body = AvailabilityRequest,
    responses(
        (status = 200, body = Availability, description = "The day's times; none where it is closed or booked out."),
        (status = 400, body = ErrorBody, description = "`invalid_request`: every bad field is named."),
        (status = 408, body = ErrorBody, description = "`request_timeout`: the body did not arrive in time."),
        (status = 413, body = ErrorBody, description = "`payload_too_large`"),
        (status = 415, body = ErrorBody, description = "`unsupported_media_type`: the body must be JSON."),
        (status = 429, body = ErrorBody, description = "`queue_full` or `rate_limited`: ask again after `Retry-After` seconds."),
        (status = 502, body = Availability, description = "The times could not be read: `success` is false, `error` and `code` say why."),
    )
)]
pub(super) async fn one_day(State(door): State<Door>, body: JsonBody) -> Result<Response, ApiError> {
    let now = door.registry.clock().now();
    let (question, date) = question::one_day(&body.0, door.egress, now).map_err(ApiError::Invalid)?;
    let found = ask(&door, &question).await?;
    let told = answer::day(&question.inquiry, &found, date, door.registry.clock().now());
    Ok(answered(told.success, told))
}

/// Ask for the times of several days
///
/// One visit serves them all. The results stand in the order of `dates`, and each says for itself whether it could be read.
#[utoipa::path(
    post, path = "/api/v1/availability/batch", tag = "availability", operation_id = "getAvailabilityBatch",
    request_body = BatchRequest,
    responses(
        (status = 200, body = AvailabilityBatch, description = "At least one day could be read."),
        (status = 400, body = ErrorBody, description = "`invalid_request`: every bad field is named."),
        (status = 408, body = ErrorBody, description = "`request_timeout`: the body did not arrive in time."),
        (status = 413, body = ErrorBody, description = "`payload_too_large`"),
        (status = 415, body = ErrorBody, description = "`unsupported_media_type`: the body must be JSON."),
        (status = 429, body = ErrorBody, description = "`queue_full` or `rate_limited`: ask again after `Retry-After` seconds."),
        (status = 502, body = AvailabilityBatch, description = "No day could be read; every result says why."),
    )
)]
pub(super) async fn batch(State(door): State<Door>, body: JsonBody) -> Result<Response, ApiError> {
    let now = door.registry.clock().now();
    let (question, dates) = question::batch(&body.0, door.egress, now).map_err(ApiError::Invalid)?;
    let found = ask(&door, &question).await?;
    let told_at = door.registry.clock().now();
    let day = |date| answer::day(&question.inquiry, &found, date, told_at);
    let results: Vec<Availability> = dates.into_iter().map(day).collect();
    let success = results.iter().any(|result| result.success);
    Ok(answered(success, AvailabilityBatch { success, results }))
}

/// Ask for the next times that suit
///
/// Looks day by day until there are `maxSlots` free times on the wanted weekdays, strictly after `afterTime` and before `beforeTime`.
/// When the time is over first, what was found is the answer, and `totalDatesScanned` says how far it got.
#[utoipa::path(
    post, path = "/api/v1/availability/calendar-slots", tag = "availability", operation_id = "getCalendarSlots",
    request_body = CalendarSlotsRequest,
    responses(
        (status = 200, body = CalendarSlots, description = "The next times that suit; none where there are none."),
        (status = 400, body = ErrorBody, description = "`invalid_request`: every bad field is named."),
        (status = 408, body = ErrorBody, description = "`request_timeout`: the body did not arrive in time."),
        (status = 413, body = ErrorBody, description = "`payload_too_large`"),
        (status = 415, body = ErrorBody, description = "`unsupported_media_type`: the body must be JSON."),
        (status = 429, body = ErrorBody, description = "`queue_full` or `rate_limited`: ask again after `Retry-After` seconds."),
        (status = 502, body = CalendarSlots, description = "The times could not be read: `success` is false, `error` and `code` say why."),
    )
)]
pub(super) async fn calendar_slots(State(door): State<Door>, body: JsonBody) -> Result<Response, ApiError> {
    let begun = Instant::now();
    let question = question::calendar_slots(&body.0, door.egress).map_err(ApiError::Invalid)?;
    let found = ask(&door, &question).await?;
    let told_at = door.registry.clock().now();
    let told = answer::calendar(&question.inquiry, &found, told_at, begun.elapsed());
    Ok(answered(told.success, told))
}

async fn ask(door: &Door, question: &Question) -> Result<Answer, ApiError> {
    let (url, refused) =
        (&question.inquiry.booking_url, |reason: String| ApiError::field("bookingUrl", reason));
    door.booking_hosts.check(url).map_err(|reason| refused(reason.to_string()))?;
    door.egress.check_resolved(url).await.map_err(|reason| refused(reason.to_string()))?;
    let asked = door.availability.ask(&question.inquiry, question.profile.as_deref(), question.patience);
    asked.await.map_err(|declined| match declined {
        Declined::Full => ApiError::QueueFull { retry_after: question.patience },
        Declined::ShuttingDown => ApiError::ShuttingDown,
    })
}

/// What could not be read is the site's fault or its network's, not the caller's.
fn answered<T: serde::Serialize>(success: bool, body: T) -> Response {
    let status = if success { StatusCode::OK } else { StatusCode::BAD_GATEWAY };
    (status, Json(body)).into_response()
}

#[cfg(test)]
mod tests;
