//! The same request twice is one session.

use baton_booking::session::Session;
use baton_store::{IdempotencyKey, Inserted, NewSession, Owner, Store};
use tokio::task::JoinSet;

use crate::support::database::TestDatabase;
use crate::support::fixtures::{at, created, key, new};

async fn insert(store: &Store, session: &Session, key: IdempotencyKey) -> Inserted {
    let owner = Owner::generate();
    store.insert(NewSession { idempotency: Some(key), ..new(session, &owner) }).await.unwrap()
}

pub(crate) async fn the_same_key_and_body_give_the_same_session(database: TestDatabase) {
    let store = &database.store;
    let (first, second) = (created(0), created(5));
    assert!(matches!(insert(store, &first, key("k", 1)).await, Inserted::New { .. }));
    assert_eq!(insert(store, &second, key("k", 1)).await, Inserted::Same(first.id));
    assert_eq!(store.load(second.id).await.unwrap(), None);
}

pub(crate) async fn the_same_key_with_another_body_is_a_mismatch(database: TestDatabase) {
    let store = &database.store;
    let (first, second) = (created(0), created(5));
    insert(store, &first, key("k", 1)).await;
    assert_eq!(insert(store, &second, key("k", 2)).await, Inserted::Mismatch);
    assert_eq!(store.load(second.id).await.unwrap(), None);
}

pub(crate) async fn platforms_do_not_share_keys(database: TestDatabase) {
    let store = &database.store;
    insert(store, &created(0), key("k", 1)).await;
    let other = IdempotencyKey { key_scope: "another platform".into(), ..key("k", 2) };
    assert!(matches!(insert(store, &created(1), other).await, Inserted::New { .. }));
}

pub(crate) async fn of_many_equal_requests_at_once_one_makes_a_session(database: TestDatabase) {
    let another = database.another().await;
    let mut requests = JoinSet::new();
    for number in 0..10 {
        let store = if number % 2 == 0 { database.store.clone() } else { another.clone() };
        requests.spawn(async move {
            let session = created(number);
            match insert(&store, &session, key("k", 1)).await {
                Inserted::New { .. } => (true, session.id),
                Inserted::Same(id) => (false, id),
                other => panic!("{other:?}"),
            }
        });
    }
    let answers = requests.join_all().await;
    assert_eq!(answers.iter().filter(|(is_new, _)| *is_new).count(), 1);
    assert!(answers.iter().all(|(_, id)| *id == answers[0].1), "{answers:?}");
    assert_eq!(database.store.count_active().await.unwrap(), 1);
}

pub(crate) async fn a_key_is_free_again_after_its_time(database: TestDatabase) {
    let store = &database.store;
    let first = created(0);
    insert(store, &first, key("k", 1)).await;
    let just_before = created(24 * 3600 - 1);
    assert_eq!(insert(store, &just_before, key("k", 1)).await, Inserted::Same(first.id));
    let after = created(24 * 3600);
    let again = IdempotencyKey { kept_until: at(48 * 3600), ..key("k", 2) };
    assert!(matches!(insert(store, &after, again).await, Inserted::New { .. }));
}

pub(crate) async fn a_full_queue_uses_up_no_key(database: TestDatabase) {
    let store = &database.store;
    let (owner, session) = (Owner::generate(), created(0));
    let full = NewSession { idempotency: Some(key("k", 1)), queue_limit: 0, ..new(&session, &owner) };
    assert_eq!(store.insert(full).await.unwrap(), Inserted::QueueFull { waiting: 0 });
    assert!(matches!(insert(store, &session, key("k", 1)).await, Inserted::New { .. }));
}
