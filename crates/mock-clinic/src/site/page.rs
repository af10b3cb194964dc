//! The booking page's shell: everything else is drawn by its scripts from the JSON that stands in it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use super::Site;
use crate::catalogue::{InvalidParam, with_params};
use crate::records::Visit;
use crate::scenario::{CardForm, FirstLoad, InvalidSwitch, Order};
use crate::{Booking, Clinic, Scenario, calendar};

/// Changes with every release of the real site; clients must read it from the page.
pub(super) const BUILD_ID: &str = "fv22-2026-02";

const SHELL: &str = include_str!("../../assets/booking/index.html");

/// The first mock page's look is laid over the site's own.
const DEMO_HEAD_END: &str = r#"<link rel="stylesheet" href="/assets/demo/demo.css"></head>"#;

pub(super) type Params = HashMap<String, String>;

pub(super) async fn booking(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    Query(query): Query<Params>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, BadPage> {
    let (clinic, scenario) = opened(&site.records().scenario(&slug), &slug, &query)?;
    if scenario.first_load != FirstLoad::Normal && site.records().is_first_load(&uri.to_string()) {
        return Ok(spoiled(&site, scenario.first_load).await);
    }
    Ok(Html(render(&site, &clinic, &scenario, &headers, None)).into_response())
}

/// The first mock page: the same clinic in that page's order and look, its slots at once, its card fields in the page.
pub(super) async fn demo(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Result<Response, BadPage> {
    let base = Scenario {
        order: Order::FirstMock,
        card_form: CardForm::Inline,
        slot_delay_ms: 0,
        search_delay_ms: 0,
        ..site.records().scenario(&slug)
    };
    let (clinic, scenario) = opened(&base, &slug, &query)?;
    let page = render(&site, &clinic, &scenario, &headers, None);
    Ok(Html(page.replace("</head>", DEMO_HEAD_END)).into_response())
}

/// The URL a patient lands on after booking; without a number that was given out it is the booking page.
pub(super) async fn confirmation(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Result<Response, BadPage> {
    let (clinic, scenario) = opened(&site.records().scenario(&slug), &slug, &query)?;
    let number = query.get("number");
    let booking = number.and_then(|number| find_booking(&site, number));
    Ok(Html(render(&site, &clinic, &scenario, &headers, booking.as_ref())).into_response())
}

/// Returns the clinic and the scenario of one page load.
pub(super) fn opened(
    base: &Scenario,
    slug: &str,
    query: &Params,
) -> Result<(Arc<Clinic>, Arc<Scenario>), BadPage> {
    let scenario = base.with_query(query)?;
    let mut clinic = with_params(Clinic::of(slug), query)?;
    if let Some(name) = &scenario.missing_provider {
        clinic = clinic.without_provider(name);
    }
    Ok((Arc::new(clinic), Arc::new(scenario)))
}

async fn spoiled(site: &Site, how: FirstLoad) -> Response {
    if how == FirstLoad::Stall {
        site.stop.cancelled().await;
    }
    (StatusCode::SERVICE_UNAVAILABLE, Html(include_str!("../../assets/booking/unavailable.html")))
        .into_response()
}

fn find_booking(site: &Site, number: &str) -> Option<Booking> {
    site.records().state.bookings.iter().find(|booking| booking.confirmation_number == number).cloned()
}

fn render(
    site: &Site,
    clinic: &Arc<Clinic>,
    scenario: &Arc<Scenario>,
    headers: &HeaderMap,
    confirmed: Option<&Booking>,
) -> String {
    let boot = boot(site, clinic, scenario, headers, confirmed);
    let next = json!({
        "props": { "pageProps": {} },
        "page": "/booking/[slug]",
        "query": { "slug": clinic.slug },
        "buildId": BUILD_ID,
    });
    SHELL
        .replace("{{title}}", &escaped(&format!("Book an appointment | {}", clinic.name)))
        .replace("{{boot}}", &inline_json(&boot))
        .replace("{{next}}", &inline_json(&next))
}

/// Opens a visit and returns what its scripts start from.
fn boot(
    site: &Site,
    clinic: &Arc<Clinic>,
    scenario: &Arc<Scenario>,
    headers: &HeaderMap,
    confirmed: Option<&Booking>,
) -> Value {
    let today = calendar::today(clinic, site.now());
    let visit = site.records().open_visit(Visit::new(Arc::clone(clinic), Arc::clone(scenario)));
    json!({
        "visit": visit,
        "slug": clinic.slug,
        "scenario": **scenario,
        "clinic": {
            "name": clinic.name,
            "phone": clinic.phone,
            "email": clinic.email,
            "address": clinic.address,
            "timezone": clinic.timezone_name,
        },
        "cardOrigin": site.card_origin(host_of(headers)),
        "today": today,
        "firstMonth": clinic.date.unwrap_or(today).strftime("%Y-%m").to_string(),
        "confirmed": confirmed,
    })
}

/// Returns the host without its port, under which the visitor reached the page.
pub(super) fn host_of(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    Some(host.rsplit_once(':').map_or(host, |(name, _)| name))
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// JSON inside a script element must not be able to close it.
fn inline_json(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// A URL whose parameters make no sense.
#[derive(Debug)]
pub(super) struct BadPage(String);

impl From<InvalidSwitch> for BadPage {
    fn from(error: InvalidSwitch) -> Self {
        Self(error.to_string())
    }
}

impl From<InvalidParam> for BadPage {
    fn from(error: InvalidParam) -> Self {
        Self(error.to_string())
    }
}

impl IntoResponse for BadPage {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0).into_response()
    }
}
