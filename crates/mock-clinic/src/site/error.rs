//! What a request that cannot be answered gets. The page shows `message` as it stands.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::records::{SLOT_TAKEN, WishRefused};

#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    /// A word for the page, which may know it in another language.
    code: &'static str,
    message: &'static str,
}

impl ApiError {
    pub(super) const UNKNOWN_VISIT: Self =
        Self::new(StatusCode::GONE, "unknown_visit", "This page is too old. Please load it again.");
    pub(super) const UNKNOWN_SERVICE: Self =
        Self::new(StatusCode::NOT_FOUND, "unknown_service", "There is no such service.");
    pub(super) const BAD_DATE: Self = Self::new(StatusCode::BAD_REQUEST, "bad_date", "That is not a date.");
    pub(super) const WRONG_CODE: Self = Self::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "wrong_code",
        "That code is not right. Please check the text message we sent you.",
    );
    pub(super) const PHONE_REJECTED: Self = Self::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "phone_rejected",
        "This phone number can't receive text messages. Please use a mobile number.",
    );
    pub(super) const EMAIL_REJECTED: Self = Self::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "email_rejected",
        "We can't accept this email address. Please use a different one.",
    );
    pub(super) const BAD_CARD: Self =
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_card", "Your card number is incomplete.");
    pub(super) const UNKNOWN_CHALLENGE: Self =
        Self::new(StatusCode::NOT_FOUND, "unknown_challenge", "This payment is no longer waiting.");

    const fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message }
    }
}

impl From<WishRefused> for ApiError {
    fn from(refused: WishRefused) -> Self {
        match refused {
            WishRefused::UnknownVisit => Self::UNKNOWN_VISIT,
            WishRefused::UnknownService => Self::UNKNOWN_SERVICE,
            WishRefused::SlotTaken => Self::new(StatusCode::CONFLICT, "slot_taken", SLOT_TAKEN),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "code": self.code, "message": self.message }))).into_response()
    }
}
