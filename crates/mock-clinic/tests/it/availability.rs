//! Days, times, the catalogue and the GraphQL endpoint.

use std::time::{Duration, Instant};

use baton_mock_clinic::{APPROVED_CARD, Clinic, ClinicClock, ClinicOptions, MockClinic, Scenario};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::client::{Patient, get, json_in, post};

/// A clinic on a Thursday morning, whatever today is.
async fn clinic_in_february() -> MockClinic {
    let clock = ClinicClock::Fixed("2026-02-05T14:00:00Z".parse().unwrap());
    MockClinic::serve(ClinicOptions { clock, scenario: Scenario::quick(), ..ClinicOptions::default() })
        .await
        .unwrap()
}

async fn graphql(clinic: &MockClinic, service: Value) -> Value {
    let body = json!({
        "query": "query Slots { availableTimeSlots { dates { date slots { start end } } } }",
        "variables": {
            "medspaId": medspa_id(clinic).await, "startDate": "2026-02-06", "endDate": "2026-02-07", "services": [service],
        },
    });
    post(clinic.url().join("/v1/graphql").unwrap().as_str(), &body).await.json()
}

async fn catalogue(clinic: &MockClinic) -> Value {
    let page = get(&clinic.booking_url("forever-22")).await;
    let next = json_in(&page.text, r#"<script id="__NEXT_DATA__" type="application/json">"#);
    let path = format!("/_next/data/{}/booking/forever-22.json", next["buildId"].as_str().unwrap());
    get(clinic.url().join(&path).unwrap().as_str()).await.json()["pageProps"]["medspaInfo"].clone()
}

async fn medspa_id(clinic: &MockClinic) -> String {
    catalogue(clinic).await["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn times_come_as_late_as_the_scenario_says() {
    let clinic = MockClinic::spawn().await;
    let patient = Patient::arrives(&clinic, &[("slotDelayMs", "300")]).await;
    let day = clinic.open_slot().0.to_string();
    let asked = Instant::now();
    let slots = patient.asks("/api/slots", &[("service", "lip-filler"), ("date", &day)]).await.json();
    assert!(asked.elapsed() >= Duration::from_millis(300));
    let slots = slots["slots"].as_array().unwrap().clone();
    assert_eq!((slots.len(), slots.iter().filter(|slot| slot["available"] == false).count()), (19, 4));
}

#[tokio::test]
async fn a_month_lists_every_day_with_its_state() {
    let clinic = clinic_in_february().await;
    let patient = Patient::arrives(&clinic, &[]).await;
    let month = patient.asks("/api/days", &[("month", "2026-02")]).await.json();
    let days = month["days"].as_array().unwrap();
    assert_eq!(
        (days.len(), month["today"].as_str(), month["horizon"].as_str()),
        (28, Some("2026-02-05"), Some("2026-05-05"))
    );
    assert_eq!(
        (days[3]["state"].as_str(), days[0]["state"].as_str(), days[12]["state"].as_str()),
        (Some("past"), Some("past"), Some("full"))
    );
}

#[tokio::test]
async fn a_proposed_slot_lies_ahead_on_an_open_day() {
    let clinic = clinic_in_february().await;
    let (day, time) = clinic.open_slot();
    assert!(day >= date(2026, 2, 7), "{day}");
    assert_eq!(time, jiff::civil::time(14, 30, 0, 0));
}

#[tokio::test]
async fn the_catalogue_names_durations_and_eligible_providers() {
    let clinic = clinic_in_february().await;
    let info = catalogue(&clinic).await;
    let categories = info["serviceCategories"].as_array().unwrap();
    let virtual_visit = &categories[2]["medspaServiceMenuItems"][1];
    assert_eq!(categories.len(), Clinic::of("forever-22").categories.len());
    assert_eq!(virtual_visit["name"], "Weight Loss Consultation - Virtual Visit");
    let eligible = &virtual_visit["serviceMenuAdditionalPublicInfo"]["eligibleProvidersDetails"];
    assert_eq!(eligible.as_array().unwrap().len(), 1);
    assert_eq!(eligible[0]["userMedspa"]["user"]["firstName"], "Gale");
    let old_build = clinic.url().join("/_next/data/old/booking/forever-22.json").unwrap();
    assert_eq!(get(old_build.as_str()).await.status, 404);
}

#[tokio::test]
async fn graphql_answers_per_provider_and_leaves_offsets_out_on_odd_days() {
    let clinic = clinic_in_february().await;
    let service = json!({ "serviceMenuItemId": "lip-filler", "noPreference": false, "order": 1, "providerId": "18201" });
    let dates = graphql(&clinic, service).await["data"]["availableTimeSlots"]["dates"].clone();
    assert_eq!(
        dates[0]["slots"][0],
        json!({ "start": "2026-02-06T09:00:00-05:00", "end": "2026-02-06T10:00:00-05:00" })
    );
    assert_eq!(dates[1]["slots"][0]["start"], "2026-02-07T09:00:00");
}

#[tokio::test]
async fn graphql_answers_nothing_without_a_named_provider() {
    let clinic = clinic_in_february().await;
    for no_preference in [true, false] {
        let service = json!({ "serviceMenuItemId": "lip-filler", "noPreference": no_preference, "order": 1 });
        let dates = graphql(&clinic, service).await["data"]["availableTimeSlots"]["dates"].clone();
        assert_eq!(dates[0]["slots"], json!([]), "{no_preference}");
    }
}

#[tokio::test]
async fn what_is_booked_is_gone_from_graphql() {
    let clinic = clinic_in_february().await;
    let service = json!({ "serviceMenuItemId": "lip-filler", "noPreference": false, "order": 1, "providerId": "18201" });
    let before =
        graphql(&clinic, service.clone()).await["data"]["availableTimeSlots"]["dates"][0]["slots"].clone();
    let patient = Patient::arrives(&clinic, &[]).await;
    patient.reaches_payment((date(2026, 2, 6), jiff::civil::time(9, 0, 0, 0))).await;
    patient.pays_with(APPROVED_CARD).await;
    let after = graphql(&clinic, service).await["data"]["availableTimeSlots"]["dates"][0]["slots"].clone();
    assert_eq!(after.as_array().unwrap().len(), before.as_array().unwrap().len() - 1);
}
