//! The window for tests: what really happened, and how the site shall behave. No patient and no Baton looks here.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::Site;
use crate::{ClinicState, Scenario};

pub(super) async fn state(State(site): State<Arc<Site>>) -> Json<ClinicState> {
    Json(site.records().state.clone())
}

pub(super) async fn reset(State(site): State<Arc<Site>>) -> StatusCode {
    site.records().reset();
    StatusCode::NO_CONTENT
}

pub(super) async fn scenario(State(site): State<Arc<Site>>, Path(slug): Path<String>) -> Json<Scenario> {
    Json(site.records().scenario(&slug))
}

/// Switches that are not named take their defaults.
pub(super) async fn set_scenario(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    Json(scenario): Json<Scenario>,
) -> Json<Scenario> {
    site.records().set_scenario(&slug, scenario.clone());
    Json(scenario)
}
