//! The browser is lost under the service.

use std::time::Instant;

use baton_browser::DetachedChrome;
use baton_client::{Outcome, SessionState};
use baton_mock_clinic::APPROVED_CARD;

use super::Wreckable;
use super::process::{crash_pages, signal_group};
use super::world::{pay, until};

/// A way to lose a browser.
type Blow = fn(&DetachedChrome);

fn kill(chrome: &DetachedChrome) {
    signal_group("KILL", chrome.pid);
}

fn freeze(chrome: &DetachedChrome) {
    signal_group("STOP", chrome.pid);
}

/// The page waits for a patient who has the link open; after the blow the same link is at the payment step again.
async fn is_driven_again(blow: Blow) {
    let world = Wreckable::begin().await;
    let session = world.book_nth(0, &[]).await;
    let phone = world.phone(&world.link(session).await).await;
    phone.fill("CVC", "999").await.unwrap();

    blow(&world.service.chrome().await);
    let struck = Instant::now();
    phone.sees("bringing your page back").await.unwrap();
    phone.sees_field("Card number").await.unwrap();
    println!("back at the payment step after {} ms", struck.elapsed().as_millis());
    pay(&phone, APPROVED_CARD).await;

    let end = world.end_of(session).await;
    assert_eq!((end.state, end.outcome), (SessionState::Completed, Some(Outcome::Success)));
    let clinic = world.clinic.state().await;
    assert_eq!((clinic.bookings.len(), clinic.final_presses), (1, 1));
    world.end().await;
}

#[tokio::test]
async fn a_killed_chrome_is_replaced_and_the_same_link_pays() {
    is_driven_again(kill).await;
}

#[tokio::test]
async fn a_frozen_chrome_is_replaced_and_the_same_link_pays() {
    is_driven_again(freeze).await;
}

#[tokio::test]
async fn a_crashed_page_is_replaced_and_the_same_link_pays() {
    is_driven_again(crash_pages).await;
}

#[tokio::test]
async fn a_page_that_nobody_has_the_link_of_is_driven_again() {
    let world = Wreckable::begin().await;
    let session = world.book_nth(0, &[]).await;
    world.until_state(session, SessionState::ReadyForHandoff).await;
    let first = world.service.chrome().await;

    kill(&first);
    until("another Chrome runs", async || {
        world.service.chromes().into_iter().find(|chrome| *chrome != first)
    })
    .await;
    let phone = world.phone(&world.link(session).await).await;
    pay(&phone, APPROVED_CARD).await;

    assert_eq!(world.end_of(session).await.outcome, Some(Outcome::Success));
    assert_eq!(world.bookings().await, 1);
    world.end().await;
}

#[tokio::test]
async fn after_a_submit_nothing_is_driven_again() {
    let mut world = Wreckable::begin().await;
    let session = world.book_nth(0, &[("processingMs", "20000")]).await;
    let phone = world.phone(&world.link(session).await).await;
    pay(&phone, APPROVED_CARD).await;
    until("the payment is under way", async || (world.clinic.state().await.final_presses == 1).then_some(()))
        .await;

    // Both at once: neither the process nor the page is there to tell what came of it.
    let chrome = world.service.chrome().await;
    world.service.kill();
    kill(&chrome);
    world.service.start().await;

    let end = world.end_of(session).await;
    assert_eq!((end.state, end.outcome), (SessionState::Failed, Some(Outcome::Error)));
    assert_eq!(end.code, Some("outcome_unknown".to_owned()));
    phone.sees("call").await.unwrap();
    assert_eq!(world.clinic.state().await.final_presses, 1);
    world.end().await;
}
