//! Entering, saving, finding.

use std::sync::Arc;

use baton_booking::id::{PublicId, SessionId};
use baton_booking::session::{SessionState, Step};
use baton_store::{ChangeSeq, Inserted, ListFilter, NewSession, Owner, StateName, StoreError, WebhookId};
use tokio::task::JoinSet;

use crate::support::database::TestDatabase;
use crate::support::fixtures::{
    NO_LEASE, at, callback, claim_live, completed, confirmation, created, handoff, insert, monitoring,
    navigating, new, put, put_ended, ready, stored, wait_for_claim,
};

pub(crate) async fn an_unknown_session_is_none(database: TestDatabase) {
    let store = &database.store;
    assert_eq!(store.load(SessionId::generate()).await.unwrap(), None);
    assert_eq!(store.find_by_public_id(&PublicId::generate()).await.unwrap(), None);
    assert_eq!(store.load_page(SessionId::generate()).await.unwrap(), None);
    assert_eq!(store.callback_of(SessionId::generate()).await.unwrap(), None);
    assert_eq!(store.queue_position(SessionId::generate()).await.unwrap(), None);
    assert_eq!(store.changes_after(SessionId::generate(), ChangeSeq(0)).await.unwrap(), []);
    store.ping().await.unwrap();
}

pub(crate) async fn every_save_is_a_change_that_watchers_can_catch_up_on(database: TestDatabase) {
    let store = &database.store;
    let mut session = created(0);
    let fence = insert(store, &session, &Owner::generate()).await;
    session = session.navigate(at(1)).unwrap();
    let second = store.save(&session, fence, None).await.unwrap();
    session = session.reach(Step::Service, at(2)).unwrap();
    let third = store.save(&session, fence, None).await.unwrap();

    assert_eq!((second, third), (ChangeSeq(2), ChangeSeq(3)));
    assert_eq!(stored(store, session.id).await.seq, third);
    let all = store.changes_after(session.id, ChangeSeq(0)).await.unwrap();
    let told: Vec<_> =
        all.iter().map(|change| (change.seq.0, change.at, change.state, change.step)).collect();
    assert_eq!(
        told,
        [
            (1, at(0), StateName::Created, None),
            (2, at(1), StateName::Navigating, Some(Step::Opening)),
            (3, at(2), StateName::Navigating, Some(Step::Service)),
        ]
    );
    assert_eq!(store.changes_after(session.id, second).await.unwrap(), all[2..]);
}

pub(crate) async fn a_touch_is_no_change(database: TestDatabase) {
    let store = &database.store;
    let mut session = monitoring();
    let fence = put(store, &session).await;
    let before = stored(store, session.id).await.seq;
    let SessionState::Monitoring { watch, .. } = &mut session.state else { unreachable!() };
    watch.last_activity = at(47);

    store.touch(&session, fence).await.unwrap();

    let after = stored(store, session.id).await;
    assert_eq!((after.session, after.seq), (session, before));
}

pub(crate) async fn a_stale_fence_writes_nothing(database: TestDatabase) {
    let store = &database.store;
    let session = created(0);
    let entering = Owner::generate();
    let Inserted::New { fence: stale } =
        store.insert(NewSession { lease: NO_LEASE, ..new(&session, &entering) }).await.unwrap()
    else {
        panic!("the session was not taken on");
    };
    wait_for_claim(store, &Owner::generate()).await;

    let next = session.clone().navigate(at(1)).unwrap();
    let end = session.clone().abandon(at(2)).unwrap();
    let told = callback(&end);
    for result in [
        store.save(&next, stale, None).await.map(drop),
        store.save(&end, stale, Some(&told)).await.map(drop),
        store.touch(&next, stale).await,
    ] {
        assert!(matches!(result, Err(StoreError::LostLease(id)) if id == session.id), "{result:?}");
    }
    assert_eq!(stored(store, session.id).await.session, session);
    assert_eq!(store.callback_of(session.id).await.unwrap(), None);
}

pub(crate) async fn a_save_and_its_callback_are_one(database: TestDatabase) {
    let store = &database.store;
    let taken = put_ended(store, &completed()).await.webhook_id;
    let session = created(0);
    let fence = insert(store, &session, &Owner::generate()).await;
    let end = session.clone().cancel(at(3)).unwrap();
    let mut told = callback(&end);

    // The callback cannot be written, so the end must not be either.
    told.webhook_id = taken;
    store.save(&end, fence, Some(&told)).await.unwrap_err();
    let untouched = stored(store, session.id).await;
    assert_eq!((untouched.session, untouched.seq), (session.clone(), ChangeSeq(1)));
    assert_eq!(store.changes_after(session.id, ChangeSeq(0)).await.unwrap().len(), 1);

    told.webhook_id = WebhookId::generate();
    store.save(&end, fence, Some(&told)).await.unwrap();
    assert_eq!(stored(store, session.id).await.session, end);
    assert_eq!(store.callback_of(session.id).await.unwrap().unwrap().webhook_id, told.webhook_id);
}

pub(crate) async fn an_end_is_final(database: TestDatabase) {
    let store = &database.store;
    let page = monitoring();
    let fence = put(store, &page).await;
    let cancelled = page.clone().cancel(at(50)).unwrap();
    store.save(&cancelled, fence, None).await.unwrap();

    for late in
        [page.clone().complete(confirmation(), at(51)).unwrap(), page.clone(), page.abandon(at(50)).unwrap()]
    {
        let saved = store.save(&late, fence, None).await;
        assert!(matches!(saved, Err(StoreError::AlreadyEnded(_))), "{saved:?}");
        let touched = store.touch(&late, fence).await;
        assert!(matches!(touched, Err(StoreError::AlreadyEnded(_))), "{touched:?}");
    }
    assert_eq!(stored(store, cancelled.id).await.session, cancelled);
}

