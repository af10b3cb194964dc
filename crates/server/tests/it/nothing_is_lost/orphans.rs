//! What belongs to nobody does not stay: while the service runs, and after one that kept nothing.

use std::time::Duration;

use baton_booking::id::SessionId;
use baton_booking::session::{Limits, Session};
use baton_browser::{Browser, ContextOptions};
use baton_client::SessionState;
use baton_store::{Inserted, NewSession, Store};

use super::Wreckable;
use super::process::Service;
use super::world::until;

#[tokio::test]
async fn a_page_that_is_nobody_s_is_closed_while_the_service_runs() {
    let world = Wreckable::with(vec![("BATON_INSTANCE_LEASE", "1s".to_owned())]).await;
    let session = world.book_nth(0, &[]).await;
    world.until_state(session, SessionState::ReadyForHandoff).await;
    let browser = Browser::connect(&world.service.chrome().await.endpoint).await.unwrap();
    let before = browser.contexts().await.unwrap();
    let stray = browser.new_context(ContextOptions::default()).await.unwrap();

    let is_gone = async || (!browser.contexts().await.unwrap().contains(stray.id())).then_some(());
    until("the stray is closed", is_gone).await;

    let left = browser.contexts().await.unwrap();
    assert!(before.iter().all(|context| left.contains(context)), "what is somebody's stays");
    assert_eq!(world.client.status(session).await.unwrap().state, SessionState::ReadyForHandoff);
    world.client.cancel(session).await.unwrap();
    world.end_of(session).await;
    world.end().await;
}

/// The row of a booking may be safe while the request that made it was cut off, so that no runner ever began.
#[tokio::test]
async fn a_session_without_a_runner_is_taken_up() {
    let world = Wreckable::with(vec![("BATON_INSTANCE_LEASE", "1s".to_owned())]).await;
    let first = world.book_nth(0, &[]).await;
    let store = Store::open(&world.service.database_url()).await.unwrap();
    let stored = store.load(first.to_string().parse().unwrap()).await.unwrap().unwrap();
    let Session { request, lead, created_at, .. } = stored.session;
    let unattended =
        Session::create(SessionId::generate(), request, lead.unwrap(), &Limits::default(), created_at);
    let row = NewSession {
        session: &unattended,
        owner: &stored.owner.unwrap(),
        lease: Duration::from_secs(1),
        idempotency: None,
        queue_limit: 10,
    };
    assert!(matches!(store.insert(row).await.unwrap(), Inserted::New { .. }));
    store.close().await;

    let unattended = unattended.id.to_string().parse().unwrap();
    world.until_state(unattended, SessionState::ReadyForHandoff).await;
    for session in [first, unattended] {
        world.client.cancel(session).await.unwrap();
        world.end_of(session).await;
    }
    world.end().await;
}

#[tokio::test]
async fn the_chrome_of_a_killed_service_that_kept_nothing_is_ended_by_the_next() {
    let mut service = Service::on("sqlite::memory:", Vec::new());
    service.start().await;
    let chrome = service.chrome().await;
    service.kill();
    assert!(chrome.is_running());

    service.start().await;
    let next = service.chrome().await;

    assert!(!chrome.is_running());
    assert_ne!(next.pid, chrome.pid);
    assert_eq!(service.homes().len(), 1, "its folder is gone too");
    assert!(service.terminate().await.success());
    assert!(service.homes().is_empty());
}
