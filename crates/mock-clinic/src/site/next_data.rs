//! The catalogue as the page's framework fetches it: exact names, durations and who does what, without a browser.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Site;
use super::page::{BUILD_ID, BadPage, Params, opened};
use crate::{Category, Clinic, Provider, Service};

/// `/_next/data/{buildId}/booking/{slug}.json`; another build's id is not found.
pub(super) async fn show(
    State(site): State<Arc<Site>>,
    Path((build_id, file)): Path<(String, String)>,
    Query(query): Query<Params>,
) -> Result<Response, BadPage> {
    let Some(slug) = file.strip_suffix(".json").filter(|_| build_id == BUILD_ID) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let scenario = site.records().scenario(slug);
    let (clinic, _) = opened(&scenario, slug, &query)?;
    site.records().remember_medspa(slug);
    Ok(Json(json!({ "pageProps": { "medspaInfo": medspa_info(&clinic) }, "__N_SSP": true })).into_response())
}

fn medspa_info(clinic: &Clinic) -> Value {
    json!({
        "id": Clinic::medspa_id(&clinic.slug),
        "name": clinic.name,
        "userMedspas": clinic.providers.iter().map(user_medspa).collect::<Vec<_>>(),
        "serviceCategories": clinic.categories.iter().map(|one| category(clinic, one)).collect::<Vec<_>>(),
    })
}

fn category(clinic: &Clinic, category: &Category) -> Value {
    let items: Vec<_> = category.services.iter().map(|one| menu_item(clinic, one)).collect();
    json!({ "name": category.name, "medspaServiceMenuItems": items })
}

fn menu_item(clinic: &Clinic, service: &Service) -> Value {
    let eligible = clinic.eligible(service);
    let details =
        eligible.iter().map(|one| json!({ "userMedspa": user_medspa(one), "customDuration": null }));
    json!({
        "id": service.id,
        "name": service.name,
        "price": f64::from(service.price_cents) / 100.0,
        "durationInMinutes": service.duration_minutes,
        "serviceMenuAdditionalPublicInfo": { "eligibleProvidersDetails": details.collect::<Vec<_>>() },
    })
}

fn user_medspa(provider: &Provider) -> Value {
    let (first, last) = provider.name.split_once(' ').unwrap_or((&provider.name, ""));
    json!({ "id": provider.id, "user": { "firstName": first, "lastName": last } })
}
