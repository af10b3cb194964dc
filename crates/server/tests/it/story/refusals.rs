//! Cards that are refused.

use baton_client::{Outcome, SessionState};
use baton_mock_clinic::DECLINED_CARD;
use baton_server::config::Settings;

use super::{APPROVED_CARD, SOON, Story, pay};

#[tokio::test]
async fn a_declined_card_keeps_the_session_open_for_another() {
    let story = Story::begin().await;
    let session = story.book().await;
    let phone = story.phone(&story.link(session).await).await;

    pay(&phone, DECLINED_CARD).await;
    let refused = story.until(session, |view| !view.payment_attempts.is_empty()).await;
    assert_eq!((refused.state, refused.payment_attempts.len()), (SessionState::Monitoring, 1));
    assert_eq!(refused.payment_attempts[0].result, "declined");

    pay(&phone, APPROVED_CARD).await;
    let end = story.world.client.wait_for_outcome(session, SOON).await.unwrap();
    assert_eq!((end.outcome, end.payment_attempts.len()), (Some(Outcome::Success), 1));
    assert_eq!(story.world.clinic.state().await.bookings.len(), 1);
    story.end().await;
}

#[tokio::test]
async fn without_a_retry_window_the_first_decline_is_final() {
    let settings = Settings { payment_retry_window: Some("0s".to_owned()), ..Settings::default() };
    let story = Story::with(settings).await;
    let session = story.book().await;
    let phone = story.phone(&story.link(session).await).await;

    pay(&phone, DECLINED_CARD).await;
    let end = story.world.client.wait_for_outcome(session, SOON).await.unwrap();
    assert_eq!((end.state, end.outcome), (SessionState::Failed, Some(Outcome::PaymentFailed)));
    let callback = story.world.leads.wait_for_end(session, SOON).await.expect("a callback arrives");
    assert_eq!(callback.outcome, Outcome::PaymentFailed);
    assert!(story.world.clinic.state().await.bookings.is_empty());
    story.end().await;
}
