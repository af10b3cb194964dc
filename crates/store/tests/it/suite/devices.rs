//! The first device that opens a link keeps it.

use baton_booking::id::PublicId;
use baton_booking::session::Session;
use baton_store::DeviceBinding::{Bound, NoLink, Refused, Same, TakenOver};
use tokio::task::JoinSet;

use crate::support::database::TestDatabase;
use crate::support::fixtures::{at, put, ready};

fn link(session: &Session) -> PublicId {
    session.handoff().unwrap().public_id.clone()
}

pub(crate) async fn the_first_device_gets_the_link(database: TestDatabase) {
    let store = &database.store;
    let session = ready();
    let fence = put(store, &session).await;
    let link = link(&session);
    let (phone, other) = ([1; 32], [2; 32]);

    assert_eq!(store.bind_device(&link, &phone, false).await.unwrap(), Bound);
    assert_eq!(store.bind_device(&link, &phone, false).await.unwrap(), Same);
    assert_eq!(store.bind_device(&link, &other, false).await.unwrap(), Refused);
    // The runner's saves leave the binding alone.
    store.save(&session.monitor(at(40)).unwrap(), fence, None).await.unwrap();
    assert_eq!(store.bind_device(&link, &phone, true).await.unwrap(), Same);
    assert_eq!(store.bind_device(&link, &other, true).await.unwrap(), TakenOver);
    assert_eq!(store.bind_device(&link, &phone, false).await.unwrap(), Refused);
}

pub(crate) async fn of_many_devices_at_once_exactly_one_is_first(database: TestDatabase) {
    let session = ready();
    put(&database.store, &session).await;
    let mut devices = JoinSet::new();
    for number in 0..10 {
        let (store, link) = (database.store.clone(), link(&session));
        devices.spawn(async move { store.bind_device(&link, &[number; 32], false).await.unwrap() });
    }
    let bound = devices.join_all().await;
    assert_eq!(bound.iter().filter(|binding| **binding == Bound).count(), 1, "{bound:?}");
    assert_eq!(bound.iter().filter(|binding| **binding == Refused).count(), 9, "{bound:?}");
}

pub(crate) async fn a_link_that_nobody_made_binds_nothing(database: TestDatabase) {
    let bound = database.store.bind_device(&PublicId::generate(), &[1; 32], true).await.unwrap();
    assert_eq!(bound, NoLink);
}
