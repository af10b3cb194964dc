//! Several instances on one PostgreSQL: any of them answers for all, and what one leaves another goes on with.

use std::time::{Duration, Instant};

use baton_browser::{Chrome, LaunchOptions};
use baton_client::{Client, Outcome, SessionState, Uuid};
use baton_mock_clinic::APPROVED_CARD;
use futures_util::StreamExt as _;

use super::balancer::Balancer;
use super::postgres::Postgres;
use super::process::Service;
use super::world::{Wreckable, finish_paying, pay, until};

/// Short, so that tests need not wait long for a dead one's sessions.
const LEASE: &str = "5s";

/// Two instances behind one address. The first is the one in the world.
pub(super) struct Pair {
    pub(super) world: Wreckable,
    pub(super) other: Service,
    pub(super) balancer: Balancer,
    postgres: Postgres,
    /// The Chrome that both use, if they share one.
    pool: Option<Chrome>,
}

impl Pair {
    /// Both have a Chrome of their own.
    pub(super) async fn apart() -> Option<Self> {
        Self::with(None, &[]).await
    }

    /// Both use one Chrome that runs elsewhere.
    async fn on_one_pool() -> Option<Self> {
        Self::with(Some(Chrome::launch(LaunchOptions::default()).await.unwrap()), &[]).await
    }

