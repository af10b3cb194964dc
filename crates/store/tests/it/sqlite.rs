//! What concerns SQLite alone: its file.

use std::os::unix::fs::PermissionsExt;

use baton_store::{Engine, Owner, Store};

use crate::support::database::TestDatabase;
use crate::support::fixtures::{at, completed, created, insert, put, stored};

#[tokio::test]
async fn the_file_and_its_log_belong_to_their_owner_alone() {
    let database = TestDatabase::sqlite().await;
    insert(&database.store, &created(0), &Owner::generate()).await;
    let path = database.url.strip_prefix("sqlite://").unwrap();
    for file in [path.to_owned(), format!("{path}-wal")] {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn a_database_is_there_again_when_it_is_opened_again() {
    let database = TestDatabase::sqlite().await;
    let session = created(0);
    insert(&database.store, &session, &Owner::generate()).await;
    database.store.close().await;
    assert_eq!(stored(&database.another().await, session.id).await.session, session);
}

#[tokio::test]
async fn a_database_in_memory_keeps_its_promises_until_it_is_closed() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    assert_eq!(store.engine(), Engine::Sqlite);
    let session = created(0);
    put(&store, &session).await;
    assert_eq!(stored(&store.clone(), session.id).await.session, session);
    let another = Store::open("sqlite::memory:").await.unwrap();
    assert_eq!(another.load(session.id).await.unwrap(), None);
}

/// A client that hangs up cuts its request short, and with it a call on the database.
#[tokio::test]
async fn a_database_in_memory_survives_calls_that_are_cut_short() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    for delay in 0..200 {
        let call = store.put_setting("name", "value");
        let _cut = tokio::time::timeout(std::time::Duration::from_micros(delay * 5), call).await;
    }
    store.put_setting("name", "last").await.unwrap();
    assert_eq!(store.setting("name").await.unwrap().as_deref(), Some("last"));
}

#[tokio::test]
async fn erased_words_are_gone_from_the_files_themselves() {
    let database = TestDatabase::sqlite().await;
    let path = database.url.strip_prefix("sqlite://").unwrap();
    put(&database.store, &completed()).await;
    assert!(occurs(path, "mustermann"), "the search finds what is there");
    database.store.erase_leads(at(1000)).await.unwrap();
    assert!(!occurs(path, "mustermann"));
}

/// Whether the bytes of the database or of its log hold `word`.
fn occurs(path: &str, word: &str) -> bool {
    [path.to_owned(), format!("{path}-wal")].iter().any(|file| {
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}
