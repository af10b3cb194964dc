//! The same again and again, and many at once. Each takes minutes, and what it does is done once by the tests beside this one, so they run
//! with `BATON_LONG=1` only: `BATON_LONG=1 cargo nextest run -p baton-server endurance --no-capture`.

use std::time::{Duration, Instant};

use baton_browser::Browser;
use baton_client::{Outcome, SessionState};
use baton_mock_clinic::APPROVED_CARD;
use futures_util::StreamExt as _;

use super::Wreckable;
use super::long::{is_long, number};
use super::process::signal_group;
use super::world::{finish_paying, until};

const TIMES: usize = 50;
const MANY: usize = 1_000;

/// `None`, with a word about it, in a normal run.
fn long_run(short: usize) -> Option<usize> {
    if !is_long() {
        println!("SKIPPED: BATON_LONG is not set");
        return None;
    }
    Some(number("BATON_TIMES").unwrap_or(short))
}

fn told(what: &str, times: &[Duration], limit: Duration) {
    let within = times.iter().filter(|time| **time <= limit).count();
    let mut sorted = times.to_vec();
    sorted.sort();
    let (middle, last) = (sorted[sorted.len() / 2], sorted[sorted.len() - 1]);
    println!(
        "{what}: {within} of {} within {} s; median {} ms, slowest {} ms",
        times.len(),
        limit.as_secs(),
        middle.as_millis(),
        last.as_millis()
    );
    assert_eq!(within, times.len());
}

#[tokio::test]
async fn after_every_kill_nine_the_phone_is_back_with_what_was_typed() {
    let Some(rounds) = long_run(TIMES) else { return };
    let mut world = Wreckable::with(vec![("BATON_SESSION_TTL", "2h".to_owned())]).await;
    let session = world.book_nth(0, &[]).await;
    let phone = world.phone(&world.link(session).await).await;
    phone.fill("Card number", APPROVED_CARD).await.unwrap();
    world.until_the_page_holds("Card number").await;
    let chrome = world.service.chrome().await;

    let mut times = Vec::new();
    for _ in 0..rounds {
        world.service.kill();
        world.service.start().await;
        let listening = Instant::now();
        world.service.let_a_phone_in().await;
        times.push(listening.elapsed());
        world.until_the_page_holds("Card number").await;
        assert_eq!(world.service.chrome().await, chrome);
    }
    finish_paying(&phone).await;
    assert_eq!(world.end_of(session).await.outcome, Some(Outcome::Success));
    assert_eq!(world.bookings().await, 1);
    told("back on the same page after kill -9, values kept", &times, Duration::from_secs(3));
    world.end().await;
}

#[tokio::test]
async fn after_every_lost_browser_the_same_link_is_back_at_the_payment_step() {
    let Some(rounds) = long_run(TIMES) else { return };
    let world = Wreckable::begin().await;
    let mut times = Vec::new();
    for nth in 0..rounds {
        let session = world.book_nth(nth, &[]).await;
        let phone = world.phone(&world.link(session).await).await;
        signal_group("KILL", world.service.chrome().await.pid);
        let struck = Instant::now();
        phone.sees("bringing your page back").await.unwrap();
        phone.sees_field("Card number").await.unwrap();
        phone.sees("Your turn").await.unwrap();
        times.push(struck.elapsed());
        world.client.cancel(session).await.unwrap();
        assert_eq!(world.end_of(session).await.outcome, Some(Outcome::Cancelled));
        phone.close().await.unwrap();
    }
    told("back at the payment step after the browser was killed", &times, Duration::from_secs(15));
    world.end().await;
}

#[tokio::test]
async fn a_thousand_in_line_are_served_and_nothing_is_left() {
    let Some(many) = long_run(MANY) else { return };
    let limits = [("BATON_MAX_SESSIONS", "3"), ("BATON_SESSION_TTL", "6h"), ("BATON_RETENTION", "1s")];
    let settings = limits.map(|(name, value)| (name, value.to_owned())).to_vec();
    let world = Wreckable::with(settings).await;
    let begun = Instant::now();
    // The clinic keeps a slot for whoever came as far as the payment, so each wants another one.
    let slots = world.clinic.open_slots();
    let mut sessions = Vec::new();
    for slot in slots.iter().cycle().take(many) {
        sessions.push(world.book_slot(*slot, &[]).await);
    }
    println!("{many} taken on in {} ms", begun.elapsed().as_millis());

    let served = futures_util::stream::iter(&sessions).map(async |session| {
        let link = world.client.wait_for_handoff(*session, Duration::from_hours(6)).await;
        if let Err(why) = &link {
            println!("{session} came to no link: {why}");
        }
        world.client.cancel(*session).await.unwrap();
        usize::from(link.is_ok())
    });
    let ready: usize = served.buffer_unordered(8).collect::<Vec<_>>().await.into_iter().sum();
    let told = async || sessions.iter().filter(|id| !world.callbacks.ids_of(**id).is_empty()).count();
    until("every platform is told", async || (told().await == many).then_some(())).await;
    let ended = sessions.iter().filter(|id| world.callbacks.ids_of(**id).len() == 1).count();
    println!(
        "{many} requests in line, 3 places: {ready} came to their link, {ended} ended once, in {} s",
        begun.elapsed().as_secs()
    );
    assert_eq!((ready, ended), (many, many));
    for session in &sessions {
        assert_eq!(world.client.status(*session).await.unwrap().state, SessionState::Cancelled);
    }
    let browser = Browser::connect(&world.service.chrome().await.endpoint).await.unwrap();
    // The spare is the only one.
    until("no page is left", async || (browser.contexts().await.unwrap().len() <= 1).then_some(())).await;
    world.end().await;
}
