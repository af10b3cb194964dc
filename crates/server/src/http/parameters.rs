//! What stands in the address of a request: the session's id, and the questions behind the question mark.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use baton_api::duration_text;
use baton_booking::id::SessionId;
use baton_store::{Cursor, ListFilter, StateName};
use utoipa::IntoParams;

use super::error::ApiError;

/// The longest that a status request may wait; longer wishes are cut to it.
pub(super) const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// The session that a request is about. What is no id names no session.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Id {
    #[param(rename = "sessionId", value_type = uuid::Uuid)]
    pub(super) session: SessionId,
}

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(text) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| ApiError::NoSession)?;
        text.parse().map(|session| Self { session }).map_err(|_| ApiError::NoSession)
    }
}

/// How long a status request waits for a change.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Waiting {
    /// Such as `30s`; at most a minute.
    #[param(rename = "wait", value_type = Option<String>, example = "30s")]
    pub(super) patience: Duration,
}

impl<S: Send + Sync> FromRequestParts<S> for Waiting {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let patience = asked(parts)?.read("wait", duration_text::parse)?.unwrap_or_default();
        Ok(Self { patience: patience.min(LONGEST_WAIT) })
    }
}

/// Whether a cancel also erases.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Cancelling {
    /// Erase the patient's data at once.
    #[param(value_type = Option<bool>)]
    pub(super) erase: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Cancelling {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let truth = |text: &str| text.parse().map_err(|_| "must be true or false");
        Ok(Self { erase: asked(parts)?.read("erase", truth)?.unwrap_or(false) })
    }
}

/// Which sessions are listed.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    pub(super) filter: ListFilter,
}

/// The questions of a list, for the API description.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used: the values are read by `Listing`")]
struct ListingQuestions {
    /// Only sessions in this state.
    state: Option<baton_api::booking::SessionState>,
    /// How many a page holds.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

impl IntoParams for Listing {
    fn into_params(
        place: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        ListingQuestions::into_params(place)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Listing {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let asked = asked(parts)?;
        let size = |text: &str| {
            text.parse()
                .ok()
                .filter(|size| (1..=100).contains(size))
                .ok_or("must be a whole number from 1 to 100")
        };
        let state = asked.read("state", str::parse::<StateName>)?;
        let limit = asked.read("limit", size)?.unwrap_or(20);
        let cursor = asked.read("cursor", str::parse::<Cursor>)?;
        Ok(Self { filter: ListFilter { state, limit, cursor } })
    }
}

/// The questions of one address.
struct Asked(BTreeMap<String, String>);

fn asked(parts: &Parts) -> Result<Asked, ApiError> {
    let query =
        Query::try_from_uri(&parts.uri).map_err(|_| ApiError::field("query", "is not well-formed"))?;
    Ok(Asked(query.0))
}

impl Asked {
    fn read<T, E: ToString>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ApiError> {
        let text = self.0.get(name);
        text.map(|text| parse(text).map_err(|error| ApiError::field(name, error.to_string()))).transpose()
    }
}
