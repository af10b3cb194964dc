//! What only a server can do to its clients.

use std::time::Duration;

use baton_store::{Owner, Store, StoreError, Topic};

use crate::support::database::TestDatabase;
use crate::support::fixtures::{created, insert, new, stored};

pub(crate) async fn a_full_disk_is_told_apart(database: TestDatabase) {
    // A trigger raises the very error that the server raises when its disk is full.
    database
        .tamper(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
             CREATE TRIGGER full_disk BEFORE INSERT ON sessions EXECUTE FUNCTION full_disk();",
        )
        .await;
    let (owner, session) = (Owner::generate(), created(0));
    let refused = database.store.insert(new(&session, &owner)).await.unwrap_err();
    assert!(matches!(refused, StoreError::DiskFull(_)), "{refused:?}");
}

pub(crate) async fn a_read_only_server_is_told_apart(database: TestDatabase) {
    let name = database.peek("SELECT current_database()::text").await.remove(0);
    database.tamper(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await;
    end_other_connections(&database).await;

    let (owner, session) = (Owner::generate(), created(0));
    let refused = database.store.insert(new(&session, &owner)).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused:?}");
    let refused = Store::open(&database.url).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused:?}");
}

pub(crate) async fn connections_that_the_server_ended_are_made_anew(database: TestDatabase) {
    let session = created(0);
    insert(&database.store, &session, &Owner::generate()).await;
    end_other_connections(&database).await;
    assert_eq!(stored(&database.store, session.id).await.session, session);
    insert(&database.store, &created(1), &Owner::generate()).await;
}

pub(crate) async fn a_listener_that_lost_its_connection_is_told_to_look_at_everything(
    database: TestDatabase,
) {
    let mut news = database.store.notifications().await.unwrap();
    end_other_connections(&database).await;
    let heard = tokio::time::timeout(Duration::from_secs(10), news.next()).await.expect("it is told");
    assert_eq!(heard.unwrap(), Topic::Anything);

    insert(&database.store, &created(0), &Owner::generate()).await;
    let heard = tokio::time::timeout(Duration::from_secs(10), news.next()).await.expect("it listens again");
    assert_eq!(heard.unwrap(), Topic::Queue);
}

pub(crate) async fn two_processes_may_open_an_empty_database_at_once(database: TestDatabase) {
    database.tamper("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
    let (one, other) = tokio::join!(Store::open(&database.url), Store::open(&database.url));
    let session = created(0);
    insert(&one.unwrap(), &session, &Owner::generate()).await;
    assert_eq!(stored(&other.unwrap(), session.id).await.session, session);
}

async fn end_other_connections(database: &TestDatabase) {
    database
        .tamper(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await;
}
