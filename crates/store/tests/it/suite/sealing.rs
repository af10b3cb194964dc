//! What the database holds of a person when the service has a key, before it had one, and under another.

use baton_booking::session::Session;
use baton_store::{KeyId, Keyring, Store, StoreError};

use crate::support::database::TestDatabase;
use crate::support::fixtures::{at, created, put, stored};

/// Keys that nobody uses.
const FIRST: &str = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
const SECOND: &str = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";

const PICTURE: &[u8] = b"a picture";
const PICTURE_IN_BASE64: &str = "YSBwaWN0dXJl";

fn ring(keys: &[&str]) -> Keyring {
    Keyring::parse(&keys.join(",")).unwrap()
}

fn sealing_id(keys: &Keyring) -> KeyId {
    keys.ids().next().unwrap().clone()
}

async fn open(database: &TestDatabase, keys: &[&str]) -> Result<Store, StoreError> {
    Store::open_with(&database.url, ring(keys)).await
}

/// Everything that may tell of a person or open a door.
async fn at_rest(database: &TestDatabase) -> String {
    let texts = "SELECT COALESCE(lead, '') || COALESCE(page, '') FROM sessions
         UNION SELECT value FROM settings UNION SELECT picture FROM pictures";
    database.peek(texts).await.join("\n")
}

async fn fill(store: &Store) -> Session {
    let session = created(0);
    put(store, &session).await;
    store.save_picture(session.id, PICTURE).await.unwrap();
    store.get_or_insert_secret("callback_secret", || "whsec_opensesame".to_owned()).await.unwrap();
    session
}

pub(crate) async fn a_key_hides_people_and_secrets_from_whoever_reads_the_database(database: TestDatabase) {
    let store = open(&database, &[FIRST]).await.unwrap();
    let session = fill(&store).await;

    let kept = at_rest(&database).await;
    for word in ["Testa", "mustermann", "2025550143", "mornings", "opensesame", PICTURE_IN_BASE64] {
        assert!(!kept.contains(word), "{word} in {kept}");
    }
    let again = open(&database, &[FIRST]).await.unwrap();
    assert_eq!(stored(&again, session.id).await.session, session);
    let secret = again.get_or_insert_secret("callback_secret", || unreachable!("there is one")).await;
    assert_eq!(secret.unwrap(), "whsec_opensesame");
}

pub(crate) async fn what_stood_in_plain_words_is_read_and_sealed(database: TestDatabase) {
    let session = fill(&database.store).await;
    assert!(at_rest(&database).await.contains("mustermann"), "the search finds what is there");

    let store = open(&database, &[FIRST]).await.unwrap();

    assert_eq!(stored(&store, session.id).await.session, session);
    let secret = store.get_or_insert_secret("callback_secret", || unreachable!("there is one")).await;
    assert_eq!(secret.unwrap(), "whsec_opensesame");
    let kept = at_rest(&database).await;
    for word in ["mustermann", "opensesame", PICTURE_IN_BASE64] {
        assert!(!kept.contains(word), "{word} in {kept}");
    }
}

pub(crate) async fn a_new_key_takes_over_from_the_old_one(database: TestDatabase) {
    let session = fill(&open(&database, &[FIRST]).await.unwrap()).await;

    let both = open(&database, &[SECOND, FIRST]).await.unwrap();
    both.get_or_insert_secret("callback_secret", || unreachable!("there is one")).await.unwrap();

    // From here on the old key is not needed any more.
    let new = open(&database, &[SECOND]).await.unwrap();
    assert_eq!(stored(&new, session.id).await.session, session);
    assert_eq!(new.picture(session.id).await.unwrap().unwrap(), PICTURE);
    let kept = at_rest(&database).await;
    assert!(!kept.contains(&sealing_id(&ring(&[FIRST])).to_string()), "{kept}");
}

pub(crate) async fn without_its_key_a_database_is_left_alone(database: TestDatabase) {
    let session = fill(&open(&database, &[FIRST]).await.unwrap()).await;
    let before = at_rest(&database).await;
    let needed = sealing_id(&ring(&[FIRST]));

    for keys in [&[][..], &[SECOND][..]] {
        let refused = open(&database, keys).await.unwrap_err();
        assert!(matches!(&refused, StoreError::MissingKey(id) if *id == needed), "{refused:?}");
        assert!(refused.to_string().contains(&needed.to_string()), "{refused}");
    }

    assert_eq!(at_rest(&database).await, before);
    let store = open(&database, &[FIRST]).await.unwrap();
    assert_eq!(stored(&store, session.id).await.session, session);
}

pub(crate) async fn one_person_s_data_cannot_be_moved_to_another_session(database: TestDatabase) {
    let store = open(&database, &[FIRST]).await.unwrap();
    let (one, other) = (created(0), created(1));
    put(&store, &one).await;
    put(&store, &other).await;

    database
        .tamper(&format!(
            "UPDATE sessions SET lead = (SELECT lead FROM sessions WHERE id = '{}') WHERE id = '{}'",
            one.id, other.id
        ))
        .await;

    let refused = store.load(other.id).await.unwrap_err();
    assert!(matches!(refused, StoreError::Corrupt { column: "lead", .. }), "{refused:?}");
    // It stands in nobody's way: neither at the next start nor in a list of others.
    let again = open(&database, &[SECOND, FIRST]).await.unwrap();
    assert_eq!(stored(&again, one.id).await.session, one);
}

pub(crate) async fn a_sealed_person_is_erased_like_any_other(database: TestDatabase) {
    let store = open(&database, &[FIRST]).await.unwrap();
    let session = created(0);
    let fence = put(&store, &session).await;
    store.save(&session.clone().cancel(at(5)).unwrap(), fence, None).await.unwrap();

    store.erase_leads(at(1000)).await.unwrap();

    assert_eq!(stored(&store, session.id).await.session.lead, None);
    assert!(!at_rest(&database).await.contains("sealed:"));
}
