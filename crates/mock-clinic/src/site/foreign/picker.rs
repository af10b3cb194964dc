//! "Daybook": the visit on one page with the browser's own controls, then details, then payment. Owns its addresses and what they do.

mod pages;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::checkout::{CardFields, refusal, reserve, submit};
use super::chosen::Chosen;
use super::sheet::too_old;
use crate::records::{Answer, Contact, Visit};
use crate::site::Site;
use crate::site::page::{BadPage, Params, opened};
use pages::{SHEET, final_button};

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/foreign/picker/{slug}", get(visit))
        .route("/foreign/picker/{slug}/details", get(details).post(take_details))
        .route("/foreign/picker/{slug}/pay", get(payment).post(pay))
}

#[derive(Deserialize)]
struct Details {
    #[serde(flatten)]
    chosen: Chosen,
    first: String,
    #[serde(default)]
    last: String,
    mobile: String,
    mail: String,
    #[serde(default)]
    comments: String,
}

#[derive(Deserialize)]
struct Payment {
    #[serde(flatten)]
    chosen: Chosen,
    #[serde(flatten)]
    card: CardFields,
}

async fn visit(
    State(site): State<Arc<Site>>,
    Path(slug): Path<String>,
    Query(query): Query<Params>,
) -> Result<Response, BadPage> {
    let (clinic, scenario) = opened(&site.records().scenario(&slug), &slug, &query)?;
    let visit = site.records().open_visit(Visit::new(clinic.clone(), scenario));
    let chosen = Chosen { visit, ..Chosen::default() };
    Ok(pages::visit(&clinic, &chosen, site.now(), ""))
}

async fn details(State(site): State<Arc<Site>>, Query(chosen): Query<Chosen>) -> Response {
    let Some(visit) = visit_of(&site, &chosen) else { return too_old() };
    match chosen.wish() {
        Some(_) => pages::details(&visit.clinic, &chosen),
        None => {
            pages::visit(&visit.clinic, &chosen, site.now(), "Please choose a treatment, a day and a time.")
        }
    }
}

async fn take_details(State(site): State<Arc<Site>>, Form(form): Form<Details>) -> Response {
    let Some(visit) = visit_of(&site, &form.chosen) else { return too_old() };
    let contact = Contact {
        first_name: form.first,
        last_name: form.last,
        phone: form.mobile,
        email: form.mail,
        notes: form.comments,
    };
    match reserve(&site, &form.chosen, contact) {
        Ok(()) => SHEET.go_to(&visit.clinic, "pay", &form.chosen),
        Err(why) => pages::visit(&visit.clinic, &form.chosen, site.now(), why),
    }
}

async fn payment(State(site): State<Arc<Site>>, Query(chosen): Query<Chosen>) -> Response {
    visit_of(&site, &chosen).map_or_else(too_old, |visit| pages::payment(&visit, &chosen, ""))
}

async fn pay(State(site): State<Arc<Site>>, Form(form): Form<Payment>) -> Response {
    let Some(visit) = visit_of(&site, &form.chosen) else { return too_old() };
    match submit(&site, &form.chosen.visit, final_button(&visit), &form.card) {
        Answer::Booked { confirmation_number } => pages::booked(&visit, &confirmation_number),
        answer => pages::payment(&visit, &form.chosen, refusal(&answer)),
    }
}

fn visit_of(site: &Site, chosen: &Chosen) -> Option<Visit> {
    site.records().visit(&chosen.visit).cloned()
}
