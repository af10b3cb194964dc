//! A session in each of its states. Every person here is invented.

use std::time::Duration;

use baton_booking::handoff::{Handoff, HandoffMode, HandoffReason, HandoffToken};
use baton_booking::id::{PublicId, SessionId};
use baton_booking::outcome::{Confirmation, Failure, FailureCode, PaymentAttempt, PaymentResult};
use baton_booking::request::{BookingRequest, HandoffPreference, Lead};
use baton_booking::session::{Limits, Session, Step};
use jiff::{Timestamp, ToSpan};

/// `seconds` after the session was taken on.
pub(crate) fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-02-03T10:00:00Z".parse().unwrap();
    start + seconds.seconds()
}

pub(crate) fn limits() -> Limits {
    Limits::default()
}

/// Limits under which the first refusal is final.
pub(crate) fn no_second_try() -> Limits {
    Limits { payment_retry_window: Duration::ZERO, ..limits() }
}

pub(crate) fn created() -> Session {
    let request = BookingRequest {
        booking_url: "https://clinic.example/booking/forever-22".parse().unwrap(),
        date: "2026-02-05".parse().unwrap(),
        time: "14:30".parse().unwrap(),
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
        first_name: "Testa".into(),
        last_name: String::new(),
        phone: "+12025550143".into(),
        email: "testa@example.com".into(),
        notes: None,
    };
    Session::create(SessionId::generate(), request, lead, &limits(), at(0))
}

pub(crate) fn handoff() -> Handoff {
    Handoff {
        public_id: PublicId::generate(),
        tokens: vec![HandoffToken::generate().hash()],
        mode: HandoffMode::Live,
        reason: HandoffReason::Payment,
        ready_at: at(30),
        deposit: None,
        page_url: "https://clinic.example/booking/forever-22".into(),
    }
}

pub(crate) fn refusal() -> PaymentAttempt {
    PaymentAttempt { at: at(60), result: PaymentResult::Declined, message: "Your card was declined.".into() }
}

pub(crate) fn failure(code: FailureCode) -> Failure {
    Failure::new(code, "The site said so.")
}

pub(crate) fn navigating() -> Session {
    created().navigate(at(1)).unwrap()
}

pub(crate) fn ready() -> Session {
    navigating().hand_off(handoff(), at(30)).unwrap()
}

pub(crate) fn monitoring() -> Session {
    ready().monitor(at(40)).unwrap()
}

/// The patient passed a code, and automation goes on.
pub(crate) fn resumed() -> Session {
    monitoring().resume(at(45)).unwrap().reach(Step::Details, at(46)).unwrap()
}

pub(crate) fn submitted() -> Session {
    monitoring().submit(at(50)).unwrap()
}

pub(crate) fn refused() -> Session {
    submitted().refuse(refusal(), at(60)).unwrap()
}

pub(crate) fn completed() -> Session {
    submitted().complete(Confirmation::default(), at(55)).unwrap()
}
