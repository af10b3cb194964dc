//! Every end is told, at least once, under one id.

use std::collections::HashSet;
use std::time::Duration;

use baton_booking::id::SessionId;
use baton_store::{AttemptRecord, CallbackState, DueCallback, Next, Owner, Store};
use jiff::Timestamp;
use tokio::task::JoinSet;

use crate::support::database::TestDatabase;
use crate::support::fixtures::{LEASE, at, completed, put_ended, until};

fn attempt(at: Timestamp, status: Option<u16>) -> AttemptRecord {
    let error = status.is_none().then(|| "connection refused".to_owned());
    AttemptRecord { at, status, error, duration: Duration::from_millis(120) }
}

async fn due(store: &Store, now: Timestamp) -> Vec<DueCallback> {
    store.due_callbacks(now, &Owner::generate(), LEASE, 10).await.unwrap()
}

pub(crate) async fn a_callback_comes_with_the_end_that_caused_it(database: TestDatabase) {
    let store = &database.store;
    assert_eq!(store.next_callback_due().await.unwrap(), None);
    let session = completed();
    let told = put_ended(store, &session).await;
    assert_eq!(store.next_callback_due().await.unwrap(), Some(told.created_at));
    assert_eq!(due(store, at(89)).await, []);
    let expected = DueCallback {
        webhook_id: told.webhook_id,
        session_id: session.id,
        url: told.url,
        body: told.body,
        attempts_made: 0,
    };
    assert_eq!(due(store, at(90)).await, [expected]);
}

pub(crate) async fn a_callback_that_is_being_sent_is_not_given_out_again(database: TestDatabase) {
    let store = &database.store;
    put_ended(store, &completed()).await;
    assert_eq!(due(store, at(100)).await.len(), 1);
    assert_eq!(due(store, at(100)).await, []);
    assert!(store.next_callback_due().await.unwrap() > Some(at(90)));
}

pub(crate) async fn of_many_dispatchers_at_once_no_two_get_the_same_callback(database: TestDatabase) {
    for _ in 0..20 {
        put_ended(&database.store, &completed()).await;
    }
    let another = database.another().await;
    let mut dispatchers = JoinSet::new();
    for number in 0..6 {
        let store = if number % 2 == 0 { database.store.clone() } else { another.clone() };
        dispatchers.spawn(async move {
            let (owner, mut mine) = (Owner::generate(), Vec::new());
            loop {
                let claimed = store.due_callbacks(at(100), &owner, LEASE, 2).await.unwrap();
                if claimed.is_empty() {
                    return mine;
                }
                mine.extend(claimed.into_iter().map(|callback| callback.webhook_id));
            }
        });
    }
    let claimed: Vec<_> = dispatchers.join_all().await.into_iter().flatten().collect();
    assert_eq!(claimed.len(), 20);
    assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), 20);
}

pub(crate) async fn the_callback_of_a_dead_dispatcher_is_sent_by_another(database: TestDatabase) {
    let store = &database.store;
    let told = put_ended(store, &completed()).await;
    let dead = Owner::generate();
    assert_eq!(store.due_callbacks(at(100), &dead, Duration::ZERO, 1).await.unwrap().len(), 1);
    let again = until(async || due(store, at(100)).await.pop()).await;
    assert_eq!((again.webhook_id, again.attempts_made), (told.webhook_id, 0));
}

pub(crate) async fn a_failed_attempt_is_tried_again_when_it_is_due(database: TestDatabase) {
    let store = &database.store;
    let told = put_ended(store, &completed()).await;
    due(store, at(100)).await;
    store
        .record_attempt(&told.webhook_id, &attempt(at(100), Some(500)), Next::RetryAt(at(105)))
        .await
        .unwrap();

    assert_eq!(store.next_callback_due().await.unwrap(), Some(at(105)));
    assert_eq!(due(store, at(104)).await, []);
    let again = due(store, at(105)).await;
    assert_eq!((again[0].attempts_made, &again[0].body), (1, &told.body));
}

pub(crate) async fn a_delivered_callback_stays_delivered(database: TestDatabase) {
    let store = &database.store;
    let told = put_ended(store, &completed()).await;
    due(store, at(100)).await;
    store.record_attempt(&told.webhook_id, &attempt(at(100), Some(204)), Next::Delivered).await.unwrap();
    // A dispatcher that was slower than its lease.
    store.record_attempt(&told.webhook_id, &attempt(at(101), None), Next::RetryAt(at(106))).await.unwrap();

    assert_eq!(due(store, at(1000)).await, []);
    assert_eq!(store.next_callback_due().await.unwrap(), None);
    let record = store.callback_of(told.session_id).await.unwrap().unwrap();
    assert_eq!((record.state, record.attempts.len()), (CallbackState::Delivered, 2));
}

pub(crate) async fn a_dead_letter_is_sent_again_under_its_old_id(database: TestDatabase) {
    let store = &database.store;
    let told = put_ended(store, &completed()).await;
    due(store, at(100)).await;
    store.record_attempt(&told.webhook_id, &attempt(at(100), Some(410)), Next::Dead).await.unwrap();
    assert_eq!(due(store, at(1000)).await, []);
    let dead = store.dead_letters(10).await.unwrap();
    assert_eq!((dead.len(), &dead[0].webhook_id, dead[0].attempts_made), (1, &told.webhook_id, 1));

    assert!(store.replay_callback(told.session_id, at(2000)).await.unwrap());
    assert_eq!(store.dead_letters(10).await.unwrap(), []);
    let again = due(store, at(2000)).await;
    assert_eq!((&again[0].webhook_id, again[0].attempts_made), (&told.webhook_id, 0));
    assert!(!store.replay_callback(SessionId::generate(), at(0)).await.unwrap());
}

pub(crate) async fn every_attempt_is_on_record(database: TestDatabase) {
    let store = &database.store;
    let told = put_ended(store, &completed()).await;
    let attempts = [attempt(at(100), None), attempt(at(105), Some(503)), attempt(at(405), Some(200))];
    for (attempt, next) in
        attempts.iter().zip([Next::RetryAt(at(105)), Next::RetryAt(at(405)), Next::Delivered])
    {
        store.record_attempt(&told.webhook_id, attempt, next).await.unwrap();
    }
    let record = store.callback_of(told.session_id).await.unwrap().unwrap();
    assert_eq!(record.attempts, attempts);
    assert_eq!((record.webhook_id, record.url), (told.webhook_id, told.url));
}