    pub(super) async fn with(pool: Option<Chrome>, limits: &[(&'static str, &str)]) -> Option<Self> {
        let (postgres, balancer) = (Postgres::start().await?, Balancer::start().await);
        let mut settings = vec![
            ("BATON_PUBLIC_URL", balancer.base_url().to_owned()),
            ("BATON_INSTANCE_LEASE", LEASE.to_owned()),
        ];
        settings.extend(limits.iter().map(|(name, value)| (*name, (*value).to_owned())));
        settings.extend(pool.as_ref().map(|chrome| ("BATON_BROWSER_URLS", chrome.endpoint().to_owned())));
        let world = Wreckable::around(Service::on(&postgres.url(), settings.clone())).await;
        let mut other = Service::on(&postgres.url(), settings);
        other.start().await;
        Some(Self { world, other, balancer, postgres, pool })
    }

    fn asks_the_other(&self) -> Client {
        Client::new(self.other.base_url(), None).unwrap()
    }

    /// The link, by way of the other instance.
    async fn link_from_the_other(&self, session: Uuid) -> String {
        let handoff = self.asks_the_other().wait_for_handoff(session, Duration::from_mins(1)).await;
        handoff.unwrap().handoff_url
    }

    pub(super) async fn end(self) {
        let Self { world, mut other, pool, .. } = self;
        other.terminate().await;
        assert_eq!(other.chromes(), []);
        if let Some(pool) = &pool {
            // The one that goes on closes what an instance that died has left; its own spare is all that may stay.
            until("the pages of the dead are gone from the pool", async || {
                (pool.browser().contexts().await.unwrap().len() <= 1).then_some(())
            })
            .await;
        }
        world.end().await;
        if let Some(pool) = pool {
            until("no page is left in the pool", async || {
                pool.browser().contexts().await.unwrap().is_empty().then_some(())
            })
            .await;
            pool.close().await;
        }
    }
}

#[tokio::test]
async fn any_instance_answers_for_every_session_and_opens_every_link() {
    let Some(pair) = Pair::apart().await else { return };
    let session = pair.world.book_nth(0, &[]).await;
    let elsewhere = pair.asks_the_other();
    let mut events = Box::pin(follow(pair.other.base_url().to_owned(), session).await);

    pair.balancer.lead_to(pair.other.base_url());
    let link = pair.link_from_the_other(session).await;
    let phone = pair.world.phone(&link).await;
    let told = async {
        let last = elsewhere.wait_for_outcome(session, Duration::from_mins(1)).await.unwrap();
        (last.state, Instant::now())
    };
    let paid = async {
        pay(&phone, APPROVED_CARD).await;
        pair.world.end_of(session).await;
        Instant::now()
    };
    let ((state, told_at), ended_at) = tokio::join!(told, paid);

    assert_eq!(state, SessionState::Completed);
    println!("the other instance told the end {} ms from the first", told_at.abs_diff(ended_at).as_millis());
    phone.sees("booked").await.unwrap();
    let mut heard = String::new();
    while let Some(chunk) = events.next().await {
        heard += core::str::from_utf8(&chunk.unwrap()).unwrap();
    }
    assert!(heard.contains("\"monitoring\"") && heard.contains("\"completed\""), "{heard}");
    assert_eq!((pair.world.bookings().await, pair.world.callbacks.ids_of(session).len()), (1, 1));
    phone.close().await.unwrap();
    pair.end().await;
}

/// The gap between two moments, whichever came first.
trait Gap {
    fn abs_diff(self, other: Self) -> Duration;
}

impl Gap for Instant {
    fn abs_diff(self, other: Self) -> Duration {
        self.max(other) - self.min(other)
    }
}

async fn follow(
    base_url: String,
    session: Uuid,
) -> impl futures_util::Stream<Item = reqwest::Result<bytes::Bytes>> {
    let url = format!("{base_url}/api/v1/booking/{session}/events");
    reqwest::get(url).await.unwrap().bytes_stream()
}

#[tokio::test]
async fn any_instance_cancels_and_whoever_is_not_one_comes_in_by_no_side_door() {
    let Some(pair) = Pair::apart().await else { return };
    let session = pair.world.book_nth(0, &[]).await;
    pair.world.until_state(session, SessionState::ReadyForHandoff).await;

    let cancelled = pair.asks_the_other().cancel(session).await.unwrap();
    assert_eq!(cancelled.state, SessionState::Cancelled);
    assert_eq!(pair.world.end_of(session).await.outcome, Some(Outcome::Cancelled));

    let path = format!("/api/v1/booking/{session}");
    for seal in [None, Some("1.00"), Some("")] {
        let asked = reqwest::Client::new().delete(format!("{}{path}", pair.world.service.internal_url()));
        let asked = seal.into_iter().fold(asked, |asked, seal| asked.header("x-baton-instance", seal));
        assert_eq!(asked.send().await.unwrap().status(), 403);
    }
    pair.end().await;
}

#[tokio::test]
async fn when_an_instance_dies_another_goes_on_with_its_pages_in_the_pool() {
    let Some(mut pair) = Pair::on_one_pool().await else { return };
    let session = pair.world.book_nth(0, &[]).await;
    let queued = pair.world.book_nth(5, &[]).await;
    pair.balancer.lead_to(pair.other.base_url());
    let phone = pair.world.phone(&pair.link_from_the_other(session).await).await;
    phone.fill("Card number", APPROVED_CARD).await.unwrap();
    pair.world.until_the_pool_holds(pair.pool.as_ref().unwrap(), "Card number").await;

    let killed = Instant::now();
    pair.world.service.kill();
    pair.other.says("Found the page of a session again").await;
    println!(
        "the other instance had the page {} ms after the kill, with leases of {LEASE}",
        killed.elapsed().as_millis()
    );
    pair.world.client = pair.asks_the_other();
    phone.sees("Your turn").await.unwrap();
    finish_paying(&phone).await;

    assert_eq!(pair.world.end_of(session).await.outcome, Some(Outcome::Success));
    pair.world.until_state(queued, SessionState::ReadyForHandoff).await;
    pair.world.client.cancel(queued).await.unwrap();
    pair.world.end_of(queued).await;
    assert_eq!(pair.world.bookings().await, 1);
    phone.close().await.unwrap();
    // What the dead one had opened ahead of need is nobody's, and goes too, once an instance has looked.
    pair.world.service.start().await;
    pair.end().await;
}

#[tokio::test]
async fn an_instance_that_was_only_paused_finds_that_it_has_lost_its_sessions() {
    let Some(mut pair) = Pair::apart().await else { return };
    let session = pair.world.book_nth(0, &[]).await;
    pair.balancer.lead_to(pair.other.base_url());
    let phone = pair.world.phone(&pair.link_from_the_other(session).await).await;
    let elsewhere = pair.asks_the_other();
    let first = std::mem::replace(&mut pair.world.client, elsewhere);

    pair.world.service.signal("STOP");
    pair.other.let_a_phone_in_after("Took over a session").await;
    pair.world.service.signal("CONT");
    pair.world.service.says("Another instance has the session now").await;
    phone.sees("Your turn").await.unwrap();
    pay(&phone, APPROVED_CARD).await;

    assert_eq!(pair.world.end_of(session).await.outcome, Some(Outcome::Success));
    assert_eq!(first.status(session).await.unwrap().state, SessionState::Completed);
    assert_eq!((pair.world.bookings().await, pair.world.callbacks.ids_of(session).len()), (1, 1));
    phone.close().await.unwrap();
    pair.end().await;
}

#[tokio::test]
async fn a_database_that_goes_and_comes_back_loses_nothing_and_says_so_meanwhile() {
    let Some(mut pair) = Pair::apart().await else { return };
    let (session, waits) = (pair.world.book_nth(0, &[]).await, pair.world.book_nth(5, &[]).await);
    pair.balancer.lead_to(pair.world.service.base_url());
    let phone = pair.world.phone(&pair.world.link(session).await).await;
    phone.fill("Card number", APPROVED_CARD).await.unwrap();
    phone.fill("Expiry date", "12 / 34").await.unwrap();
    phone.fill("CVC", "123").await.unwrap();

    pair.postgres.take_down();
    let base = pair.world.service.base_url().to_owned();
    let ready = async || reqwest::get(format!("{base}/ready")).await.unwrap().status().as_u16();
    until("it says that it is not ready", async || (ready().await == 503).then_some(())).await;
    let refused = reqwest::get(format!("{base}/api/v1/booking/{}/status", Uuid::nil())).await.unwrap();
    assert_eq!(refused.status(), 503);
    assert!(refused.headers().contains_key("retry-after"));
    assert!(refused.text().await.unwrap().contains("The database is not available."));
    // The press is held until it is noted: it must not be possible to lose it.
    phone.press(super::world::FINAL_BUTTON).await.unwrap();
    assert_eq!(pair.world.clinic.state().await.final_presses, 0);
    pair.postgres.bring_up().await;

    until("it is ready again", async || (ready().await == 200).then_some(())).await;
    assert_eq!(pair.world.end_of(session).await.outcome, Some(Outcome::Success));
    assert_eq!(pair.world.clinic.state().await.final_presses, 1);
    let elsewhere = pair.asks_the_other();
    elsewhere.cancel(waits).await.unwrap();
    pair.world.end_of(waits).await;
    phone.close().await.unwrap();
    pair.end().await;
}

#[tokio::test]
async fn on_postgresql_a_successor_at_the_same_place_is_back_at_once() {
    let Some(mut pair) = Pair::apart().await else { return };
    let session = pair.world.book_nth(0, &[]).await;
    pair.balancer.lead_to(pair.world.service.base_url());
    let phone = pair.world.phone(&pair.world.link(session).await).await;
    phone.fill("Card number", APPROVED_CARD).await.unwrap();
    pair.world.until_the_page_holds("Card number").await;

    pair.world.service.kill();
    pair.world.service.start().await;
    pair.world.service.let_a_phone_in().await;
    finish_paying(&phone).await;

    assert_eq!(pair.world.end_of(session).await.outcome, Some(Outcome::Success));
    phone.close().await.unwrap();
    pair.end().await;
}
