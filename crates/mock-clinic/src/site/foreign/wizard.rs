//! "Slotwise": a clinic's own page with the vendor's wizard in an iframe, on this origin or on the other one.
//! Owns its addresses; what the wizard asks on its way is answered by `site/api.rs` and `site/booking.rs`.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;

use super::sheet::Sheet;
use crate::calendar;
use crate::records::Visit;
use crate::site::page::{BadPage, Params, escaped, host_of, opened};
use crate::site::{Site, api, booking};

const CLINIC_PAGE: Sheet =
    Sheet { shell: include_str!("../../../assets/foreign/wizard/clinic.html"), vendor: "wizard" };
const FRAME: Sheet =
    Sheet { shell: include_str!("../../../assets/foreign/wizard/frame.html"), vendor: "wizard" };

pub(super) fn routes() -> Router<Arc<Site>> {
    frame_routes().route("/foreign/wizard/{slug}", get(clinic_page))
}

/// The wizard itself and all it asks, wherever its frame stands.
pub(super) fn frame_routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/foreign/wizard/{slug}/frame", get(frame))
        .route("/foreign/wizard/api/catalogue", get(api::catalogue))
        .route("/foreign/wizard/api/days", get(api::days))
        .route("/foreign/wizard/api/slots", get(api::slots))
        .route("/foreign/wizard/api/contact", post(api::contact))
        .route("/foreign/wizard/api/hold", post(booking::hold))
        .route("/foreign/wizard/api/press", post(booking::press))
        .route("/foreign/wizard/api/book", post(booking::book))
        .route("/foreign/wizard/api/card", post(super::super::cards::tokenise))
}

async fn clinic_page(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    Query(mut query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, BadPage> {
    let other = query.remove("frame").is_some_and(|place| place == "other");
    let (clinic, _) = opened(&site.records().scenario(&slug), &slug, &query)?;
    let origin = if other { site.card_origin(host_of(&headers)) } else { String::new() };
    let frame = format!("{origin}{}?{}", CLINIC_PAGE.path(&clinic, "frame"), uri.query().unwrap_or_default());
    let content = format!("<iframe src=\"{}\" title=\"Online booking\"></iframe>", escaped(&frame));
    Ok(CLINIC_PAGE.page(&clinic, "Book online", &content))
}

async fn frame(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    Query(mut query): Query<Params>,
) -> Result<Response, BadPage> {
    query.remove("frame");
    let (clinic, scenario) = opened(&site.records().scenario(&slug), &slug, &query)?;
    let today = calendar::today(&clinic, site.now());
    let visit = site.records().open_visit(Visit::new(clinic.clone(), scenario));
    let start = json!({ "visit": visit, "today": today, "last": calendar::horizon(today) });
    let content = format!("<main id=\"slotwise\" data-start=\"{}\"></main>", escaped(&start.to_string()));
    Ok(FRAME.page(&clinic, "Slotwise", &content))
}
