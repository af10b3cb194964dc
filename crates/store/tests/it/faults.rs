//! What the store says when the database cannot do its part.

use std::error::Error;

use baton_store::{Owner, Store, StoreError};

use crate::support::database::TestDatabase;
use crate::support::fixtures::{created, insert, new};

#[tokio::test]
async fn a_url_of_another_database_is_refused() {
    let refused = Store::open("mysql://root:hunter2@localhost/baton").await.unwrap_err();
    assert!(matches!(refused, StoreError::BadUrl(_)));
    assert!(!format!("{refused} {refused:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_file_in_a_missing_folder_cannot_be_opened() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/missing/baton.db", folder.path().display());
    let refused = Store::open(&url).await.unwrap_err();
    assert!(matches!(refused, StoreError::Open(_)), "{refused:?}");
    assert!(refused.is_unavailable());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "a letter to a friend, long enough to be taken for pages ".repeat(100))
        .unwrap();
    let refused = Store::open(&format!("sqlite://{}", file.path().display())).await.unwrap_err();
    assert!(matches!(refused, StoreError::Database(_) | StoreError::Migration(_)), "{refused:?}");
    assert!(refused.source().unwrap().to_string().contains("not a database"), "{refused:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("postgres://baton:hunter2@localhost/baton?host={}", folder.path().display());
    let refused = Store::open(&url).await.unwrap_err();
    assert!(refused.is_unavailable(), "{refused:?}");
    assert!(!format!("{refused:?} {:?}", refused.source()).contains("hunter2"));
}

#[tokio::test]
async fn a_read_only_file_can_be_read_and_says_why_it_cannot_be_written() {
    let database = TestDatabase::sqlite().await;
    let session = created(0);
    insert(&database.store, &session, &Owner::generate()).await;

    let read_only = Store::open(&format!("{}?mode=ro", database.url)).await.unwrap();

    assert!(read_only.load(session.id).await.unwrap().is_some());
    let (owner, next) = (Owner::generate(), created(1));
    let refused = read_only.insert(new(&next, &owner)).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused:?}");
    assert!(refused.is_unavailable());
}
