//! One owner at a time.

use std::collections::HashSet;

use baton_store::{Claim, Owner, PageRecord, Pages, StoreError};
use tokio::task::JoinSet;

use crate::support::database::TestDatabase;
use crate::support::fixtures::{
    LEASE, NO_LEASE, at, claim_live, completed, created, insert, monitoring, put, stored,
};

fn page(notes: &str) -> PageRecord {
    PageRecord {
        chrome_endpoint: "http://127.0.0.1:9222".into(),
        context_id: "C1".into(),
        target_id: "T1".into(),
        notes: notes.into(),
    }
}

pub(crate) async fn a_session_in_good_hands_cannot_be_claimed(database: TestDatabase) {
    let session = created(0);
    insert(&database.store, &session, &Owner::generate()).await;
    assert_eq!(claim_live(&database.store, &Owner::generate(), 9).await, []);
}

pub(crate) async fn a_claim_shuts_the_owner_before_out(database: TestDatabase) {
    let store = &database.store;
    let (first, second) = (Owner::generate(), Owner::generate());
    let session = created(0);
    let stale = insert(store, &session, &first).await;
    store.release(&first, Pages::Go).await.unwrap();

    let claimed = claim_live(store, &second, 9).await;

    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].owner.as_ref(), Some(&second));
    assert!(claimed[0].fence > stale);
    let next = session.navigate(at(1)).unwrap();
    assert!(matches!(store.save(&next, stale, None).await, Err(StoreError::LostLease(_))));
    store.save(&next, claimed[0].fence, None).await.unwrap();
    assert_eq!(store.renew_leases(&first, LEASE).await.unwrap(), []);
}

pub(crate) async fn of_many_claimers_at_once_no_two_get_the_same_session(database: TestDatabase) {
    let gone = Owner::generate();
    for second in 0..30 {
        insert(&database.store, &created(second), &gone).await;
    }
    database.store.release(&gone, Pages::Go).await.unwrap();

    let another = database.another().await;
    let mut claimers = JoinSet::new();
    for number in 0..8 {
        let store = if number % 2 == 0 { database.store.clone() } else { another.clone() };
        claimers.spawn(async move {
            let (owner, mut mine) = (Owner::generate(), Vec::new());
            loop {
                let claimed = claim_live(&store, &owner, 3).await;
                if claimed.is_empty() {
                    return mine;
                }
                mine.extend(claimed.into_iter().map(|stored| stored.session.id));
            }
        });
    }
    let claimed: Vec<_> = claimers.join_all().await.into_iter().flatten().collect();
    assert_eq!(claimed.len(), 30);
    assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), 30);
}

pub(crate) async fn a_renewed_lease_holds(database: TestDatabase) {
    let store = &database.store;
    let (owner, other) = (Owner::generate(), Owner::generate());
    let session = created(0);
    let fence = insert(store, &session, &owner).await;
    assert_eq!(store.renew_leases(&owner, NO_LEASE).await.unwrap(), [(session.id, fence)]);
    assert_eq!(store.renew_leases(&owner, LEASE).await.unwrap(), [(session.id, fence)]);
    assert_eq!(claim_live(store, &other, 9).await, []);

    let end = session.cancel(at(1)).unwrap();
    store.save(&end, fence, None).await.unwrap();
    assert_eq!(store.renew_leases(&owner, LEASE).await.unwrap(), []);
}

pub(crate) async fn released_sessions_can_be_claimed_at_once(database: TestDatabase) {
    let store = &database.store;
    let (owner, other) = (Owner::generate(), Owner::generate());
    let (older, newer) = (created(0), created(1));
    insert(store, &newer, &owner).await;
    insert(store, &older, &owner).await;
    assert_eq!(store.release(&owner, Pages::Go).await.unwrap(), 2);
    assert_eq!(store.queue_position(newer.id).await.unwrap(), Some(2));

    let claimed: Vec<_> = claim_live(store, &other, 9).await.into_iter().map(|it| it.session.id).collect();
    assert_eq!(claimed, [older.id, newer.id]);
}

pub(crate) async fn ended_leases_shut_their_owner_out_at_the_next_claim(database: TestDatabase) {
    let store = &database.store;
    let (dead, next) = (Owner::generate(), Owner::generate());
    let session = created(0);
    let stale = insert(store, &session, &dead).await;
    assert_eq!(claim_live(store, &next, 9).await, []);

    store.end_leases().await.unwrap();

    let fence = claim_live(store, &next, 9).await[0].fence;
    assert!(fence > stale);
}

pub(crate) async fn ended_sessions_are_claimed_only_for_the_page_they_left(database: TestDatabase) {
    let store = &database.store;
    let (owner, other) = (Owner::generate(), Owner::generate());
    let session = completed();
    let fence = insert(store, &session, &owner).await;
    store.save_page(session.id, fence, &page("{}")).await.unwrap();
    assert_eq!(store.renew_leases(&owner, LEASE).await.unwrap(), [(session.id, fence)]);
    store.release(&owner, Pages::Go).await.unwrap();

    assert_eq!(claim_live(store, &other, 9).await, []);
    let left = store.claim(&other, LEASE, 9, Claim::LeftPages).await.unwrap();
    assert_eq!(left.len(), 1);
    store.delete_page(session.id, left[0].fence).await.unwrap();
    store.release(&other, Pages::Go).await.unwrap();
    assert_eq!(store.claim(&owner, LEASE, 9, Claim::LeftPages).await.unwrap(), []);
}

pub(crate) async fn a_page_record_belongs_to_the_holder_of_the_lease(database: TestDatabase) {
    let store = &database.store;
    let (owner, other) = (Owner::generate(), Owner::generate());
    let session = created(0);
    let stale = insert(store, &session, &owner).await;
    store.save_page(session.id, stale, &page("[1]")).await.unwrap();
    store.save_page(session.id, stale, &page("[2]")).await.unwrap();
    store.release(&owner, Pages::Go).await.unwrap();
    let fence = claim_live(store, &other, 1).await[0].fence;

    let late = store.save_page(session.id, stale, &page("[3]")).await;
    assert!(matches!(late, Err(StoreError::LostLease(_))), "{late:?}");
    let late = store.delete_page(session.id, stale).await;
    assert!(matches!(late, Err(StoreError::LostLease(_))), "{late:?}");
    assert_eq!(store.load_page(session.id).await.unwrap(), Some(page("[2]")));
    assert_eq!(store.pages().await.unwrap(), [(session.id, page("[2]"))]);
    store.delete_page(session.id, fence).await.unwrap();
    assert_eq!(store.load_page(session.id).await.unwrap(), None);
}

pub(crate) async fn a_corrupt_row_does_not_keep_the_others_from_being_claimed(database: TestDatabase) {
    let store = &database.store;
    let (broken, whole) = (monitoring(), monitoring());
    put(store, &broken).await;
    put(store, &whole).await;
    database.tamper("UPDATE sessions SET lease_until = 0").await;
    database.tamper(&format!("UPDATE sessions SET handoff = '?' WHERE id = '{}'", broken.id)).await;

    let claimed = claim_live(store, &Owner::generate(), 9).await;

    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].session, whole);
    assert!(matches!(store.load(broken.id).await, Err(StoreError::Corrupt { column: "handoff", .. })));
    assert_eq!(stored(store, whole.id).await.session, whole);
}
