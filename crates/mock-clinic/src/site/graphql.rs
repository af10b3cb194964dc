//! The undocumented availability query, with the habits of the real one: a provider must be named, and some days
//! come without a UTC offset.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Site;
use crate::records::{Offer, Visit};
use crate::{Clinic, Scenario, Service};

/// A query may not ask for more days than this.
const DAYS_AT_MOST: usize = 100;

#[derive(Deserialize)]
pub(super) struct GraphQl {
    query: String,
    #[serde(default)]
    variables: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    medspa_id: Value,
    start_date: String,
    end_date: String,
    services: Vec<WantedService>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WantedService {
    service_menu_item_id: Value,
    #[serde(default)]
    no_preference: bool,
    provider_id: Option<Value>,
}

pub(super) async fn answer(State(site): State<Arc<Site>>, Json(request): Json<GraphQl>) -> Json<Value> {
    if !request.query.contains("availableTimeSlots") {
        return failure("the only query is availableTimeSlots");
    }
    // Clients wrap the arguments in `input` or name them one by one.
    let variables = request.variables.get("input").unwrap_or(&request.variables).clone();
    let Ok(wanted) = serde_json::from_value::<Wanted>(variables) else {
        return failure("availableTimeSlots takes medspaId, startDate, endDate and services");
    };
    let Some(slug) = site.records().slug_of_medspa(&plain(&wanted.medspa_id)) else {
        return failure("there is no such medspa");
    };
    let scenario = site.records().scenario(&slug);
    site.pause(scenario.graphql_delay_ms).await;
    match dates(&site, &slug, scenario, &wanted) {
        Some(dates) => Json(json!({ "data": { "availableTimeSlots": { "dates": dates } } })),
        None => failure("startDate and endDate are dates, and services names a service of this medspa"),
    }
}

fn dates(site: &Site, slug: &str, scenario: Scenario, wanted: &Wanted) -> Option<Vec<Value>> {
    let visit = Visit::new(Arc::new(Clinic::of(slug)), Arc::new(scenario));
    let first = wanted.services.first()?;
    let service = visit.clinic.service(&plain(&first.service_menu_item_id))?;
    let (start, end) = (day(&wanted.start_date)?, day(&wanted.end_date)?);
    let days = start.series(1.day()).take_while(|date| *date <= end).take(DAYS_AT_MOST);
    Some(
        days.map(|date| json!({ "date": date, "slots": slots(site, &visit, service, first, date) }))
            .collect(),
    )
}

fn slots(site: &Site, visit: &Visit, service: &Service, wanted: &WantedService, date: Date) -> Vec<Value> {
    let provider = wanted.provider_id.as_ref().map(plain).filter(|_| !wanted.no_preference);
    let answers_everyone = wanted.no_preference && visit.scenario.graphql_no_preference;
    if provider.is_none() && !answers_everyone {
        return Vec::new();
    }
    let offer = Offer { key: "", now: site.now() };
    let slots = site.records().slots(visit, service, provider.as_deref(), date, offer);
    let slot = |start: DateTime| {
        let end = start.saturating_add(i64::from(service.duration_minutes).minutes());
        json!({ "start": instant(&visit.clinic, start), "end": instant(&visit.clinic, end) })
    };
    slots.iter().filter(|slot| slot.available).map(|free| slot(date.to_datetime(free.time))).collect()
}

/// Odd days are written without an offset, in the clinic's wall time.
fn instant(clinic: &Clinic, at: DateTime) -> String {
    let format = if at.day() % 2 == 0 { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S" };
    at.to_zoned(clinic.timezone.clone())
        .map_or_else(|_| at.to_string(), |zoned| zoned.strftime(format).to_string())
}

/// Takes "2026-02-05" and "2026-02-05T00:00:00.000Z".
fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

fn plain(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

fn failure(message: &str) -> Json<Value> {
    Json(json!({ "errors": [{ "message": message }] }))
}
