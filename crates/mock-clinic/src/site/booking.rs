//! The last requests of a visit: keep the slot, press the final button, book. Knows nothing of how pages look.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Site;
use super::error::ApiError;
use crate::calendar::parse_time;
use crate::records::{Answer, Submission, Wish, clock_text};

#[derive(Deserialize)]
pub(super) struct HoldRequest {
    visit: String,
    service: String,
    provider: Option<String>,
    date: Date,
    time: String,
}

#[derive(Deserialize)]
pub(super) struct Press {
    button: String,
}

#[derive(Deserialize)]
pub(super) struct BookRequest {
    visit: String,
    /// One per press of the final button, made by the page.
    key: String,
    token: Option<String>,
    challenge: Option<String>,
}

/// Keeps the slot and answers what the review shows.
pub(super) async fn hold(
    State(site): State<Arc<Site>>,
    Json(request): Json<HoldRequest>,
) -> Result<Json<Value>, ApiError> {
    let time = parse_time(&request.time).ok_or(ApiError::BAD_DATE)?;
    let wish = Wish { service: request.service, provider: request.provider, date: request.date, time };
    let scenario = site.visit(&request.visit)?.scenario;
    let selection = site.records().hold(&request.visit, &wish, site.now())?;
    Ok(Json(json!({
        "service": selection.service,
        "provider": selection.provider,
        "date": selection.date,
        "time": clock_text(shown_time(selection.time, scenario.wrong_readback)),
        "durationMinutes": selection.duration_minutes,
        "depositCents": selection.deposit_cents,
    })))
}

fn shown_time(time: Time, wrong: bool) -> Time {
    if wrong { time.wrapping_add(30.minutes()) } else { time }
}

pub(super) async fn press(State(site): State<Arc<Site>>, Json(press): Json<Press>) -> StatusCode {
    site.records().press(&press.button);
    StatusCode::NO_CONTENT
}

/// Settles a submit once per key. A submit that has begun ends, whether or not the page waits for it.
pub(super) async fn book(
    State(site): State<Arc<Site>>,
    Json(request): Json<BookRequest>,
) -> Result<Response, ApiError> {
    let processing = site.visit(&request.visit)?.scenario.processing_ms;
    let attempt = site.records().attempt(&request.visit, &request.key);
    let submission = Submission { token: request.token, challenge: request.challenge };
    let submit = site.submits.spawn({
        let site = Arc::clone(&site);
        async move {
            let settle = || async {
                site.pause(processing).await;
                site.records().settle(&request.visit, &submission, site.now())
            };
            attempt.get_or_init(settle).await.clone()
        }
    });
    let answer = submit.await.expect("settling does not panic and is never aborted");
    Ok((status_of(&answer), Json(answer)).into_response())
}

fn status_of(answer: &Answer) -> StatusCode {
    match answer {
        Answer::Booked { .. } => StatusCode::CREATED,
        Answer::Challenge { .. } => StatusCode::ACCEPTED,
        Answer::Declined { .. } => StatusCode::PAYMENT_REQUIRED,
        Answer::SlotTaken { .. } => StatusCode::CONFLICT,
        Answer::Incomplete { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Answer::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
