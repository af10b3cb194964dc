//! A carrier with one phone on it: takes messages as Twilio takes them and shows them on the phone's page, and brings what is written there to
//! the platform, signed as Twilio signs. The platform does not know the difference.

mod pages;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Context, ensure};
use axum::Router;
use axum::routing::{get, post};
use baton_booking::clock::{Clock, SystemClock};
use baton_platform::sms::TwilioWebhook;
use jiff::Timestamp;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use url::form_urlencoded;

/// An account of nobody's: this carrier is on loopback.
pub(super) const ACCOUNT: &str = "ACdemo0000000000000000000000000000";
pub(super) const TOKEN: &str = "the-demo-carriers-token";
/// The phone's number, of those that the numbering plan keeps for fiction.
pub(super) const PHONE: &str = "+14405550123";

#[derive(Debug)]
pub(super) struct Carrier {
    base_url: String,
    desk: Desk,
    _server: JoinSet<()>,
}

/// What the routes share.
#[derive(Debug, Clone)]
struct Desk(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    thread: Mutex<Vec<Bubble>>,
    /// Counts the messages, for whoever looks at the phone.
    changed: watch::Sender<usize>,
    http: reqwest::Client,
    /// Set once the platform is open.
    line: OnceLock<Line>,
}

/// Where the phone's messages go.
#[derive(Debug)]
struct Line {
    platform: String,
    webhook: TwilioWebhook,
    clinic: Correspondent,
}

/// Whom the phone writes to.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Correspondent {
    pub(super) name: String,
    pub(super) number: String,
}

/// One message on the phone.
#[derive(Debug, Clone, Serialize)]
struct Bubble {
    from: Side,
    text: String,
    at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Side {
    Patient,
    Clinic,
}

impl Carrier {
    pub(super) async fn open() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("failed to open the carrier")?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let desk = Desk(Arc::new(Shared {
            thread: Mutex::default(),
            changed: watch::Sender::default(),
            http: reqwest::Client::builder().no_proxy().build()?,
            line: OnceLock::new(),
        }));
        let routes = routes(desk.clone());
        let mut server = JoinSet::new();
        server.spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                tracing::error!(%error, "The carrier ended");
            }
        });
        Ok(Self { base_url, desk, _server: server })
    }

    /// Connects the phone with a clinic of the platform's.
    pub(super) fn connect(&self, platform: &str, clinic: Correspondent) {
        let webhook = TwilioWebhook::new(TOKEN, &format!("{platform}/sms/twilio"));
        let line = Line { platform: platform.to_owned(), webhook, clinic };
        self.desk.0.line.set(line).expect("the phone is connected once");
    }

    /// Where the platform hands its messages over; at the same address is the page with the phone.
    pub(super) fn base_url(&self) -> &str {
        &self.base_url
    }
}

fn routes(desk: Desk) -> Router {
    Router::new()
        .route("/2010-04-01/Accounts/{account}/Messages.json", post(pages::messages))
        .route("/", get(pages::page))
        .route("/demo.js", get(pages::script))
        .route("/demo.css", get(pages::style))
        .route("/operators/board.js", get(pages::board_script))
        .route("/operators/board.css", get(pages::board_style))
        .route("/operators/leads", get(pages::leads))
        .route("/thread", get(pages::thread))
        .route("/write", post(pages::write))
        .with_state(desk)
}

impl Desk {
    fn line(&self) -> anyhow::Result<&Line> {
        self.0.line.get().context("the phone is not connected yet")
    }

    fn add(&self, from: Side, text: String) -> usize {
        let mut thread = self.thread();
        thread.push(Bubble { from, text, at: SystemClock.now() });
        let count = thread.len();
        drop(thread);
        self.0.changed.send_replace(count);
        count
    }

    fn thread(&self) -> MutexGuard<'_, Vec<Bubble>> {
        // Every change is a single push, so a panic elsewhere leaves no half-made thread.
        self.0.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings a message of the patient's to the platform.
    async fn bring(&self, text: String) -> anyhow::Result<()> {
        let line = self.line()?;
        let id = format!("SMdemo{}", self.add(Side::Patient, text.clone()));
        let fields = [
            ("MessageSid", id.as_str()),
            ("AccountSid", ACCOUNT),
            ("From", PHONE),
            ("To", &line.clinic.number),
            ("Body", &text),
        ];
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.0.http.post(format!("{}/sms/twilio", line.platform));
        let request = request
            .header("x-twilio-signature", line.webhook.sign(&fields))
            .header("content-type", "application/x-www-form-urlencoded");
        let status = request.body(form).send().await.context("the platform does not answer")?.status();
        ensure!(status.is_success(), "the platform answered {status}");
        Ok(())
    }
}
