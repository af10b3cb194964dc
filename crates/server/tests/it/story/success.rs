//! Bookings that are paid.

use baton_client::{Outcome, SessionState};
use baton_server::config::Settings;

use super::{APPROVED_CARD, SERVICE, SOON, Story, confirmation_number, pay};

#[tokio::test]
async fn a_booking_paid_on_a_phone_is_known_to_everybody() {
    let story = Story::begin().await;
    let session = story.book().await;
    let link = story.link(session).await;
    assert_eq!(
        story.world.clinic.state().await.final_presses,
        0,
        "nobody but the patient presses what books"
    );

    let phone = story.phone(&link).await;
    pay(&phone, APPROVED_CARD).await;

    let end = story.world.client.wait_for_outcome(session, SOON).await.unwrap();
    assert_eq!((end.state, end.outcome), (SessionState::Completed, Some(Outcome::Success)));
    let number = confirmation_number(&end);
    let clinic = story.world.clinic.state().await;
    let [booking] = clinic.bookings.as_slice() else {
        panic!("there is one booking, not {}", clinic.bookings.len())
    };
    assert_eq!((booking.confirmation_number.as_str(), booking.service.as_str()), (number, SERVICE));
    assert_eq!((clinic.payments.len(), clinic.final_presses), (1, 1));

    let callback = story.world.leads.wait_for_end(session, SOON).await.expect("a callback arrives");
    assert_eq!(callback.outcome, Outcome::Success);
    let lead = story.world.leads.get(story.world.lead).unwrap();
    assert_eq!(lead.booking_confirmation_number.as_deref(), Some(number));
    phone.sees("booked").await.unwrap();
    story.end().await;
}

#[tokio::test]
async fn a_confirmation_stays_on_the_phone_and_holds_nobody_up() {
    let story = Story::with(Settings { max_sessions: Some("1".to_owned()), ..Settings::default() }).await;
    let first = story.book().await;
    let phone = story.phone(&story.link(first).await).await;
    let second = story.book_nth(5).await;
    assert_eq!(story.world.client.status(second).await.unwrap().queue_position, Some(1));

    pay(&phone, APPROVED_CARD).await;
    story.until_state(first, SessionState::Completed).await;
    phone.sees("booked").await.unwrap();
    story.until_state(second, SessionState::ReadyForHandoff).await;
    phone.sees("booked").await.unwrap();
    story.end().await;
}