pub(crate) async fn an_end_saved_twice_counts_once(database: TestDatabase) {
    let store = &database.store;
    let page = monitoring();
    let fence = put(store, &page).await;
    let end = page.complete(confirmation(), at(51)).unwrap();
    let told = callback(&end);

    let first = store.save(&end, fence, Some(&told)).await.unwrap();
    let again = store.save(&end, fence, Some(&callback(&end))).await.unwrap();

    assert_eq!(first, again);
    assert_eq!(store.callback_of(end.id).await.unwrap().unwrap().webhook_id, told.webhook_id);
}

pub(crate) async fn a_finished_session_is_still_found_by_its_link(database: TestDatabase) {
    let store = &database.store;
    let link = handoff();
    let public_id = link.public_id.clone();
    let page = navigating().hand_off(link, at(30)).unwrap();
    let fence = put(store, &page).await;
    let end = page.abandon(at(900)).unwrap();
    store.save(&end, fence, None).await.unwrap();

    let found = store.find_by_public_id(&public_id).await.unwrap().unwrap();
    assert_eq!((found.session, found.public_id), (end, Some(public_id)));
}

pub(crate) async fn the_queue_takes_no_more_than_its_limit(database: TestDatabase) {
    let store = &database.store;
    let owner = Owner::generate();
    let (first, second, third) = (created(0), created(1), created(2));
    for session in [&first, &second] {
        let inserted = store.insert(NewSession { queue_limit: 2, ..new(session, &owner) }).await.unwrap();
        assert!(matches!(inserted, Inserted::New { .. }));
    }
    let full = store.insert(NewSession { queue_limit: 2, ..new(&third, &owner) }).await.unwrap();
    assert_eq!(full, Inserted::QueueFull { waiting: 2 });
    assert_eq!(store.load(third.id).await.unwrap(), None);

    let fence = stored(store, first.id).await.fence;
    store.save(&first.navigate(at(3)).unwrap(), fence, None).await.unwrap();
    let room = store.insert(NewSession { queue_limit: 2, ..new(&third, &owner) }).await.unwrap();
    assert!(matches!(room, Inserted::New { .. }));
}

pub(crate) async fn of_many_inserts_at_once_no_more_than_the_limit_come_in(database: TestDatabase) {
    let owner = Arc::new(Owner::generate());
    let mut inserts = JoinSet::new();
    for _ in 0..12 {
        let (store, owner) = (database.store.clone(), owner.clone());
        inserts.spawn(async move {
            let session = created(0);
            store.insert(NewSession { queue_limit: 3, ..new(&session, &owner) }).await.unwrap()
        });
    }
    let came_in =
        inserts.join_all().await.into_iter().filter(|it| matches!(it, Inserted::New { .. })).count();
    assert_eq!(came_in, 3);
}

pub(crate) async fn a_waiting_session_knows_its_place(database: TestDatabase) {
    let store = &database.store;
    let (owner, other) = (Owner::generate(), Owner::generate());
    let (second, first, elsewhere) = (created(5), created(0), created(1));
    insert(store, &second, &owner).await;
    insert(store, &elsewhere, &other).await;
    let fence = insert(store, &first, &owner).await;

    assert_eq!(store.queue_position(first.id).await.unwrap(), Some(1));
    assert_eq!(store.queue_position(second.id).await.unwrap(), Some(2));
    assert_eq!(store.queue_position(elsewhere.id).await.unwrap(), Some(1));

    store.save(&first.clone().navigate(at(6)).unwrap(), fence, None).await.unwrap();
    assert_eq!(store.queue_position(first.id).await.unwrap(), None);
    assert_eq!(store.queue_position(second.id).await.unwrap(), Some(1));
    assert_eq!(store.count_active().await.unwrap(), 3);
    assert_eq!(claim_live(store, &other, 9).await, []);
}

pub(crate) async fn the_list_goes_page_by_page_newest_first(database: TestDatabase) {
    let store = &database.store;
    let mut ids = Vec::new();
    for second in 0..5 {
        let session = created(second);
        insert(store, &session, &Owner::generate()).await;
        ids.push(session.id);
    }
    ids.sort();
    ids.reverse();

    let (mut listed, mut cursor) = (Vec::new(), None);
    loop {
        let page = store.list(&ListFilter { state: None, limit: 2, cursor }).await.unwrap();
        assert!(page.sessions.len() <= 2);
        listed.extend(page.sessions.iter().map(|stored| stored.session.id));
        // A cursor travels through a URL.
        cursor = page.next_cursor.map(|cursor| cursor.to_string().parse().unwrap());
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(listed, ids);
}

pub(crate) async fn the_list_can_be_had_by_state(database: TestDatabase) {
    let store = &database.store;
    for session in [created(0), ready(), monitoring(), completed(), completed()] {
        put(store, &session).await;
    }
    let listed = async |state| {
        let filter = ListFilter { state: Some(state), limit: 10, cursor: None };
        store.list(&filter).await.unwrap().sessions.len()
    };
    assert_eq!(listed(StateName::Completed).await, 2);
    assert_eq!(listed(StateName::Monitoring).await, 1);
    assert_eq!(listed(StateName::Failed).await, 0);
}
