//! What the wizard asks on its way: catalogue, days, slots, who the patient is. Knows nothing of payments.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Site;
use super::error::ApiError;
use crate::calendar::{self, OfferedSlot};
use crate::catalogue::{Category, Service};
use crate::records::state::SentCode;
use crate::records::{Contact, Offer, Visit, clock_text, deposit};
use crate::scenario::ContactError;

#[derive(Deserialize)]
pub(super) struct OfVisit {
    visit: String,
}

#[derive(Deserialize)]
pub(super) struct OfMonth {
    visit: String,
    /// `2026-02`
    month: String,
}

#[derive(Deserialize)]
pub(super) struct OfDay {
    visit: String,
    service: String,
    provider: Option<String>,
    date: Date,
}

#[derive(Deserialize)]
pub(super) struct Lookup {
    visit: String,
    phone: String,
}

#[derive(Deserialize)]
pub(super) struct Code {
    visit: String,
    code: String,
}

#[derive(Deserialize)]
pub(super) struct ContactOfVisit {
    visit: String,
    #[serde(flatten)]
    contact: Contact,
}

impl Site {
    pub(super) fn visit(&self, key: &str) -> Result<Visit, ApiError> {
        self.records().visit(key).cloned().ok_or(ApiError::UNKNOWN_VISIT)
    }
}

pub(super) async fn catalogue(
    State(site): State<Arc<Site>>,
    Query(of): Query<OfVisit>,
) -> Result<Json<Value>, ApiError> {
    let visit = site.visit(&of.visit)?;
    let category = |category: &Category| {
        let services = category.services.iter().map(|service| service_json(&visit, service));
        json!({ "name": category.name, "services": services.collect::<Vec<_>>() })
    };
    Ok(Json(json!({ "categories": visit.clinic.categories.iter().map(category).collect::<Vec<_>>() })))
}

fn service_json(visit: &Visit, service: &Service) -> Value {
    json!({
        "id": service.id,
        "name": service.name,
        "durationMinutes": service.duration_minutes,
        "priceCents": service.price_cents,
        "depositCents": deposit(visit, service),
        "providers": visit.clinic.eligible(service),
    })
}

pub(super) async fn days(
    State(site): State<Arc<Site>>,
    Query(of): Query<OfMonth>,
) -> Result<Json<Value>, ApiError> {
    let visit = site.visit(&of.visit)?;
    let first: Date = format!("{}-01", of.month).parse().map_err(|_| ApiError::BAD_DATE)?;
    let now = site.now();
    let day = |date: Date| {
        let state = calendar::day_state(&visit.clinic, date, now);
        json!({ "date": date, "state": state })
    };
    let days: Vec<_> =
        first.series(1.day()).take_while(|date| date.month() == first.month()).map(day).collect();
    let today = calendar::today(&visit.clinic, now);
    Ok(Json(json!({ "today": today, "horizon": calendar::horizon(today), "days": days })))
}

/// Answers late, as the real site does.
pub(super) async fn slots(
    State(site): State<Arc<Site>>,
    Query(of): Query<OfDay>,
) -> Result<Json<Value>, ApiError> {
    let visit = site.visit(&of.visit)?;
    let service = visit.clinic.service(&of.service).ok_or(ApiError::UNKNOWN_SERVICE)?;
    site.pause(visit.scenario.slot_delay_ms).await;
    let offer = Offer { key: &of.visit, now: site.now() };
    let slots = site.records().slots(&visit, service, of.provider.as_deref(), of.date, offer);
    let zone = &visit.clinic.timezone;
    let slot = |slot: &OfferedSlot| {
        let start = of.date.to_datetime(slot.time).to_zoned(zone.clone()).map(|start| start.timestamp()).ok();
        json!({ "time": clock_text(slot.time), "start": start, "available": slot.available })
    };
    Ok(Json(json!({ "slots": slots.iter().map(slot).collect::<Vec<_>>() })))
}

pub(super) async fn lookup(
    State(site): State<Arc<Site>>,
    Json(lookup): Json<Lookup>,
) -> Result<Json<Value>, ApiError> {
    let scenario = site.visit(&lookup.visit)?.scenario;
    if scenario.contact_error == ContactError::Phone {
        return Err(ApiError::PHONE_REJECTED);
    }
    let mut records = site.records();
    let code = scenario.code.then(|| records.new_code());
    if let Some(code) = code.clone() {
        records.state.codes.push(SentCode { phone: lookup.phone.clone(), code });
    }
    let visit = records.visit_mut(&lookup.visit).ok_or(ApiError::UNKNOWN_VISIT)?;
    visit.contact = if scenario.returning { known_patient() } else { visit.contact.clone() };
    visit.contact.phone = lookup.phone;
    visit.code = code;
    Ok(Json(json!({
        "known": scenario.returning,
        "firstName": visit.contact.first_name,
        "codeRequired": visit.code.is_some(),
    })))
}

/// Whom the clinic finds behind every number when the `returning` switch is on.
fn known_patient() -> Contact {
    Contact {
        first_name: "Robin".into(),
        last_name: "Ellery".into(),
        email: "robin.ellery@example.com".into(),
        ..Contact::default()
    }
}

pub(super) async fn code(
    State(site): State<Arc<Site>>,
    Json(entered): Json<Code>,
) -> Result<Json<Value>, ApiError> {
    let mut records = site.records();
    let visit = records.visit_mut(&entered.visit).ok_or(ApiError::UNKNOWN_VISIT)?;
    if visit.code.as_deref().is_some_and(|code| code != entered.code.trim()) {
        return Err(ApiError::WRONG_CODE);
    }
    visit.code = None;
    Ok(Json(json!({})))
}

pub(super) async fn contact(
    State(site): State<Arc<Site>>,
    Json(of): Json<ContactOfVisit>,
) -> Result<Json<Value>, ApiError> {
    let scenario = site.visit(&of.visit)?.scenario;
    if scenario.contact_error == ContactError::Email {
        return Err(ApiError::EMAIL_REJECTED);
    }
    let mut records = site.records();
    records.visit_mut(&of.visit).ok_or(ApiError::UNKNOWN_VISIT)?.contact = of.contact;
    Ok(Json(json!({})))
}
