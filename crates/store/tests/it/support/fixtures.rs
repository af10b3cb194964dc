//! Sessions in every state, made by the domain's own transitions.

use std::time::Duration;

use baton_booking::handoff::{Handoff, HandoffMode, HandoffReason, HandoffToken};
use baton_booking::id::{PublicId, SessionId};
use baton_booking::outcome::{
    Confirmation, Difference, Failure, FailureCode, Money, PaymentAttempt, PaymentResult,
};
use baton_booking::request::{BookingRequest, HandoffPreference, Lead, ServiceAlias};
use baton_booking::session::{Limits, Session, Step};
use baton_store::{
    Claim, Fence, IdempotencyKey, Inserted, NewCallback, NewSession, Owner, Store, StoredSession, WebhookId,
};
use jiff::{Timestamp, ToSpan};

pub(crate) const LEASE: Duration = Duration::from_mins(1);
/// A lease that has run out as soon as it is given.
pub(crate) const NO_LEASE: Duration = Duration::ZERO;

/// `seconds` after the moment at which every test begins.
pub(crate) fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-02-03T10:00:00.250Z".parse().unwrap();
    start + seconds.seconds()
}

pub(crate) fn lead() -> Lead {
    Lead {
        first_name: "Testa".into(),
        last_name: "Mustermann".into(),
        phone: "+12025550143".into(),
        email: "testa.mustermann@example.com".into(),
        notes: Some("prefers \"mornings\" 🌅".into()),
    }
}

pub(crate) fn request() -> BookingRequest {
    BookingRequest {
        booking_url: "https://clinic.example/booking/forever-22".parse().unwrap(),
        date: "2026-02-05".parse().unwrap(),
        time: "14:30".parse().unwrap(),
        service: Some("Botox".into()),
        provider: None,
        callback_url: Some("https://platform.example/callbacks".parse().unwrap()),
        handoff: HandoffPreference::Live,
        timezone: Some("America/New_York".into()),
        timeout: Some(Duration::from_secs(45)),
        profile: Some("moxie".into()),
        aliases: vec![ServiceAlias { said: "botox".into(), service: "Tox (Botox, Jeuveau)".into() }],
    }
}

/// A session that was taken on at `at(seconds)`.
pub(crate) fn created(seconds: i64) -> Session {
    Session::create(SessionId::generate(), request(), lead(), &Limits::default(), at(seconds))
}

pub(crate) fn handoff() -> Handoff {
    Handoff {
        public_id: PublicId::generate(),
        tokens: vec![HandoffToken::generate().hash(), HandoffToken::generate().hash()],
        mode: HandoffMode::Live,
        reason: HandoffReason::Payment,
        ready_at: at(30),
        deposit: Some(Money { cents: 5000, currency: "USD".into() }),
        page_url: "https://clinic.example/booking/forever-22".into(),
    }
}

pub(crate) fn refusal() -> PaymentAttempt {
    PaymentAttempt {
        at: at(60),
        result: PaymentResult::Declined,
        message: "Your card was declined. Please try a different card.".into(),
    }
}

pub(crate) fn confirmation() -> Confirmation {
    Confirmation {
        number: Some("MXE-2026-7K2QF".into()),
        appointment: Some("2026-02-05T14:30:00-05:00[America/New_York]".parse().unwrap()),
        appointment_text: Some("Thursday, February 5 at 2:30 PM".into()),
        provider: Some("Gale Tesar".into()),
        service: Some("Tox".into()),
        differs: vec![Difference::Time],
    }
}

pub(crate) fn navigating() -> Session {
    created(0).navigate(at(1)).unwrap().reach(Step::DateTime, at(5)).unwrap()
}

pub(crate) fn ready() -> Session {
    navigating().hand_off(handoff(), at(30)).unwrap()
}

pub(crate) fn monitoring() -> Session {
    ready().monitor(at(40)).unwrap()
}

pub(crate) fn completed() -> Session {
    monitoring().complete(confirmation(), at(90)).unwrap()
}

/// Sessions in all their states, and in all the shapes that a watched one has.
pub(crate) fn every_shape() -> Vec<Session> {
    let failure = Failure::new(FailureCode::TimeUnavailable, "14:30 is taken.")
        .with_choices(["2:45 PM".to_owned(), "3:00 PM".to_owned()]);
    let refused = || monitoring().submit(at(50)).unwrap().refuse(refusal(), at(60)).unwrap();
    vec![
        created(0),
        navigating(),
        ready(),
        monitoring(),
        monitoring().resume(at(45)).unwrap().reach(Step::Details, at(46)).unwrap(),
        monitoring().submit(at(50)).unwrap(),
        refused(),
        refused().submit(at(70)).unwrap(),
        completed(),
        navigating().fail(failure, at(20)).unwrap(),
        refused().abandon(at(600)).unwrap(),
        created(0).cancel(at(2)).unwrap(),
        monitoring().submit(at(50)).unwrap().cancel(at(55)).unwrap(),
    ]
}

pub(crate) fn callback(session: &Session) -> NewCallback {
    NewCallback {
        webhook_id: WebhookId::generate(),
        session_id: session.id,
        url: "https://platform.example/callbacks".into(),
        body: format!(r#"{{"sessionId":"{}","state":"{}"}}"#, session.id, session.state.as_str()),
        created_at: session.updated_at,
    }
}

pub(crate) fn key(name: &str, body: u8) -> IdempotencyKey {
    IdempotencyKey {
        key_scope: "platform".into(),
        key: name.into(),
        body_hash: [body; 32],
        kept_until: at(24 * 3600),
    }
}

pub(crate) fn new<'a>(session: &'a Session, owner: &'a Owner) -> NewSession<'a> {
    NewSession { session, owner, lease: LEASE, idempotency: None, queue_limit: 1000 }
}

/// Inserts a session as its owner would.
pub(crate) async fn insert(store: &Store, session: &Session, owner: &Owner) -> Fence {
    match store.insert(new(session, owner)).await.unwrap() {
        Inserted::New { fence } => fence,
        other => panic!("the session was not taken on: {other:?}"),
    }
}

/// Puts a session into the database that is in `session`'s state, as if its life until then had been saved.
pub(crate) async fn put(store: &Store, session: &Session) -> Fence {
    let owner = Owner::generate();
    let fence = insert(store, session, &owner).await;
    if !session.state.is_terminal() {
        store.save(session, fence, None).await.unwrap();
    }
    fence
}

/// Puts an ended session with its callback into the database.
pub(crate) async fn put_ended(store: &Store, last: &Session) -> NewCallback {
    let start = Session::create(last.id, request(), lead(), &Limits::default(), last.created_at);
    let fence = insert(store, &start, &Owner::generate()).await;
    let callback = callback(last);
    store.save(last, fence, Some(&callback)).await.unwrap();
    callback
}

pub(crate) async fn stored(store: &Store, id: SessionId) -> StoredSession {
    store.load(id).await.unwrap().expect("the session is there")
}

pub(crate) async fn claim_live(store: &Store, owner: &Owner, limit: usize) -> Vec<StoredSession> {
    store.claim(owner, LEASE, limit, Claim::Live).await.unwrap()
}

/// Asks until there is an answer: leases run out by the database's clock, not by ours.
pub(crate) async fn until<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), asking).await.expect("the lease runs out")
}

/// Claims the one session whose lease is about to run out.
pub(crate) async fn wait_for_claim(store: &Store, owner: &Owner) -> StoredSession {
    until(async || claim_live(store, owner, 1).await.pop()).await
}
