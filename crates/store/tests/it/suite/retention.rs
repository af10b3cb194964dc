//! What is forgotten, and when.

use std::time::Duration;

use baton_booking::session::SessionState;
use baton_store::{AttemptRecord, ChangeSeq, NewSession, Next, Owner, PageRecord};

use crate::support::database::TestDatabase;
use crate::support::fixtures::{
    at, claim_live, completed, created, insert, key, monitoring, new, put, put_ended, stored,
};

/// Words of the test lead; none of them may be found after the erasure.
const PERSONAL: [&str; 5] = ["Testa", "Mustermann", "2025550143", "example.com", "mornings"];

/// Everything that the database holds as text.
async fn everything(database: &TestDatabase) -> String {
    let rows = database
        .peek(
            "SELECT id || state || request || COALESCE(lead, '') || attempts || COALESCE(handoff, '')
                || COALESCE(confirmation, '') || COALESCE(failure, '') || COALESCE(page, '') FROM sessions
             UNION ALL SELECT url || body FROM callbacks
             UNION ALL SELECT key_scope || key FROM idempotency_keys",
        )
        .await;
    rows.concat()
}

pub(crate) async fn nothing_of_a_person_is_left_after_the_retention_time(database: TestDatabase) {
    let store = &database.store;
    let (owner, session) = (Owner::generate(), completed());
    let with_key = NewSession { idempotency: Some(key("k", 1)), ..new(&session, &owner) };
    store.insert(with_key).await.unwrap();
    let fence = stored(store, session.id).await.fence;
    let page = PageRecord {
        chrome_endpoint: "http://127.0.0.1:9222".into(),
        context_id: "C".into(),
        target_id: "T".into(),
        notes: "{\"typed\":\"Testa\"}".into(),
    };
    store.save_page(session.id, fence, &page).await.unwrap();
    store.save_picture(session.id, b"their page").await.unwrap();
    let before = everything(&database).await;
    assert!(PERSONAL.iter().all(|word| before.contains(word)), "the search finds what is there");

    assert_eq!(store.erase_leads(at(90)).await.unwrap(), 0, "the time is not over yet");
    assert!(store.has_picture(session.id).await.unwrap());
    assert_eq!(store.erase_leads(at(91)).await.unwrap(), 1);
    assert_eq!(store.picture(session.id).await.unwrap(), None);
    assert_eq!(store.erase_leads(at(91)).await.unwrap(), 0);

    let after = everything(&database).await;
    assert_eq!(PERSONAL.iter().find(|word| after.contains(**word)), None);
    let history = stored(store, session.id).await.session;
    assert_eq!((history.lead, history.state), (None, session.state));
    assert_eq!(store.load_page(session.id).await.unwrap(), None);
}

pub(crate) async fn a_live_session_keeps_its_person(database: TestDatabase) {
    let session = monitoring();
    put(&database.store, &session).await;
    assert_eq!(database.store.erase_leads(at(1_000_000)).await.unwrap(), 0);
    assert!(!database.store.erase_now(session.id).await.unwrap());
    assert_eq!(stored(&database.store, session.id).await.session, session);
}

pub(crate) async fn one_person_can_be_erased_at_once(database: TestDatabase) {
    let store = &database.store;
    let (one, other) = (completed(), completed());
    put(store, &one).await;
    put(store, &other).await;
    store.save_picture(one.id, b"one's page").await.unwrap();
    store.save_picture(other.id, b"the other's page").await.unwrap();
    assert!(store.erase_now(one.id).await.unwrap());
    assert_eq!(store.picture(one.id).await.unwrap(), None);
    assert!(store.has_picture(other.id).await.unwrap());
    assert!(!store.erase_now(one.id).await.unwrap());
    assert_eq!(stored(store, one.id).await.session.lead, None);
    assert_eq!(stored(store, other.id).await.session, other);
}

pub(crate) async fn saving_does_not_bring_an_erased_person_back(database: TestDatabase) {
    let store = &database.store;
    let session = monitoring();
    let fence = put(store, &session).await;
    let end = session.abandon(at(900)).unwrap();
    store.save(&end, fence, None).await.unwrap();
    store.erase_leads(at(901)).await.unwrap();
    store.save(&end, fence, None).await.unwrap();
    assert_eq!(stored(store, end.id).await.session.lead, None);
}

pub(crate) async fn the_history_is_forgotten_with_everything_in_it(database: TestDatabase) {
    let store = &database.store;
    let (old, young, live) = (completed(), completed().id, created(0));
    let told = put_ended(store, &old).await;
    let attempt =
        AttemptRecord { at: at(91), status: Some(200), error: None, duration: Duration::from_millis(5) };
    store.record_attempt(&told.webhook_id, &attempt, Next::Delivered).await.unwrap();
    let mut later = completed();
    later.id = young;
    later.state = SessionState::Abandoned { at: at(500) };
    put(store, &later).await;
    insert(store, &live, &Owner::generate()).await;

    assert_eq!(store.forget(at(400)).await.unwrap(), 1);

    assert_eq!(store.load(old.id).await.unwrap(), None);
    assert_eq!(store.changes_after(old.id, ChangeSeq(0)).await.unwrap(), []);
    assert_eq!(store.callback_of(old.id).await.unwrap(), None);
    assert_eq!(database.peek("SELECT webhook_id FROM callback_attempts").await, [""; 0]);
    stored(store, young).await;
    stored(store, live.id).await;
    assert_eq!(claim_live(store, &Owner::generate(), 9).await, []);
}

pub(crate) async fn a_session_is_remembered_until_its_callback_is_through(database: TestDatabase) {
    let store = &database.store;
    let session = completed();
    let told = put_ended(store, &session).await;
    assert_eq!(store.forget(at(1000)).await.unwrap(), 0);
    store.erase_leads(at(1000)).await.unwrap();
    let due = store.due_callbacks(at(1000), &Owner::generate(), Duration::ZERO, 1).await.unwrap();
    assert_eq!(due[0].body, told.body, "the erasure leaves the callback whole");
    let attempt = AttemptRecord { at: at(1000), status: Some(410), error: None, duration: Duration::ZERO };
    store.record_attempt(&told.webhook_id, &attempt, Next::Dead).await.unwrap();
    assert_eq!(store.forget(at(1000)).await.unwrap(), 1);
}
