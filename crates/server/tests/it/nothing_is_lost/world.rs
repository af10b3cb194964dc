//! A clinic and a platform that live on while the service dies, and phones.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use baton_browser::{Browser, Chrome, LaunchOptions, Progress, SnapshotOptions};
use baton_client::{Client, Lead, SessionState, SessionView, StartBooking, Uuid};
use baton_mock_clinic::MockClinic;
use baton_server::demo::phone::Phone;
use jiff::civil::{Date, Time};
use serde_json::Value;
use tokio::task::JoinSet;

use super::process::Service;

/// For what happens at once on a quiet machine.
const SOON: Duration = Duration::from_mins(1);

pub(super) const FINAL_BUTTON: &str = "Book Appointment";
/// What the phone says when a press was lost.
pub(super) const ASKED_AGAIN: &str = "press again";

/// A service that may be wrecked, and everybody around it.
pub(super) struct Wreckable {
    pub(super) clinic: MockClinic,
    pub(super) service: Service,
    pub(super) client: Client,
    pub(super) phones: Chrome,
    pub(super) callbacks: Callbacks,
    callback_url: String,
    _platform: JoinSet<()>,
}

impl Wreckable {
    pub(super) async fn begin() -> Self {
        Self::with(Vec::new()).await
    }

    pub(super) async fn with(settings: Vec<(&'static str, String)>) -> Self {
        Self::around(Service::new(settings)).await
    }

    pub(super) async fn around(mut service: Service) -> Self {
        service.start().await;
        let client = Client::new(service.base_url(), None).unwrap();
        let mut platform = JoinSet::new();
        let callbacks = Callbacks::default();
        let callback_url = receive(&mut platform, callbacks.clone()).await;
        let phones = Chrome::launch(LaunchOptions::default()).await.unwrap();
        let clinic = MockClinic::spawn().await;
        Self { clinic, service, client, phones, callbacks, callback_url, _platform: platform }
    }

    /// Starts a booking of the `nth` free time.
    pub(super) async fn book_nth(&self, nth: usize, switches: &[(&str, &str)]) -> Uuid {
        self.book_slot(self.clinic.open_slots()[nth], switches).await
    }

    pub(super) async fn book_slot(&self, (date, time): (Date, Time), switches: &[(&str, &str)]) -> Uuid {
        let time = time.strftime("%-I:%M%P").to_string();
        let quick = [("slotDelayMs", "50"), ("processingMs", "50")];
        let quick = quick.iter().filter(|(name, _)| !switches.iter().any(|(given, _)| given == name));
        let switches: Vec<_> = quick.chain(switches).copied().collect();
        let url = self.clinic.booking_url_with(&switches);
        let request = StartBooking {
            service: Some("Lip Filler".to_owned()),
            callback_url: Some(self.callback_url.clone()),
            ..baton_client::request(&url, &date.to_string(), &time, lead())
        };
        self.client.start(&request).await.unwrap().session_id
    }

    pub(super) async fn link(&self, session: Uuid) -> String {
        self.client.wait_for_handoff(session, SOON).await.unwrap().handoff_url
    }

    /// Opens the link on a phone and goes as far as the payment page.
    pub(super) async fn phone(&self, link: &str) -> Phone {
        let phone = Phone::open(self.phones.browser(), link).await.unwrap();
        phone.tap_continue().await.unwrap();
        phone.sees_field("Card number").await.unwrap();
        phone
    }

    pub(super) async fn until_state(&self, session: Uuid, state: SessionState) -> SessionView {
        let what = format!("the session is {state:?}");
        let look = async || self.client.status(session).await.ok().filter(|view| view.state == state);
        until(&what, look).await
    }

    /// Waits for the session's end, which has to be told to the platform under one id.
    pub(super) async fn end_of(&self, session: Uuid) -> SessionView {
        let look = async || self.client.status(session).await.ok().filter(|view| is_over(view.state));
        let view = until("the session is over", look).await;
        until("the callback arrives", async || (!self.callbacks.ids_of(session).is_empty()).then_some(()))
            .await;
        assert_eq!(self.callbacks.ids_of(session).len(), 1, "one callback has one id");
        view
    }

    /// Waits until the page itself holds something in the field, which the phone shows a little earlier.
    pub(super) async fn until_the_page_holds(&self, field: &str) {
        let browser = Browser::connect(&self.service.chrome().await.endpoint).await.unwrap();
        holds(&browser, field).await;
    }

    /// The same of a page in a Chrome that is not the service's own.
    pub(super) async fn until_the_pool_holds(&self, pool: &Chrome, field: &str) {
        holds(&Browser::connect(pool.endpoint()).await.unwrap(), field).await;
    }

    pub(super) async fn bookings(&self) -> usize {
        self.clinic.state().await.bookings.len()
    }

    /// Stops the service, which has nothing left to keep a Chrome for.
    pub(super) async fn end(mut self) {
        let status = self.service.terminate().await;
        assert!(status.success(), "{status}");
        assert_eq!(self.service.chromes(), []);
        assert!(self.service.homes().is_empty(), "{:?}", self.service.homes());
        self.phones.close().await;
    }
}

async fn holds(browser: &Browser, field: &str) {
    let held = async || {
        for target in browser.targets().await.unwrap() {
            if target.kind != "page" || !target.url.contains("/booking/") {
                continue;
            }
            let page = browser.attach_page(&target.target_id).await.unwrap();
            let seen = page.snapshot(&Progress::new(SOON), &SnapshotOptions::default()).await.unwrap();
            let mut nodes = seen.frames.iter().flat_map(|frame| &frame.nodes);
            if nodes.any(|node| node.name == field && node.filled) {
                return Some(());
            }
        }
        None
    };
    until("the page holds what was typed", held).await;
}

pub(super) fn is_over(state: SessionState) -> bool {
    match state {
        SessionState::Created
        | SessionState::Navigating
        | SessionState::ReadyForHandoff
        | SessionState::Monitoring => false,
        SessionState::Completed
        | SessionState::Failed
        | SessionState::Abandoned
        | SessionState::Cancelled => true,
    }
}

pub(super) async fn pay(phone: &Phone, card: &str) {
    phone.fill("Card number", card).await.unwrap();
    finish_paying(phone).await;
}

pub(super) async fn finish_paying(phone: &Phone) {
    phone.fill("Expiry date", "12 / 34").await.unwrap();
    phone.fill("CVC", "123").await.unwrap();
    phone.press(FINAL_BUTTON).await.unwrap();
}

/// Looks until there is something to see.
pub(super) async fn until<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    within(SOON, what, look).await
}

