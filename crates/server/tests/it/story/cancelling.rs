//! Bookings that somebody calls off.

use baton_client::{ErrorCode, Outcome, SessionState};
use baton_server::demo::phone::Phone;

use super::{SOON, Story};

#[tokio::test]
async fn a_cancelled_booking_takes_its_link_along() {
    let story = Story::begin().await;
    let session = story.book().await;
    let link = story.link(session).await;
    let phone = story.phone(&link).await;

    story.world.client.cancel(session).await.unwrap();
    let end = story.until_state(session, SessionState::Cancelled).await;
    assert_eq!(end.outcome, Some(Outcome::Cancelled));
    phone.sees("cancelled").await.unwrap();

    let late = Phone::open(story.phones.browser(), &link).await.unwrap();
    late.sees("no longer works").await.unwrap();
    let refused = story.world.client.handoff_url(session).await.unwrap_err();
    assert_eq!(refused.code(), Some(ErrorCode::SessionOver));
    let callback = story.world.leads.wait_for_end(session, SOON).await.expect("a callback arrives");
    assert_eq!(callback.outcome, Outcome::Cancelled);
    assert!(story.world.clinic.state().await.bookings.is_empty());
    story.end().await;
}
