//! Two instances in a storm: one at a time is killed, stopped or only paused while patients book, and the history is checked afterwards.
//! With `BATON_LONG=1` only; what each blow does is tried once in `instances`.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use baton_client::{Client, Uuid};
use baton_store::{ChangeSeq, Store};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::chaos::{confirmation, told, visit};
use super::instances::Pair;
use super::long::{is_long, number};
use super::process::Service;

const BLOWS: usize = 20;
/// Longer than a lease.
const PAUSE: Duration = Duration::from_secs(9);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Blow {
    Killed,
    Terminated,
    Paused,
}

const KINDS: [Blow; 3] = [Blow::Killed, Blow::Terminated, Blow::Paused];

#[tokio::test(flavor = "multi_thread")]
async fn of_two_instances_one_may_go_at_any_time() {
    if !is_long() {
        println!("SKIPPED: BATON_LONG is not set");
        return;
    }
    let seed = number("BATON_SEED").unwrap_or_else(rand::random);
    let blows = number("BATON_TIMES").unwrap_or(BLOWS);
    println!("seed {seed}");
    let limits = [
        ("BATON_PROCESSING_TIMEOUT", "8s"),
        ("BATON_MONITOR_TIMEOUT", "20s"),
        ("BATON_PAYMENT_RETRY_WINDOW", "8s"),
    ];
    let Some(mut pair) = Pair::with(None, &limits).await else { return };
    let mut random = StdRng::seed_from_u64(seed);
    pair.world.client = Client::new(pair.balancer.base_url(), None).unwrap();
    let (mut sessions, mut struck) = (Vec::new(), BTreeMap::<Blow, usize>::new());
    for round in 0..blows {
        let blow = KINDS[random.random_range(0..KINDS.len())];
        let hits_the_first = random.random_bool(0.5);
        let moment = Duration::from_millis(random.random_range(0..6_000));
        println!("round {round}: {blow:?} after {moment:?}");
        *struck.entry(blow).or_default() += 1;
        sessions.extend(one_round(&mut pair, round, blow, hits_the_first, moment).await);
    }
    check(&pair, &sessions, &struck).await;
    pair.end().await;
}

/// Two patients book at the instance that is struck; everybody else is led to the other one.
async fn one_round(
    pair: &mut Pair,
    round: usize,
    blow: Blow,
    hits_the_first: bool,
    moment: Duration,
) -> Vec<Uuid> {
    let (struck, safe) = (pair.world.service.base_url().to_owned(), pair.other.base_url().to_owned());
    let (struck, safe) = if hits_the_first { (struck, safe) } else { (safe, struck) };
    pair.balancer.lead_to(&struck);
    let sessions =
        vec![pair.world.book_nth(2 * round, &[]).await, pair.world.book_nth(2 * round + 1, &[]).await];
    pair.balancer.lead_to(&safe);
    let Pair { world, other, .. } = pair;
    let visits = futures_util::future::join_all(
        sessions.iter().map(|session| visit(&world.client, world.phones.browser(), *session, false)),
    );
    let service = if hits_the_first { &mut world.service } else { other };
    let strike = async {
        tokio::time::sleep(moment).await;
        strike(service, blow).await;
    };
    tokio::join!(visits, strike);
    for session in &sessions {
        pair.world.end_of(*session).await;
    }
    sessions
}

async fn strike(service: &mut Service, blow: Blow) {
    match blow {
        Blow::Killed => service.kill(),
        Blow::Terminated => drop(service.terminate().await),
        Blow::Paused => {
            service.signal("STOP");
            tokio::time::sleep(PAUSE).await;
            service.signal("CONT");
        }
    }
    if !service.is_running() {
        service.start().await;
    }
}

/// One end each, told under one id, and nothing booked twice.
async fn check(pair: &Pair, sessions: &[Uuid], struck: &BTreeMap<Blow, usize>) {
    let (mut ends, mut confirmed) = (BTreeMap::<String, usize>::new(), HashSet::new());
    let store = Store::open(&pair.world.service.database_url()).await.unwrap();
    for session in sessions {
        let end = pair.world.end_of(*session).await;
        *ends.entry(told(&end)).or_default() += 1;
        confirmed.extend(confirmation(&end));
        let history = store.changes_after(session.to_string().parse().unwrap(), ChangeSeq(0)).await.unwrap();
        assert_eq!(history.iter().filter(|change| change.state.is_terminal()).count(), 1, "{history:?}");
    }
    store.close().await;
    let clinic = pair.world.clinic.state().await;
    let slots: HashSet<_> = clinic.bookings.iter().map(|booking| (&booking.date, &booking.time)).collect();
    let second = clinic.bookings.len() - slots.len();
    println!(
        "{struck:?}, {} sessions, ends {ends:?}, {} bookings, {second} second bookings",
        sessions.len(),
        clinic.bookings.len()
    );
    assert_eq!(second, 0);
    let unknown = ends.get("outcome_unknown").copied().unwrap_or(0);
    assert!(
        clinic.bookings.len() - confirmed.len() <= unknown,
        "what was booked is confirmed, or said to be unknown"
    );
}
