//! Days and times that can be had, those that cannot, and what a failure leaves behind.

use baton_automation::masked_picture;
use baton_booking::outcome::FailureCode;
use jiff::ToSpan;
use jiff::civil::time;

use crate::desk::{Desk, Ended};

#[tokio::test]
async fn a_closed_day_ends_with_the_nearest_open_ones() {
    let desk = Desk::open().await;
    let mut request = desk.request(&[]);
    let open: Vec<_> = desk.clinic.open_slots().into_iter().map(|(day, _)| day).collect();
    request.date = request.date.series(1.day()).find(|day| !open.contains(day)).unwrap();

    let failure = desk.booking(request.clone()).await.failure().await;

    assert_eq!(failure.code, FailureCode::DateUnavailable, "{failure:?}");
    assert!(!failure.choices.is_empty());
    assert!(failure.choices.iter().all(|day| open.contains(&day.parse().unwrap())), "{failure:?}");
}

#[tokio::test]
async fn a_booking_that_failed_leaves_a_picture_until_card_fields_are_there() {
    let desk = Desk::open().await;
    let mut request = desk.request(&[("contactError", "email")]);
    let mut booking = desk.booking(request.clone()).await;
    assert_eq!(booking.failure().await.code, FailureCode::SiteRejectedContact);
    let picture = masked_picture(&mut booking.driver, &booking.flow, &booking.progress).await.unwrap();
    assert!(picture.starts_with(&[0xff, 0xd8]), "no JPEG");

    request.booking_url = desk.request(&[]).booking_url;
    let mut booking = desk.booking(request).await;
    booking.prepared().await;
    assert_eq!(masked_picture(&mut booking.driver, &booking.flow, &booking.progress).await, None);
}

#[tokio::test]
async fn a_day_beyond_the_sites_calendar_is_unavailable() {
    let desk = Desk::open().await;
    let mut request = desk.request(&[]);
    request.date = request.date.saturating_add(9.months());
    assert_eq!(desk.booking(request).await.failure().await.code, FailureCode::DateUnavailable);
}

#[tokio::test]
async fn the_last_open_day_of_the_horizon_is_found() {
    let desk = Desk::open().await;
    let mut request = desk.request(&[]);
    (request.date, request.time) = *desk.clinic.open_slots().last().unwrap();
    let ended = Ended::of(&desk.booking(request.clone()).await.drive().await);
    assert_eq!(desk.truth(&request, crate::desk::SERVICE, &ended).await, Ok(()));
    assert_eq!(ended, Ended::At(baton_booking::handoff::HandoffReason::Payment));
}

#[tokio::test]
async fn a_time_that_the_day_does_not_have_ends_with_those_it_has() {
    let desk = Desk::open().await;
    let mut request = desk.request(&[]);
    request.time = time(3, 7, 0, 0);
    let failure = desk.booking(request).await.failure().await;
    assert_eq!(failure.code, FailureCode::TimeUnavailable);
    assert!(failure.choices.contains(&"2:30 PM".to_owned()), "{failure:?}");
}
