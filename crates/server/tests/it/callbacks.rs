//! Callbacks on their way to a receiver, judged by an implementation of Standard Webhooks that is not ours.

use std::sync::Arc;
use std::time::Duration;

use baton_api::signature::CallbackSecret;
use baton_booking::clock::{Clock, MockClock, SystemClock};
use baton_booking::id::SessionId;
use baton_booking::request::{BookingRequest, HandoffPreference, Lead};
use baton_booking::session::{Limits, Session};
use baton_server::callbacks::{Courier, Dispatcher};
use baton_server::config::AllowedHosts;
use baton_server::egress::Egress;
use baton_server::telemetry::Traces;
use baton_store::{
    CallbackRecord, CallbackState, Inserted, NewCallback, NewSession, Owner, Store, WebhookId,
};
use standardwebhooks::Webhook;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// An outbox and the dispatcher that empties it.
struct Outbox {
    store: Store,
    owner: Owner,
    clock: MockClock,
    secret: CallbackSecret,
    stop: CancellationToken,
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Outbox {
    async fn open(egress: Egress, more_secrets: Vec<CallbackSecret>) -> Self {
        let store = Store::open("sqlite::memory:").await.unwrap();
        // The independent library compares with the machine's clock, so this one starts there.
        let clock = MockClock::at(SystemClock.now());
        let (owner, secret, stop) = (Owner::generate(), CallbackSecret::generate(), CancellationToken::new());
        let secrets = [vec![secret.clone()], more_secrets].concat();
        let courier = Courier::new(egress, AllowedHosts::default(), secrets).unwrap();
        let tasks = TaskTracker::new();
        let dispatcher = Dispatcher::new(
            store.clone(),
            Arc::new(clock.clone()),
            owner.clone(),
            courier,
            Traces::default(),
            tasks.clone(),
        );
        tasks.spawn(dispatcher.run(stop.clone()));
        Self { store, owner, clock, secret, stop }
    }

    async fn lenient() -> Self {
        Self::open(Egress::new(true), Vec::new()).await
    }

    /// Ends a session whose platform asked to be told at `url`.
    async fn post(&self, url: &str) -> SessionId {
        let now = self.clock.now();
        let session = Session::create(SessionId::generate(), request(), lead(), &Limits::default(), now);
        let new = NewSession {
            session: &session,
            owner: &self.owner,
            lease: Duration::from_secs(30),
            idempotency: None,
            queue_limit: 100,
        };
        let Inserted::New { fence } = self.store.insert(new).await.unwrap() else {
            panic!("the queue has room")
        };
        let callback = NewCallback {
            webhook_id: WebhookId::generate(),
            session_id: session.id,
            url: url.to_owned(),
            body: r#"{"type":"booking.cancelled"}"#.to_owned(),
            created_at: now,
        };
        let ended = session.cancel(now).unwrap();
        self.store.save(&ended, fence, Some(&callback)).await.unwrap();
        ended.id
    }

    /// Waits until `happened` is true of the session's callback.
    async fn until(&self, id: SessionId, happened: impl Fn(&CallbackRecord) -> bool) -> CallbackRecord {
        let mut looks = tokio::time::interval(Duration::from_millis(10));
        let wait = async {
            loop {
                looks.tick().await;
                let record = self.store.callback_of(id).await.unwrap().expect("the session has a callback");
                if happened(&record) {
                    return record;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), wait)
            .await
            .expect("the callback comes that far in time")
    }
}

fn request() -> BookingRequest {
    BookingRequest {
        booking_url: "https://clinic.example.com/book".parse().unwrap(),
        date: jiff::civil::date(2099, 2, 5),
        time: jiff::civil::time(14, 30, 0, 0),
        service: None,
        provider: None,
        callback_url: None,
        handoff: HandoffPreference::Auto,
        timezone: None,
        timeout: None,
        profile: None,
        aliases: Vec::new(),
    }
}

fn lead() -> Lead {
    Lead {
        first_name: "Jane".to_owned(),
        last_name: String::new(),
        phone: "+14407031022".to_owned(),
        email: "jane@example.com".to_owned(),
        notes: None,
    }
}

/// A receiver that answers everything with `answer`.
async fn receiver(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(answer).mount(&server).await;
    server
}

async fn received(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

fn has_ended(record: &CallbackRecord) -> bool {
    !matches!(record.state, CallbackState::Pending { .. })
}

fn was_tried(record: &CallbackRecord) -> bool {
    !record.attempts.is_empty()
}

#[tokio::test]
async fn a_callback_is_believed_by_an_independent_library() {
    let next = CallbackSecret::generate();
    let outbox = Outbox::open(Egress::new(true), vec![next.clone()]).await;
    let server = receiver(ResponseTemplate::new(204)).await;
    let id = outbox.post(&format!("{}/hook?token=1", server.uri())).await;
    let record = outbox.until(id, has_ended).await;
    assert_eq!(record.state, CallbackState::Delivered);

    let [request] = <[Request; 1]>::try_from(received(&server).await).expect("it was sent once");
    assert_eq!((request.method.as_str(), request.url.query()), ("POST", Some("token=1")));
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.headers["webhook-id"], record.webhook_id.as_str());
    for secret in [&outbox.secret, &next] {
        let theirs = Webhook::new(&secret.reveal()).unwrap();
        theirs.verify(&request.body, &request.headers).expect("either secret's receiver believes it");
    }
    let strangers = Webhook::new(&CallbackSecret::generate().reveal()).unwrap();
    assert!(strangers.verify(&request.body, &request.headers).is_err());
}

#[tokio::test]
async fn a_failed_callback_is_tried_again_under_the_same_id() {
    let outbox = Outbox::lenient().await;
    let server = MockServer::start().await;
    Mock::given(path("/hook")).respond_with(ResponseTemplate::new(500)).up_to_n_times(1).mount(&server).await;
    Mock::given(path("/hook")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let id = outbox.post(&format!("{}/hook", server.uri())).await;
    let record = outbox.until(id, was_tried).await;
    let CallbackState::Pending { due_at } = record.state else {
        panic!("it is to be tried again: {record:?}")
    };
    let wait = Duration::try_from(due_at.duration_since(outbox.clock.now())).unwrap();
    assert!((Duration::from_millis(3_999)..=Duration::from_secs(6)).contains(&wait), "{wait:?}");

    outbox.clock.advance(wait);
    // Any news of the outbox makes the dispatcher look at its clock.
    let other = receiver(ResponseTemplate::new(200)).await;
    outbox.post(&other.uri()).await;
    assert_eq!(outbox.until(id, has_ended).await.state, CallbackState::Delivered);
    let requests = received(&server).await;
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].headers["webhook-id"], requests[1].headers["webhook-id"]);
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_left_alone() {
    let outbox = Outbox::lenient().await;
    let server = receiver(ResponseTemplate::new(410)).await;
    let id = outbox.post(&server.uri()).await;
    let record = outbox.until(id, has_ended).await;
    assert_eq!((record.state, record.attempts[0].status), (CallbackState::Dead, Some(410)));
}

#[tokio::test]
async fn a_redirect_is_a_failure_and_is_not_followed() {
    let outbox = Outbox::lenient().await;
    let elsewhere = receiver(ResponseTemplate::new(200)).await;
    let answer = ResponseTemplate::new(307).insert_header("location", elsewhere.uri().as_str());
    let server = receiver(answer).await;
    let id = outbox.post(&server.uri()).await;
    let record = outbox.until(id, was_tried).await;
    assert_eq!(record.attempts[0].status, Some(307));
    assert!(matches!(record.state, CallbackState::Pending { .. }));
    assert!(received(&elsewhere).await.is_empty());
}

#[tokio::test]
async fn a_slow_receiver_does_not_hold_the_others_up() {
    let outbox = Outbox::lenient().await;
    let slow = receiver(ResponseTemplate::new(200).set_delay(Duration::from_mins(1))).await;
    let quick = receiver(ResponseTemplate::new(200)).await;
    for _ in 0..20 {
        outbox.post(&slow.uri()).await;
    }
    let begun = tokio::time::Instant::now();
    let id = outbox.post(&quick.uri()).await;
    assert_eq!(outbox.until(id, has_ended).await.state, CallbackState::Delivered);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_endless_answer_is_not_read_to_its_end() {
    let outbox = Outbox::lenient().await;
    let server = receiver(ResponseTemplate::new(200).set_body_bytes(vec![b'x'; 8 * 1024 * 1024])).await;
    let id = outbox.post(&server.uri()).await;
    assert_eq!(outbox.until(id, has_ended).await.state, CallbackState::Delivered);
}

#[tokio::test]
async fn private_receivers_get_no_connection() {
    let outbox = Outbox::open(Egress::new(false), Vec::new()).await;
    let server = receiver(ResponseTemplate::new(200)).await;
    let port = server.address().port();
    let hosts = ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost", "localhost."];
    for host in hosts {
        let id = outbox.post(&format!("http://{host}:{port}/")).await;
        let record = outbox.until(id, was_tried).await;
        assert_eq!(record.attempts[0].error.as_deref(), Some("the address is not allowed"), "{host}");
    }
    assert!(received(&server).await.is_empty());
}
