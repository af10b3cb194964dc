//! Sites of three other builds, driven by meaning alone: nothing in the profile knows them.

use baton_booking::handoff::HandoffReason::{Payment, Review};
use baton_booking::outcome::{Failure, FailureCode, Money};
use baton_booking::request::BookingRequest;
use jiff::ToSpan;
use jiff::civil::{Date, time};

use crate::desk::{Desk, Ended, SERVICE, generic};

/// Lists of the page's own making in the place of the browser's selects.
const BOXES: &[(&str, &str)] = &[("boxes", "1")];

/// The vendors, and what their addresses are called with.
const SITES: [(&str, &[(&str, &str)]); 5] =
    [("forms", &[]), ("wizard", &[]), ("wizard", &[("frame", "other")]), ("picker", &[]), ("picker", BOXES)];

#[tokio::test]
async fn a_booking_at_a_site_never_seen_is_brought_to_the_payment_step() {
    let desk = Desk::open().await;
    for (vendor, parameters) in SITES {
        desk.clinic.reset();
        let request = desk.foreign_request(vendor, parameters);
        let mut booking = desk.booking_with(request.clone(), generic()).await;
        let prepared = booking.prepared().await;
        println!("{:>6} ms  {vendor} {parameters:?}", booking.took.as_millis());
        assert_eq!(prepared.reason, Payment, "{vendor}");
        assert_eq!(prepared.deposit, Some(Money { cents: 5000, currency: "USD".into() }), "{vendor}");
        assert_eq!(prepared.selection.service.as_deref(), Some(SERVICE), "{vendor}");
        assert!(prepared.selection.provider.is_some_and(|name| name.contains("Brandi")), "{vendor}");
        assert_eq!(desk.truth(&request, SERVICE, &Ended::At(Payment)).await, Ok(()), "{vendor}");
        booking.close().await;
    }
}

#[tokio::test]
async fn the_last_open_days_of_a_site_never_seen_are_found() {
    tokio::join!(last_open_day("forms"), last_open_day("wizard"), last_open_day("picker"));
}

async fn last_open_day(vendor: &str) {
    let desk = Desk::open().await;
    let mut request = desk.foreign_request(vendor, &[]);
    (request.date, request.time) = *desk.clinic.open_slots().last().unwrap();
    let mut booking = desk.booking_with(request.clone(), generic()).await;
    let ended = Ended::of(&booking.drive().await);
    assert_eq!(ended, Ended::At(Payment), "{vendor}{}", booking.log());
    assert_eq!(desk.truth(&request, SERVICE, &ended).await, Ok(()), "{vendor}");
}

#[tokio::test]
async fn without_a_deposit_the_last_button_is_the_patients() {
    tokio::join!(no_deposit("forms"), no_deposit("wizard"), no_deposit("picker"));
}

async fn no_deposit(vendor: &str) {
    let desk = Desk::open().await;
    let request = desk.foreign_request(vendor, &[("nodeposit", "1")]);
    let ended = Ended::of(&desk.booking_with(request.clone(), generic()).await.drive().await);
    assert_eq!(ended, Ended::At(Review), "{vendor}");
    assert_eq!(desk.truth(&request, SERVICE, &ended).await, Ok(()), "{vendor}");
}

type Wish = fn(&mut BookingRequest);

/// What no site has, and the code it ends with.
const WISHES: [(FailureCode, Wish); 6] = [
    (FailureCode::ServiceNotFound, |request| request.service = Some("Hot Stone Massage".into())),
    (FailureCode::ServiceAmbiguous, |request| request.service = Some("HydraFacial".into())),
    (FailureCode::ProviderNotFound, |request| request.provider = Some("Doctor Nobody".into())),
    (FailureCode::DateUnavailable, |request| request.date = next_thirteenth(request.date)),
    (FailureCode::DateUnavailable, |request| request.date = request.date.saturating_add(9.months())),
    (FailureCode::TimeUnavailable, |request| request.time = time(11, 0, 0, 0)),
];

#[tokio::test]
async fn what_a_site_never_seen_does_not_have_ends_with_the_right_reason() {
    let wrong = tokio::join!(misfits("forms", &[]), misfits("wizard", &[]), misfits("picker", &[]));
    let boxes = misfits("picker", BOXES).await;
    let wrong = [wrong.0, wrong.1, wrong.2, boxes].concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Asks a vendor's site for each of the wishes; returns what did not end as it should.
async fn misfits(vendor: &str, parameters: &[(&str, &str)]) -> Vec<String> {
    let desk = Desk::open().await;
    let horizon = desk.clinic.open_slot().0.saturating_add(3.months());
    let mut wrong = Vec::new();
    for (expected, wish) in WISHES {
        let mut request = desk.foreign_request(vendor, parameters);
        wish(&mut request);
        let mut booking = desk.booking_with(request.clone(), generic()).await;
        let driven = booking.drive().await;
        println!("{:>6} ms  {vendor} {parameters:?} {expected:?}", booking.took.as_millis());
        // A native date field says nothing of the days it would take.
        let may_be_silent = request.date > horizon;
        let is_right =
            |failure: &Failure| failure.code == expected && (may_be_silent || !failure.choices.is_empty());
        let truth = desk.truth(&request, SERVICE, &Ended::of(&driven)).await;
        if !driven.as_ref().is_err_and(is_right) || truth.is_err() {
            wrong
                .push(format!("{vendor} {parameters:?} {expected:?}: {driven:?} {truth:?}{}", booking.log()));
        }
        booking.close().await;
    }
    wrong
}

/// The clinic is booked out on the 13th of each month.
fn next_thirteenth(from: Date) -> Date {
    from.series(1.day()).find(|day| day.day() == 13).unwrap()
}
