//! What is written is what is read; what nobody wrote is not believed.

use baton_booking::id::SessionId;
use baton_store::StoreError;

use crate::support::database::TestDatabase;
use crate::support::fixtures::{
    at, completed, created, every_shape, monitoring, navigating, put, put_ended, ready, stored,
};

pub(crate) async fn every_shape_of_a_session_survives_the_trip(database: TestDatabase) {
    for session in every_shape() {
        put(&database.store, &session).await;
        let read = stored(&database.store, session.id).await;
        assert_eq!(read.session, session);
        assert_eq!(read.public_id.as_ref(), session.handoff().map(|handoff| &handoff.public_id));
    }
}

pub(crate) async fn a_combination_that_no_transition_makes_is_corrupt(database: TestDatabase) {
    let submitted = monitoring().submit(at(50)).unwrap();
    let completed = completed();
    let cases = vec![
        (created(0), "state = 'paused'", "state"),
        (created(0), "step = 'service'", "step"),
        (created(0), "lead = NULL", "lead"),
        (created(0), "lead = '{}'", "lead"),
        (created(0), "request = 'no JSON'", "request"),
        (created(0), "ended_at = 1", "ended_at"),
        (created(0), "expires_at = 9223372036854775807", "expires_at"),
        (navigating(), "step = 'dancing'", "step"),
        (navigating(), "step = NULL", "step"),
        (navigating(), "step_since = NULL", "step_since"),
        (navigating(), "attempts = '[{}]'", "attempts"),
        (ready(), "handoff = NULL", "handoff"),
        (ready(), "public_id = NULL", "public_id"),
        (ready(), "public_id = '0123456789'", "public_id"),
        (ready(), "watch_since = 1", "watch_since"),
        (monitoring(), "last_activity = NULL", "last_activity"),
        (monitoring(), "refused_at = 1", "attempts"),
        (submitted.clone(), "refused_at = 1", "refused_at"),
        (submitted, "step = 'details', step_since = 1", "step"),
        (completed.clone(), "confirmation = NULL", "confirmation"),
        (completed.clone(), "ended_at = NULL", "ended_at"),
        (completed.clone(), "state = 'abandoned'", "confirmation"),
        (completed.clone(), "state = 'failed'", "failure"),
        (completed, "state = 'cancelled'", "payment_unresolved"),
    ];
    for (mut session, tampering, expected) in cases {
        session.id = SessionId::generate();
        put(&database.store, &session).await;
        let id = session.id;
        database.tamper(&format!("UPDATE sessions SET {tampering} WHERE id = '{id}'")).await;
        match database.store.load(id).await {
            Err(StoreError::Corrupt { table: "sessions", column, id: found }) => {
                assert_eq!((column, found), (expected, id.to_string()), "{tampering}");
            }
            other => panic!("{tampering} was taken for {other:?}"),
        }
        database.tamper(&format!("DELETE FROM sessions WHERE id = '{id}'")).await;
    }
}

pub(crate) async fn an_error_never_tells_a_value(database: TestDatabase) {
    let session = created(0);
    put(&database.store, &session).await;
    database
        .tamper(&format!(
            "UPDATE sessions SET lead = '{{\"email\":\"testa.mustermann\"}}' WHERE id = '{}'",
            session.id
        ))
        .await;
    let corrupt = database.store.load(session.id).await.unwrap_err();

    let callback = put_ended(&database.store, &completed()).await;
    let start = created(0);
    let fence = put(&database.store, &start).await;
    let mut copy = callback.clone();
    copy.session_id = start.id;
    let duplicate =
        database.store.save(&start.clone().abandon(at(9)).unwrap(), fence, Some(&copy)).await.unwrap_err();

    for (error, secret) in [(corrupt, "mustermann"), (duplicate, callback.webhook_id.as_str())] {
        let told =
            format!("{error} {error:?} {:?}", std::error::Error::source(&error).map(ToString::to_string));
        assert!(!told.contains(secret), "{told}");
    }
}
