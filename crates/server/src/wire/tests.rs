//! The bodies that platforms read, as they stand.

use std::time::Duration;

use baton_booking::handoff::Handoff;
use baton_booking::id::PublicId;
use baton_booking::outcome::{Failure, FailureCode, PaymentResult};
use baton_booking::request::{BookingRequest, HandoffPreference, Lead};
use baton_booking::session::Limits;
use serde_json::Value;

use super::*;

fn now() -> Timestamp {
    "2030-02-05T10:00:00.123456Z".parse().unwrap()
}

fn created() -> Session {
    let request = BookingRequest {
        booking_url: "https://clinic.example.com/book".parse().unwrap(),
        date: jiff::civil::date(2030, 2, 5),
        time: jiff::civil::time(14, 30, 0, 0),
        service: None,
        provider: None,
        callback_url: None,
        handoff: HandoffPreference::Auto,
        timezone: None,
        timeout: None,
        profile: None,
        aliases: Vec::new(),
    };
    let lead = Lead {
        first_name: "CANARY".to_owned(),
        last_name: "CANARY".to_owned(),
        phone: "CANARY".to_owned(),
        email: "CANARY".to_owned(),
        notes: Some("CANARY".to_owned()),
    };
    let id = "0190b6c8-7a54-7c3e-9d0f-3a1b5c7d9e2f".parse().unwrap();
    Session::create(id, request, lead, &Limits::default(), now())
}

fn monitored() -> Session {
    let handoff = Handoff {
        public_id: PublicId::generate(),
        tokens: Vec::new(),
        mode: HandoffMode::Live,
        reason: HandoffReason::Payment,
        ready_at: now(),
        deposit: Some(Money { cents: 5_000, currency: "USD".to_owned() }),
        page_url: "https://clinic.example.com/pay/CANARY".to_owned(),
    };
    let later = now() + Duration::from_secs(9);
    let ready = created().navigate(now()).unwrap().hand_off(handoff, later).unwrap();
    ready.monitor(later).unwrap()
}

fn refused() -> Session {
    let at = now() + Duration::from_mins(1);
    let message = "Your card was declined. Please try a different card.".to_owned();
    monitored().refuse(PaymentAttempt { at, result: PaymentResult::Declined, message }, at).unwrap()
}

fn completed() -> Session {
    let confirmation = Confirmation {
        number: Some("MXE-2026-7K2QF".to_owned()),
        appointment: Some("2030-02-05T14:30[America/New_York]".parse().unwrap()),
        appointment_text: Some("Tuesday, February 5 at 2:30 PM".to_owned()),
        provider: Some("Brandi Sesock".to_owned()),
        service: Some("Tox".to_owned()),
        differs: Vec::new(),
    };
    refused().complete(confirmation, now() + Duration::from_secs(90)).unwrap()
}

fn failed() -> Session {
    let failure = Failure::new(FailureCode::TimeUnavailable, "2:30 PM is not free on that day.")
        .with_choices(["1:00 PM".to_owned(), "3:15 PM".to_owned()]);
    created().navigate(now()).unwrap().fail(failure, now() + Duration::from_secs(5)).unwrap()
}

fn json(body: impl serde::Serialize) -> Value {
    serde_json::to_value(body).unwrap()
}

#[test]
fn a_waiting_session_tells_its_place() {
    insta::assert_json_snapshot!("waiting", session(&created(), Some(3)));
}

#[test]
fn a_watched_session_tells_what_the_patient_is_asked() {
    insta::assert_json_snapshot!("refused", session(&refused(), None));
}

#[test]
fn a_completed_session_tells_the_confirmation() {
    insta::assert_json_snapshot!("completed", session(&completed(), None));
    insta::assert_json_snapshot!("completed-callback", callback(&completed()).unwrap());
}

#[test]
fn a_failed_session_tells_why_and_what_else_there_is() {
    insta::assert_json_snapshot!("failed", session(&failed(), None));
    insta::assert_json_snapshot!("failed-callback", callback(&failed()).unwrap());
}

#[test]
fn every_end_has_a_callback_and_no_live_state_has_one() {
    let kind = |session: &Session| callback(session).map(|body| json(body.kind));
    let end = now() + Duration::from_secs(1);
    assert_eq!(kind(&created()), None);
    assert_eq!(kind(&monitored()), None);
    assert_eq!(kind(&completed()), Some("booking.completed".into()));
    assert_eq!(kind(&failed()), Some("booking.failed".into()));
    assert_eq!(kind(&monitored().abandon(end).unwrap()), Some("booking.abandoned".into()));
    assert_eq!(kind(&created().cancel(end).unwrap()), Some("booking.cancelled".into()));
}

#[test]
fn a_cancel_in_the_middle_of_a_payment_says_so() {
    let cancelled = monitored().submit(now()).unwrap().cancel(now()).unwrap();
    let body = callback(&cancelled).unwrap();
    assert_eq!(body.outcome, body::Outcome::Cancelled);
    assert_eq!(body.code.as_deref(), Some("outcome_unknown"));
    assert_eq!(callback(&monitored().cancel(now()).unwrap()).unwrap().error, None);
}

#[test]
fn an_appointment_without_a_date_is_told_in_the_page_s_words() {
    let said = Confirmation {
        appointment_text: Some("Tuesday at half past two".to_owned()),
        ..Confirmation::default()
    };
    assert_eq!(confirmation(&said).appointment_time.as_deref(), Some("Tuesday at half past two"));
}

#[test]
fn nothing_of_the_person_is_told() {
    for session_then in [created(), monitored(), refused(), completed(), failed()] {
        let told =
            json(session(&session_then, Some(1))).to_string() + &json(callback(&session_then)).to_string();
        assert!(!told.contains("CANARY"), "{told}");
    }
}
