//! The switches of the practice clinic, one by one: each ends at the patient's step or with the one right code.

use std::sync::Arc;

use baton_booking::handoff::HandoffReason::{Captcha, Payment, Review, VerificationCode};
use baton_booking::outcome::FailureCode::{
    ProviderNotFound, SelectionMismatch, SiteRejectedContact, SlotLost, TimeUnavailable,
};
use baton_booking::profile::SiteProfile;

use crate::desk::{Desk, Ended, SERVICE, generic, moxie};

type Case = (&'static [(&'static str, &'static str)], Ended);

const OBSTACLES: &[Case] = &[
    (&[("slotDelayMs", "4000")], Ended::At(Payment)),
    (&[("searchDelayMs", "600")], Ended::At(Payment)),
    (&[("cookieBanner", "1")], Ended::At(Payment)),
    (&[("newsletter", "1")], Ended::At(Payment)),
    (&[("upsell", "1")], Ended::At(Payment)),
    (&[("testimonial", "1")], Ended::At(Payment)),
    (&[("policy", "checkbox")], Ended::At(Payment)),
    (&[("rerender", "1")], Ended::At(Payment)),
    (&[("randomIds", "1")], Ended::At(Payment)),
    (&[("fingersOnly", "1")], Ended::At(Payment)),
    (&[("firstLoad", "503")], Ended::At(Payment)),
    (&[("firstLoad", "stall")], Ended::At(Payment)),
];

const LAYOUTS: &[Case] = &[
    (&[("fullPages", "1")], Ended::At(Payment)),
    (&[("wizardFrame", "1")], Ended::At(Payment)),
    (&[("order", "phoneFirst")], Ended::At(Payment)),
    (&[("order", "onePage")], Ended::At(Payment)),
    (&[("order", "providerStep")], Ended::At(Payment)),
    (&[("returning", "1")], Ended::At(Payment)),
    (&[("cardForm", "inline")], Ended::At(Payment)),
    (&[("wide", "1")], Ended::At(Payment)),
    (&[("wide", "1"), ("wizardFrame", "1")], Ended::At(Payment)),
    (&[("cardForm", "split")], Ended::At(Payment)),
    (&[("formatter", "keydown")], Ended::At(Payment)),
    (&[("holdOnly", "1")], Ended::At(Payment)),
    (&[("nodeposit", "1")], Ended::At(Review)),
    (&[("nodeposit", "1"), ("policy", "checkbox")], Ended::At(Review)),
];

const FORMATS: &[Case] = &[
    (&[("lang", "es")], Ended::At(Payment)),
    (&[("lang", "es"), ("clock", "24h")], Ended::At(Payment)),
    (&[("monthLanguage", "fr")], Ended::At(Payment)),
    (&[("clock", "24h")], Ended::At(Payment)),
    (&[("grid", "15")], Ended::At(Payment)),
    // Every fifth time of a grid is taken, and half past two is one of them.
    (&[("grid", "30")], Ended::With(TimeUnavailable)),
    (&[("slotFormat", "lower")], Ended::At(Payment)),
    (&[("slotList", "parts")], Ended::At(Payment)),
    (&[("slotList", "parts"), ("lang", "es")], Ended::At(Payment)),
    (&[("slotList", "parts"), ("grid", "30")], Ended::With(TimeUnavailable)),
    (&[("slotList", "more"), ("grid", "15")], Ended::At(Payment)),
    (&[("slotList", "more"), ("grid", "30")], Ended::With(TimeUnavailable)),
    (&[("slotFormat", "tight")], Ended::At(Payment)),
    (&[("slotFormat", "mixed")], Ended::At(Payment)),
    (&[("phoneField", "e164")], Ended::At(Payment)),
    (&[("phoneField", "masked")], Ended::At(Payment)),
    (&[("phoneField", "country")], Ended::At(Payment)),
];

const ENDINGS: &[Case] = &[
    (&[("code", "1")], Ended::At(VerificationCode)),
    (&[("captcha", "1")], Ended::At(Captcha)),
    (&[("contactError", "email")], Ended::With(SiteRejectedContact)),
    (&[("contactError", "phone")], Ended::With(SiteRejectedContact)),
    (&[("slotLost", "review")], Ended::With(SlotLost)),
    (&[("slotLost", "payment")], Ended::At(Payment)),
    (&[("wrongReadback", "1")], Ended::With(SelectionMismatch)),
    (&[("missingProvider", "Brandi Sesock")], Ended::With(ProviderNotFound)),
];

#[tokio::test]
async fn obstacles_are_cleared_or_waited_out() {
    run(&moxie(), OBSTACLES).await;
}

#[tokio::test]
async fn obstacles_are_cleared_without_knowledge_of_the_site() {
    run(&generic(), OBSTACLES).await;
}

#[tokio::test]
async fn steps_are_found_in_any_order_and_place() {
    run(&moxie(), LAYOUTS).await;
}

#[tokio::test]
async fn steps_are_found_without_knowledge_of_the_site() {
    run(&generic(), LAYOUTS).await;
}

#[tokio::test]
async fn dates_times_and_numbers_are_understood_in_every_format() {
    run(&moxie(), FORMATS).await;
}

#[tokio::test]
async fn formats_are_understood_without_knowledge_of_the_site() {
    run(&generic(), FORMATS).await;
}

#[tokio::test]
async fn what_cannot_go_on_ends_with_the_right_reason() {
    run(&moxie(), ENDINGS).await;
}

#[tokio::test]
async fn endings_are_told_without_knowledge_of_the_site() {
    run(&generic(), ENDINGS).await;
}

async fn run(profile: &Arc<SiteProfile>, cases: &[Case]) {
    let desk = Desk::open().await;
    let mut wrong = Vec::new();
    for (switches, expected) in cases {
        desk.clinic.reset();
        let request = desk.request(switches);
        let mut booking = desk.booking_with(request.clone(), profile.clone()).await;
        let ended = Ended::of(&booking.drive().await);
        let truth = desk.truth(&request, SERVICE, &ended).await;
        println!("{:>6} ms  {switches:?} {ended:?}", booking.took.as_millis());
        if ended != *expected || truth.is_err() {
            wrong
                .push(format!("{switches:?}: {ended:?} instead of {expected:?}; {truth:?}{}", booking.log()));
        }
        booking.close().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
