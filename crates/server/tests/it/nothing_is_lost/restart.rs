//! The service ends, in good order or not, and another process goes on.

use std::time::{Duration, Instant};

use baton_browser::Browser;
use baton_client::{HandoffReason, Outcome, SessionState};
use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD};
use baton_server::demo::phone::Phone;

use super::Wreckable;
use super::world::{finish_paying, pay, until};

#[tokio::test]
async fn after_kill_nine_the_phone_is_back_on_its_page_with_what_was_typed() {
    let mut world = Wreckable::begin().await;
    let session = world.book_nth(0, &[]).await;
    let link = world.link(session).await;
    let phone = world.phone(&link).await;
    phone.fill("Card number", APPROVED_CARD).await.unwrap();
    world.until_the_page_holds("Card number").await;
    let chrome = world.service.chrome().await;

    world.service.kill();
    assert!(chrome.is_running(), "Chrome outlives the service");
    world.service.start().await;
    let listening = Instant::now();
    world.service.let_a_phone_in().await;
    println!("the phone is back {} ms after the new process listened", listening.elapsed().as_millis());
    assert!(listening.elapsed() < Duration::from_secs(10), "far above the 3 s of a quiet machine");
    finish_paying(&phone).await;

    let end = world.end_of(session).await;
    assert_eq!((end.state, end.outcome), (SessionState::Completed, Some(Outcome::Success)));
    assert_eq!(world.service.chrome().await, chrome, "the same Chrome was adopted");
    let clinic = world.clinic.state().await;
    assert_eq!((clinic.bookings.len(), clinic.final_presses), (1, 1));
    phone.sees("booked").await.unwrap();
    world.end().await;
}

#[tokio::test]
async fn a_confirmation_that_came_while_nobody_watched_is_found() {
    let mut world = Wreckable::begin().await;
    let session = world.book_nth(0, &[("processingMs", "2000")]).await;
    let phone = world.phone(&world.link(session).await).await;
    pay(&phone, APPROVED_CARD).await;
    until("the payment is under way", async || (world.clinic.state().await.final_presses == 1).then_some(()))
        .await;

    world.service.kill();
    until("the clinic has booked", async || (world.bookings().await == 1).then_some(())).await;
    world.service.start().await;

    let end = world.end_of(session).await;
    assert_eq!((end.state, end.outcome), (SessionState::Completed, Some(Outcome::Success)));
    assert_eq!(world.bookings().await, 1);
    world.end().await;
}

#[tokio::test]
async fn a_refusal_is_told_once_however_often_the_service_restarts() {
    let mut world = Wreckable::begin().await;
    let session = world.book_nth(0, &[]).await;
    let phone = world.phone(&world.link(session).await).await;
    pay(&phone, DECLINED_CARD).await;
    let refusals = async || world.client.status(session).await.ok().map(|view| view.payment_attempts.len());
    until("the refusal is told", async || refusals().await.filter(|count| *count == 1)).await;

    world.service.kill();
    world.service.start().await;
    world.service.let_a_phone_in().await;
    pay(&phone, APPROVED_CARD).await;

    let end = world.end_of(session).await;
    assert_eq!((end.outcome, end.payment_attempts.len()), (Some(Outcome::Success), 1));
    world.end().await;
}

#[tokio::test]
async fn a_terminated_service_leaves_its_pages_to_the_next_and_old_links_work() {
    let mut world = Wreckable::begin().await;
    let opened = world.book_nth(0, &[]).await;
    let unopened = world.book_nth(5, &[]).await;
    let phone = world.phone(&world.link(opened).await).await;
    let old_link = world.link(unopened).await;
    let chrome = world.service.chrome().await;

    let status = world.service.terminate().await;
    assert!(status.success(), "{status}");
    assert!(chrome.is_running());
    world.service.start().await;

    world.service.let_a_phone_in().await;
    pay(&phone, APPROVED_CARD).await;
    let new_link = world.link(unopened).await;
    assert_ne!(new_link, old_link, "only the hash of the old secret is known");
    let other = world.phone(&old_link).await;
    pay(&other, APPROVED_CARD).await;
    assert_eq!(world.end_of(opened).await.outcome, Some(Outcome::Success));
    assert_eq!(world.end_of(unopened).await.outcome, Some(Outcome::Success));
    assert_eq!(world.bookings().await, 2);
    let late = Phone::open(world.phones.browser(), &new_link).await.unwrap();
    late.sees("no longer works").await.unwrap();
    world.end().await;
}

