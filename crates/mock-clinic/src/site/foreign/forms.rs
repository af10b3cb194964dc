//! "Bookwell": pages drawn by the server, one form per page, no scripts at all. Owns its addresses and what they do.

mod pages;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::calendar_table::month_of;
use super::checkout::{CardFields, refusal, reserve, submit};
use super::chosen::Chosen;
use super::sheet::too_old;
use crate::records::{Answer, Contact, Visit};
use crate::site::Site;
use crate::site::page::{BadPage, Params, opened};
use pages::{SHEET, final_button};

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/foreign/forms/{slug}", get(treatments))
        .route("/foreign/forms/{slug}/treatment", post(take_treatment))
        .route("/foreign/forms/{slug}/therapist", get(therapists).post(take_therapist))
        .route("/foreign/forms/{slug}/day", get(days))
        .route("/foreign/forms/{slug}/time", get(times).post(take_time))
        .route("/foreign/forms/{slug}/details", get(details).post(take_details))
        .route("/foreign/forms/{slug}/payment", get(payment).post(pay))
}

#[derive(Deserialize)]
struct Month {
    #[serde(flatten)]
    chosen: Chosen,
    #[serde(default)]
    month: String,
}

#[derive(Deserialize)]
struct Details {
    #[serde(flatten)]
    chosen: Chosen,
    fullname: String,
    telephone: String,
    email: String,
    #[serde(default)]
    remarks: String,
}

#[derive(Deserialize)]
struct Payment {
    #[serde(flatten)]
    chosen: Chosen,
    #[serde(flatten)]
    card: CardFields,
}

async fn treatments(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    Query(query): Query<Params>,
) -> Result<Response, BadPage> {
    let (clinic, scenario) = opened(&site.records().scenario(&slug), &slug, &query)?;
    let visit = site.records().open_visit(Visit::new(clinic.clone(), scenario));
    Ok(pages::treatments(&clinic, &Chosen { visit, ..Chosen::default() }))
}

async fn take_treatment(State(site): State<Arc<Site>>, Form(chosen): Form<Chosen>) -> Response {
    go_on(&site, "therapist", &chosen)
}

async fn therapists(State(site): State<Arc<Site>>, Query(chosen): Query<Chosen>) -> Response {
    shown(&site, &chosen, |visit| pages::therapists(visit, &chosen))
}

async fn take_therapist(State(site): State<Arc<Site>>, Form(chosen): Form<Chosen>) -> Response {
    go_on(&site, "day", &chosen)
}

async fn days(State(site): State<Arc<Site>>, Query(Month { chosen, month }): Query<Month>) -> Response {
    let now = site.now();
    shown(&site, &chosen, |visit| {
        pages::days(&visit.clinic, &chosen, month_of(&month, &visit.clinic, now), now)
    })
}

async fn times(State(site): State<Arc<Site>>, Query(chosen): Query<Chosen>) -> Response {
    shown(&site, &chosen, |visit| pages::times(&site, visit, &chosen, ""))
}

async fn take_time(State(site): State<Arc<Site>>, Form(chosen): Form<Chosen>) -> Response {
    go_on(&site, "details", &chosen)
}

async fn details(State(site): State<Arc<Site>>, Query(chosen): Query<Chosen>) -> Response {
    shown(&site, &chosen, |visit| pages::details(&visit.clinic, &chosen))
}

async fn take_details(State(site): State<Arc<Site>>, Form(form): Form<Details>) -> Response {
    let contact = Contact {
        first_name: form.fullname,
        phone: form.telephone,
        email: form.email,
        notes: form.remarks,
        ..Contact::default()
    };
    match reserve(&site, &form.chosen, contact) {
        Ok(()) => go_on(&site, "payment", &form.chosen),
        Err(why) => shown(&site, &form.chosen, |visit| pages::times(&site, visit, &form.chosen, why)),
    }
}

async fn payment(State(site): State<Arc<Site>>, Query(chosen): Query<Chosen>) -> Response {
    shown(&site, &chosen, |visit| match &visit.confirmation {
        // Whoever comes back to the address of a booking reads how it ended.
        Some(number) => pages::booked(visit, number),
        None => pages::payment(visit, &chosen, ""),
    })
}

async fn pay(State(site): State<Arc<Site>>, Form(form): Form<Payment>) -> Response {
    let Some(visit) = visit(&site, &form.chosen) else { return too_old() };
    match submit(&site, &form.chosen.visit, final_button(&visit), &form.card) {
        Answer::Booked { confirmation_number } => pages::booked(&visit, &confirmation_number),
        answer => pages::payment(&visit, &form.chosen, refusal(&answer)),
    }
}

fn visit(site: &Site, chosen: &Chosen) -> Option<Visit> {
    site.records().visit(&chosen.visit).cloned()
}

fn shown(site: &Site, chosen: &Chosen, page: impl FnOnce(&Visit) -> Response) -> Response {
    visit(site, chosen).map_or_else(too_old, |visit| page(&visit))
}

fn go_on(site: &Site, page: &str, chosen: &Chosen) -> Response {
    shown(site, chosen, |visit| SHEET.go_to(&visit.clinic, page, chosen)).into_response()
}
