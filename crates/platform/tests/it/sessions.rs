//! Booking sessions by the real client, against a stand-in for Baton's HTTP interface.

use baton_client::{Client, Outcome};
use baton_platform::conversation::{BookingWish, FullName};
use baton_platform::{BatonBooking, Booking, BookingOrder, Progress, Slot, Trouble};
use serde_json::json;

use crate::fixtures;
use crate::stand_ins::BatonStandIn;

fn wish() -> BookingWish {
    BookingWish {
        ticket: 1,
        slot: Slot { start: "2030-03-12T19:30:00Z".parse().unwrap(), end: None, provider: None },
        service: "Tox (Botox, Jeuveau, Dysport)".to_owned(),
        provider: Some("Brandi Sesock".to_owned()),
        name: FullName { first: "Cher".to_owned(), last: String::new() },
        email: "cher@example.com".to_owned(),
    }
}

#[tokio::test]
async fn a_session_is_started_once_per_key_with_all_that_the_site_needs() {
    let (server, clinic, wish) = (BatonStandIn::start().await, fixtures::moxie(), wish());
    let client = Client::new(&server.server.base, None).unwrap();
    let booking = BatonBooking::new(client, "https://platform.example/callbacks");
    let order = BookingOrder { clinic: &clinic, phone: "+14405550199", wish: &wish, key: "lead-1" };
    let first = booking.start(order).await.unwrap();
    assert_eq!(booking.start(order).await, Ok(first));
    let expected = json!({
        "bookingUrl": "https://clinic.example/booking/forever-22",
        "date": "2030-03-12",
        "time": "3:30pm",
        "lead": { "firstName": "Cher", "lastName": "", "phone": "+14405550199", "email": "cher@example.com" },
        "service": "Tox (Botox, Jeuveau, Dysport)",
        "provider": "Brandi Sesock",
        "callbackUrl": "https://platform.example/callbacks/forever-22",
        "timezone": "America/New_York",
        "serviceAliases": { "botox": "Tox (Botox, Jeuveau, Dysport)" },
    });
    assert_eq!(server.requests(), [expected]);
}

#[tokio::test]
async fn the_link_or_the_end_is_waited_for_and_a_session_is_cancelled() {
    let (server, clinic, wish) = (BatonStandIn::start().await, fixtures::moxie(), wish());
    let booking = BatonBooking::new(
        Client::new(&server.server.base, None).unwrap(),
        "https://platform.example/callbacks",
    );
    let session = booking
        .start(BookingOrder { clinic: &clinic, phone: "+14405550199", wish: &wish, key: "lead-1" })
        .await
        .unwrap();
    assert_eq!(
        booking.link(session).await,
        Ok(Progress::Ready { url: "https://book.example/h/1#secret".to_owned() })
    );
    assert_eq!(booking.outcome(session).await, Ok(None));
    server.fail();
    assert_eq!(booking.outcome(session).await.unwrap().unwrap().outcome, Outcome::SlotUnavailable);
    let Ok(Progress::Ended(ending)) = booking.link(session).await else { panic!("the session has ended") };
    assert_eq!(
        (ending.outcome, ending.code.as_deref()),
        (Outcome::SlotUnavailable, Some("time_unavailable"))
    );
    booking.cancel(session).await.unwrap();
    assert_eq!(server.cancelled(), 1);
}

#[tokio::test]
async fn no_session_is_started_for_a_clinic_of_square() {
    let (server, clinic, wish) = (BatonStandIn::start().await, fixtures::square(), wish());
    let booking = BatonBooking::new(
        Client::new(&server.server.base, None).unwrap(),
        "https://platform.example/callbacks",
    );
    let order = BookingOrder { clinic: &clinic, phone: "+14405550199", wish: &wish, key: "lead-1" };
    assert_eq!(booking.start(order).await, Err(Trouble::Never));
    assert!(server.requests().is_empty());
}
