//! The window for tests, and the clinic's own end.

use baton_mock_clinic::{APPROVED_CARD, MockClinic, Scenario};
use serde_json::json;
use tokio::net::TcpStream;

use crate::client::{Patient, get, post};

#[tokio::test]
async fn the_state_over_http_is_the_state_in_process() {
    let clinic = MockClinic::spawn().await;
    let patient = Patient::arrives(&clinic, &[]).await;
    patient.reaches_payment(clinic.open_slot()).await;
    patient.pays_with(APPROVED_CARD).await;
    let answer = get(clinic.url().join("/control/state").unwrap().as_str()).await;
    assert_eq!(answer.json(), serde_json::to_value(clinic.state().await).unwrap());
}

#[tokio::test]
async fn a_reset_forgets_what_happened_and_frees_the_slots() {
    let clinic = MockClinic::spawn().await;
    let slot = clinic.open_slot();
    let patient = Patient::arrives(&clinic, &[]).await;
    patient.reaches_payment(slot).await;
    patient.pays_with(APPROVED_CARD).await;
    assert_ne!(clinic.open_slot(), slot);
    assert_eq!(post(clinic.url().join("/control/reset").unwrap().as_str(), &json!({})).await.status, 204);
    assert_eq!(clinic.open_slot(), slot);
    assert_eq!(clinic.state().await, baton_mock_clinic::ClinicState::default());
}

#[tokio::test]
async fn a_scenario_set_over_http_holds_for_its_slug_alone() {
    let clinic = MockClinic::spawn().await;
    let set = clinic.url().join("/control/scenario/glow").unwrap();
    assert_eq!(post(set.as_str(), &json!({ "nodeposit": true })).await.status, 200);
    let glow: Scenario = serde_json::from_value(get(set.as_str()).await.json()).unwrap();
    assert_eq!(glow, Scenario { nodeposit: true, ..Scenario::default() });
    let other = get(clinic.url().join("/control/scenario/forever-22").unwrap().as_str()).await;
    assert_eq!(other.json()["nodeposit"], false);
}

#[tokio::test]
async fn every_open_slot_that_is_proposed_can_be_held() {
    let clinic = MockClinic::spawn().await;
    for slot in clinic.open_slots().into_iter().step_by(40) {
        let patient = Patient::arrives(&clinic, &[]).await;
        assert_eq!(patient.holds(None, slot).await.status, 200, "{slot:?}");
    }
}

#[tokio::test]
async fn a_dropped_clinic_takes_no_more_connections() {
    let clinic = MockClinic::spawn().await;
    let address = (clinic.url().host_str().unwrap().to_owned(), clinic.url().port().unwrap());
    drop(clinic);
    while TcpStream::connect((address.0.as_str(), address.1)).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
