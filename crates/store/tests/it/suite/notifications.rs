//! Whoever listens hears of what was committed, and of nothing else.

use std::time::Duration;

use baton_store::{Claim, Notifications, Owner, Pages, Topic};

use crate::support::database::TestDatabase;
use crate::support::fixtures::{LEASE, at, callback, created, insert};

async fn hear(news: &mut Notifications) -> Topic {
    tokio::time::timeout(Duration::from_secs(10), news.next()).await.expect("there is news").unwrap()
}

pub(crate) async fn a_callback_is_heard_of_once_it_is_committed(database: TestDatabase) {
    let store = &database.store;
    let mut news = store.notifications().await.unwrap();
    let session = created(0);
    let fence = insert(store, &session, &Owner::generate()).await;
    assert_eq!(hear(&mut news).await, Topic::Queue);

    let end = session.cancel(at(1)).unwrap();
    store.save(&end, fence, Some(&callback(&end))).await.unwrap();

    assert_eq!(hear(&mut news).await, Topic::Outbox);
    assert_eq!(hear(&mut news).await, Topic::Session(end.id));
}

pub(crate) async fn a_refused_save_is_never_heard_of(database: TestDatabase) {
    let store = &database.store;
    let session = created(0);
    let owner = Owner::generate();
    let stale = insert(store, &session, &owner).await;
    store.release(&owner, Pages::Go).await.unwrap();
    store.claim(&Owner::generate(), LEASE, 1, Claim::Live).await.unwrap();
    let mut news = store.notifications().await.unwrap();

    let end = session.cancel(at(1)).unwrap();
    store.save(&end, stale, Some(&callback(&end))).await.unwrap_err();

    // The next thing heard is the one that did happen.
    let next = created(2);
    insert(store, &next, &owner).await;
    assert_eq!(hear(&mut news).await, Topic::Queue);
}
