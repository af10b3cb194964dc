//! The card form's origin: the form, its tokens, the bank's challenge, the robot check.
//! A card number is turned into a token here and is never written down.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Html;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Site;
use super::error::ApiError;
use crate::cards::TokenisedCard;

#[derive(Deserialize)]
pub(super) struct CardRequest {
    number: String,
}

#[derive(Deserialize)]
pub(super) struct ChallengeAnswer {
    approved: bool,
}

pub(super) async fn form() -> Html<&'static str> {
    Html(include_str!("../../assets/card/form.html"))
}

pub(super) async fn captcha() -> Html<&'static str> {
    Html(include_str!("../../assets/card/captcha.html"))
}

pub(super) async fn challenge() -> Html<&'static str> {
    Html(include_str!("../../assets/card/challenge.html"))
}

pub(super) async fn tokenise(
    State(site): State<Arc<Site>>,
    Json(card): Json<CardRequest>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let card = TokenisedCard::from_number(&card.number).ok_or(ApiError::BAD_CARD)?;
    let token = site.records().keep_card(card);
    Ok((StatusCode::CREATED, Json(json!({ "token": token }))))
}

pub(super) async fn answer_challenge(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Json(answer): Json<ChallengeAnswer>,
) -> Result<StatusCode, ApiError> {
    let known = site.records().answer_challenge(&id, answer.approved);
    if known { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::UNKNOWN_CHALLENGE) }
}
