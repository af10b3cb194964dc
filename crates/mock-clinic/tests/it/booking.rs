//! Holds and bookings: who has a slot, and for how long.

use baton_mock_clinic::{APPROVED_CARD, MockClinic};
use serde_json::json;

use crate::client::Patient;

const GALE: Option<&str> = Some("18201");

#[tokio::test]
async fn a_paid_booking_is_recorded_with_everything_the_patient_said() {
    let clinic = MockClinic::spawn().await;
    let slot = clinic.open_slot();
    let patient = Patient::arrives(&clinic, &[]).await;
    patient.reaches_payment(slot).await;
    let answer = patient.pays_with(APPROVED_CARD).await;

    let state = clinic.state().await;
    let booking = &state.bookings[0];
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["confirmationNumber"], booking.confirmation_number);
    assert_eq!((booking.service.as_str(), booking.provider.as_str()), ("Mini Lip Filler", "Gale Tesar"));
    assert_eq!((booking.date.clone(), booking.time.as_str()), (slot.0.to_string(), "14:30"));
    assert_eq!((booking.first_name.as_str(), booking.phone.as_str()), ("Jane", "+14405550199"));
    assert_eq!((state.payments.len(), state.final_presses, state.holds.len()), (1, 1, 0));
}

#[tokio::test]
async fn a_service_without_deposit_is_booked_by_the_review_alone() {
    let clinic = MockClinic::spawn().await;
    let patient = Patient::arrives(&clinic, &[("nodeposit", "1")]).await;
    patient.reaches_payment(clinic.open_slot()).await;
    let answer = patient.submits(json!({})).await;
    let state = clinic.state().await;
    assert_eq!((answer.status, state.bookings.len(), state.payments.len()), (201, 1, 0));
}

#[tokio::test]
async fn reaching_the_review_holds_the_slot_against_others() {
    let clinic = MockClinic::spawn().await;
    let slot = clinic.open_slot();
    let (first, second) = (Patient::arrives(&clinic, &[]).await, Patient::arrives(&clinic, &[]).await);
    first.introduces_herself().await;
    assert_eq!(first.holds(GALE, slot).await.status, 200);
    let refused = second.holds(GALE, slot).await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (409, Some("slot_taken")));
    assert_eq!(second.holds(None, slot).await.json()["provider"], "Brandi Sesock");
}

#[tokio::test]
async fn choosing_another_time_lets_go_of_the_first() {
    let clinic = MockClinic::spawn().await;
    let slots = clinic.open_slots();
    let (first, second) = (Patient::arrives(&clinic, &[]).await, Patient::arrives(&clinic, &[]).await);
    first.holds(GALE, slots[0]).await;
    first.holds(GALE, slots[1]).await;
    assert_eq!(second.holds(GALE, slots[0]).await.status, 200);
    assert_eq!(clinic.state().await.holds.len(), 2);
}

#[tokio::test]
async fn an_unavailable_time_cannot_be_held() {
    let clinic = MockClinic::spawn().await;
    let (date, _) = clinic.open_slot();
    let patient = Patient::arrives(&clinic, &[]).await;
    for time in [jiff::civil::time(9, 30, 0, 0), jiff::civil::time(9, 7, 0, 0)] {
        assert_eq!(patient.holds(None, (date, time)).await.status, 409);
    }
}

#[tokio::test]
async fn a_slot_lost_at_the_review_is_refused_once_and_gone() {
    let clinic = MockClinic::spawn().await;
    let slots = clinic.open_slots();
    let patient = Patient::arrives(&clinic, &[("slotLost", "review")]).await;
    assert_eq!(patient.holds(GALE, slots[0]).await.status, 409);
    assert_eq!(patient.holds(GALE, slots[0]).await.status, 409);
    assert_eq!(patient.holds(GALE, slots[1]).await.status, 200);
}

#[tokio::test]
async fn a_slot_lost_at_the_payment_costs_nothing() {
    let clinic = MockClinic::spawn().await;
    let patient = Patient::arrives(&clinic, &[("slotLost", "payment")]).await;
    patient.reaches_payment(clinic.open_slot()).await;
    let answer = patient.pays_with(APPROVED_CARD).await;
    let state = clinic.state().await;
    assert_eq!((answer.status, answer.json()["status"].as_str()), (409, Some("slotTaken")));
    assert_eq!((state.bookings.len(), state.payments.len(), state.final_presses), (0, 0, 1));
}

#[tokio::test]
async fn the_review_can_be_made_to_name_another_time() {
    let clinic = MockClinic::spawn().await;
    let patient = Patient::arrives(&clinic, &[("wrongReadback", "1")]).await;
    assert_eq!(patient.holds(None, clinic.open_slot()).await.json()["time"], "15:00");
}