#[tokio::test]
async fn the_line_keeps_its_order_and_pages_that_are_nobody_s_are_closed() {
    let mut world = Wreckable::with(vec![("BATON_MAX_SESSIONS", "1".to_owned())]).await;
    let held = world.book_nth(0, &[]).await;
    world.until_state(held, SessionState::ReadyForHandoff).await;
    let (next, last) = (world.book_nth(1, &[]).await, world.book_nth(2, &[]).await);
    let chrome = world.service.chrome().await;
    let browser = Browser::connect(&chrome.endpoint).await.unwrap();
    let stray = browser.new_context(baton_browser::ContextOptions::default()).await.unwrap();
    let id = stray.id().clone();

    world.service.kill();
    world.service.start().await;

    let position = async |session| world.client.status(session).await.unwrap().queue_position;
    assert_eq!((position(next).await, position(last).await), (Some(1), Some(2)));
    until("the stray is closed", async || (!browser.contexts().await.unwrap().contains(&id)).then_some(()))
        .await;
    assert_eq!(world.client.status(held).await.unwrap().state, SessionState::ReadyForHandoff);
    world.client.cancel(next).await.unwrap();
    assert_eq!(position(last).await, Some(1));
    world.client.cancel(held).await.unwrap();
    world.until_state(last, SessionState::ReadyForHandoff).await;
    world.client.cancel(last).await.unwrap();
    for session in [held, next, last] {
        assert_eq!(world.end_of(session).await.outcome, Some(Outcome::Cancelled));
    }
    world.end().await;
}

#[tokio::test]
async fn a_code_page_waits_through_a_restart() {
    let mut world = Wreckable::begin().await;
    let session = world.book_nth(0, &[("code", "true")]).await;
    let phone = Phone::open(world.phones.browser(), &world.link(session).await).await.unwrap();
    phone.tap_continue().await.unwrap();
    phone.sees_field("Verification code").await.unwrap();
    let codes = async || world.clinic.state().await.codes;

    world.service.kill();
    world.service.start().await;

    let sent = codes().await;
    assert_eq!(sent.len(), 1, "the code was sent once");
    world.service.let_a_phone_in().await;
    phone.fill("Verification code", &sent[0].code).await.unwrap();
    // What stands on the button of a payment as well has only sent a code here.
    phone.press("Confirm").await.unwrap();
    // The fields are there before the machine's turn is over.
    phone.sees("Your turn").await.unwrap();
    let asks_for = async || world.client.handoff_url(session).await.ok().map(|link| link.handoff_reason);
    until("the payment is asked for", async || {
        asks_for().await.filter(|reason| *reason == HandoffReason::Payment)
    })
    .await;
    pay(&phone, APPROVED_CARD).await;
    assert_eq!(world.end_of(session).await.outcome, Some(Outcome::Success));
    assert_eq!(codes().await.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn a_draining_service_finishes_what_was_left_and_ends() {
    let mut world = Wreckable::begin().await;
    let session = world.book_nth(0, &[]).await;
    let phone = world.phone(&world.link(session).await).await;
    world.service.terminate().await;

    world.service.launch(&["--drain-and-exit"]);
    world.service.let_a_phone_in().await;
    pay(&phone, APPROVED_CARD).await;
    let status = world.service.ended().await;

    assert!(status.success(), "{status}");
    assert_eq!((world.bookings().await, world.callbacks.ids_of(session).len()), (1, 1));
    assert_eq!(world.service.chromes(), []);
    world.phones.close().await;
}

/// What a request may ask for is judged again where its page is opened: by then its name may mean another address, or the rule be another.
#[tokio::test]
async fn a_booking_whose_address_is_not_allowed_any_more_says_so() {
    let mut world = Wreckable::with(vec![("BATON_MAX_SESSIONS", "1".to_owned())]).await;
    let held = world.book_nth(0, &[]).await;
    let waits = world.book_nth(1, &[]).await;
    world.until_state(held, SessionState::ReadyForHandoff).await;

    world.service.kill();
    world.service.set("BATON_ALLOW_PRIVATE_NETWORK", "false");
    world.service.start().await;
    world.client.cancel(held).await.unwrap();

    let end = world.client.wait_for_outcome(waits, Duration::from_mins(1)).await.unwrap();
    assert_eq!((end.outcome, end.code.as_deref()), (Some(Outcome::Error), Some("not_allowed_url")));
    world.end().await;
}