/// The same for what takes as long as people do.
pub(super) async fn within<T>(limit: Duration, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let mut looks = tokio::time::interval(Duration::from_millis(50));
    let seen = async {
        loop {
            looks.tick().await;
            if let Some(seen) = look().await {
                return seen;
            }
        }
    };
    tokio::time::timeout(limit, seen).await.unwrap_or_else(|_| panic!("not in time: {what}"))
}

/// Every callback that came, by its id, and which session it was about.
#[derive(Clone, Default)]
pub(super) struct Callbacks(Arc<Mutex<HashMap<Uuid, HashSet<String>>>>);

impl Callbacks {
    pub(super) fn ids_of(&self, session: Uuid) -> HashSet<String> {
        self.0.lock().unwrap().get(&session).cloned().unwrap_or_default()
    }

    fn take(&self, headers: &HeaderMap, body: &str) -> StatusCode {
        let id = headers["webhook-id"].to_str().unwrap().to_owned();
        let body: Value = serde_json::from_str(body).unwrap();
        let session = body["sessionId"].as_str().unwrap().parse().unwrap();
        self.0.lock().unwrap().entry(session).or_default().insert(id);
        StatusCode::NO_CONTENT
    }
}

async fn receive(tasks: &mut JoinSet<()>, callbacks: Callbacks) -> String {
    let take = async |State(callbacks): State<Callbacks>, headers: HeaderMap, body: String| {
        callbacks.take(&headers, &body)
    };
    let router = Router::new().route("/callbacks", post(take)).with_state(callbacks);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/callbacks", listener.local_addr().unwrap());
    tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}

fn lead() -> Lead {
    Lead {
        first_name: "Jane".to_owned(),
        last_name: "Sample".to_owned(),
        phone: "+14405550123".to_owned(),
        email: "jane@example.com".to_owned(),
        notes: None,
    }
}
