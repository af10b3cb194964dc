//! Time that runs out: every wait of a session ends it by itself, frees its place, and the platform is told.

use baton_client::{Outcome, SessionState};
use baton_mock_clinic::DECLINED_CARD;
use baton_server::demo::phone::Phone;

use super::Wreckable;
use super::world::pay;

async fn with(limits: &[(&'static str, &str)]) -> Wreckable {
    let one_place = [("BATON_MAX_SESSIONS", "1")];
    let settings = one_place.iter().chain(limits).map(|(name, value)| (*name, (*value).to_owned()));
    Wreckable::with(settings.collect()).await
}

#[tokio::test]
async fn an_old_session_makes_room_for_the_next_and_one_that_waited_too_long_is_told_so() {
    let world = with(&[("BATON_SESSION_TTL", "12s")]).await;
    let (held, waits) = (world.book_nth(0, &[]).await, world.book_nth(1, &[]).await);
    let link = world.link(held).await;

    let expired = world.end_of(held).await;
    assert_eq!((expired.state, expired.outcome), (SessionState::Abandoned, Some(Outcome::Timeout)));
    let late = Phone::open(world.phones.browser(), &link).await.unwrap();
    late.sees("no longer works").await.unwrap();
    let queued = world.end_of(waits).await;
    // Both were started at the same moment: the second had its place for an instant at most.
    assert!(
        ["queue_timeout", "timeout_navigating"].contains(&queued.code.as_deref().unwrap()),
        "{:?}",
        queued.code
    );

    let after = world.book_nth(2, &[]).await;
    world.until_state(after, SessionState::ReadyForHandoff).await;
    world.client.cancel(after).await.unwrap();
    world.end_of(after).await;
    world.end().await;
}

#[tokio::test]
async fn a_patient_who_does_nothing_has_abandoned_the_booking() {
    let world = with(&[("BATON_MONITOR_TIMEOUT", "6s")]).await;
    let session = world.book_nth(0, &[]).await;
    let phone = world.phone(&world.link(session).await).await;

    let end = world.end_of(session).await;
    assert_eq!((end.state, end.outcome), (SessionState::Abandoned, Some(Outcome::Timeout)));
    phone.sees("expired").await.unwrap();
    world.end().await;
}

#[tokio::test]
async fn a_refused_patient_who_does_not_try_again_has_failed_to_pay() {
    let world = with(&[("BATON_PAYMENT_RETRY_WINDOW", "3s")]).await;
    let session = world.book_nth(0, &[]).await;
    let phone = world.phone(&world.link(session).await).await;
    pay(&phone, DECLINED_CARD).await;

    let end = world.end_of(session).await;
    assert_eq!((end.state, end.outcome), (SessionState::Failed, Some(Outcome::PaymentFailed)));
    assert_eq!(end.payment_attempts.len(), 1);
    assert_eq!(world.bookings().await, 0);
    world.end().await;
}
