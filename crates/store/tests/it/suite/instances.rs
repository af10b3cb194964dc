//! Processes that share a database find one another, and what a dead one has left.

use std::time::Duration;

use baton_booking::id::PublicId;
use baton_store::{ContextRecord, Instance, Owner, PageRecord, Pages, Store};

use crate::support::database::TestDatabase;
use crate::support::fixtures::{LEASE, NO_LEASE, claim_live, created, insert, monitoring, stored};

fn at(place: &str) -> Instance {
    Instance { owner: Owner::generate(), url: format!("http://{place}"), place: place.into() }
}

async fn running(store: &Store, place: &str) -> Instance {
    let instance = at(place);
    store.announce_instance(&instance, LEASE).await.unwrap();
    instance
}

fn page() -> PageRecord {
    PageRecord {
        chrome_endpoint: "ws://127.0.0.1:9222/devtools/browser/1".into(),
        context_id: "C1".into(),
        target_id: "T1".into(),
        notes: String::new(),
    }
}

pub(crate) async fn whoever_runs_a_session_is_found_by_its_id_and_by_its_link(database: TestDatabase) {
    let store = &database.store;
    let instance = running(store, "one:8080").await;
    let session = created(0);
    let fence = insert(store, &session, &instance.owner).await;
    assert_eq!(store.instance_of(session.id).await.unwrap(), Some(instance.clone()));

    let ready = monitoring();
    let ready = baton_booking::session::Session { id: session.id, ..ready };
    store.save(&ready, fence, None).await.unwrap();
    let link = ready.handoff().unwrap().public_id.clone();
    assert_eq!(store.instance_behind(&link).await.unwrap(), Some(instance));
    assert_eq!(store.instance_behind(&PublicId::generate()).await.unwrap(), None);
}

pub(crate) async fn nobody_is_sent_to_an_instance_that_gives_no_sign_of_life(database: TestDatabase) {
    let store = &database.store;
    let instance = at("one:8080");
    store.announce_instance(&instance, NO_LEASE).await.unwrap();
    let session = created(0);
    insert(store, &session, &instance.owner).await;
    assert_eq!(store.instance_of(session.id).await.unwrap(), None);
    assert_eq!(store.living_owners().await.unwrap(), []);

    store.announce_instance(&instance, LEASE).await.unwrap();
    assert_eq!(store.instance_of(session.id).await.unwrap(), Some(instance));
}

pub(crate) async fn a_successor_at_the_same_place_need_not_wait(database: TestDatabase) {
    let store = &database.store;
    let (first, elsewhere) = (running(store, "one:8080").await, running(store, "two:8080").await);
    insert(store, &created(0), &first.owner).await;
    insert(store, &created(1), &elsewhere.owner).await;

    store.succeed_at("one:8080").await.unwrap();

    let claimed = claim_live(store, &Owner::generate(), 9).await;
    assert_eq!(claimed.len(), 1);
    assert_eq!(store.living_owners().await.unwrap(), [elsewhere.owner]);
}

pub(crate) async fn open_pages_wait_for_the_successor_and_the_rest_goes_to_anybody(database: TestDatabase) {
    let store = &database.store;
    let first = running(store, "one:8080").await;
    let (with_page, without) = (created(0), created(1));
    let fence = insert(store, &with_page, &first.owner).await;
    store.save_page(with_page.id, fence, &page()).await.unwrap();
    insert(store, &without, &first.owner).await;

    let released = store.release(&first.owner, Pages::WaitFor(Duration::from_mins(1))).await.unwrap();
    assert_eq!(released, 1);
    let anybody = claim_live(store, &Owner::generate(), 9).await;
    assert_eq!(anybody.iter().map(|stored| stored.session.id).collect::<Vec<_>>(), [without.id]);
    assert_eq!(store.instance_of(with_page.id).await.unwrap(), None, "nobody is sent to one that has gone");

    store.succeed_at("one:8080").await.unwrap();
    let successor = Owner::generate();
    assert_eq!(claim_live(store, &successor, 9).await.len(), 1);
    assert_eq!(stored(store, with_page.id).await.owner, Some(successor));
}

pub(crate) async fn contexts_of_the_dead_are_told_from_those_of_the_living(database: TestDatabase) {
    let store = &database.store;
    let (alive, dead) = (running(store, "one:8080").await, at("two:8080"));
    let context = |id: &str| ContextRecord { endpoint: "http://pool:9222".into(), context_id: id.into() };
    store.note_context(&alive.owner, &context("A")).await.unwrap();
    store.note_context(&dead.owner, &context("D")).await.unwrap();

    let swept = async |endpoint, owner| store.contexts_without_others(endpoint, owner, 9).await.unwrap();
    let newcomer = Owner::generate();
    assert_eq!(swept("http://pool:9222", &newcomer).await, [context("D")]);
    assert_eq!(swept("http://pool:9222", &alive.owner).await, [context("A"), context("D")]);
    assert_eq!(swept("http://other:9222", &newcomer).await, []);

    // Whoever goes on with the page of a dead one has its context from then on.
    store.note_context(&alive.owner, &context("D")).await.unwrap();
    assert_eq!(swept("http://pool:9222", &newcomer).await, []);
    store.forget_context(&context("A")).await.unwrap();
    assert_eq!(swept("http://pool:9222", &alive.owner).await, [context("D")]);
}
