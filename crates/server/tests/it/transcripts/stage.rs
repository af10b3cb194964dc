//! What all conversations share: the practice clinic, Baton with its Chrome, a browser for the phones, and a clock that goes from a fixed moment on.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use baton_api::signature::CallbackSecret;
use baton_booking::clock::Clock;
use baton_browser::{Chrome, LaunchOptions};
use baton_client::Client;
use baton_mock_clinic::{ClinicClock, ClinicOptions, MockClinic, Scenario};
use baton_server::app::App;
use baton_server::config::{Config, Settings};
use jiff::Timestamp;
use tokio::sync::OnceCell;

/// A Wednesday, ten in the morning in New York, a few days before the clocks change.
const BEGIN: &str = "2030-03-06T15:00:00Z";

pub(super) struct Stage {
    pub(super) clinic: MockClinic,
    pub(super) phones: Chrome,
    pub(super) secret: CallbackSecret,
    pub(super) clock: Arc<Ticking>,
    patient: App,
    /// A service that gives patients a few seconds only; started when a conversation needs it.
    hasty: OnceCell<App>,
}

/// Goes like every clock, from a moment of its own.
#[derive(Debug)]
pub(super) struct Ticking {
    begin: Timestamp,
    since: Instant,
}

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        self.begin + self.since.elapsed()
    }
}

impl Stage {
    pub(super) async fn open() -> Self {
        let begin: Timestamp = BEGIN.parse().unwrap();
        let options =
            ClinicOptions { clock: ClinicClock::Fixed(begin), scenario: usual(), ..ClinicOptions::default() };
        let secret = CallbackSecret::generate();
        let clock = Arc::new(Ticking { begin, since: Instant::now() });
        let patient = open_service(&secret, &clock, Settings::default()).await;
        Self {
            clinic: MockClinic::serve(options).await.unwrap(),
            phones: Chrome::launch(LaunchOptions::default()).await.unwrap(),
            secret,
            clock,
            patient,
            hasty: OnceCell::new(),
        }
    }

    /// The service that conversations are had with.
    pub(super) async fn baton(&self, is_hasty: bool) -> Client {
        let app = if is_hasty {
            let settings = Settings { monitor_timeout: Some("10s".to_owned()), ..Settings::default() };
            self.hasty.get_or_init(|| open_service(&self.secret, &self.clock, settings)).await
        } else {
            &self.patient
        };
        Client::new(&app.base_url(), None).unwrap()
    }

    /// Sets switches of the practice clinic for the pages of `slug`.
    pub(super) fn switch(&self, slug: &str, switches: &HashMap<String, String>) {
        let scenario = usual().with_query(switches).unwrap();
        self.clinic.set_scenario(slug, scenario);
    }

    pub(super) async fn close(self) {
        self.phones.close().await;
        self.patient.stop().await;
        if let Some(hasty) = self.hasty.into_inner() {
            hasty.stop().await;
        }
    }
}

/// A site that keeps no time for a page that was left: with a clock that stands still it would keep it for ever.
fn usual() -> Scenario {
    Scenario { hold_minutes: 0, ..Scenario::quick() }
}

/// The first decline is final, as in the design document.
async fn open_service(secret: &CallbackSecret, clock: &Arc<Ticking>, settings: Settings) -> App {
    let fitting = Settings {
        listen: Some("127.0.0.1:0".to_owned()),
        database_url: Some("sqlite::memory:".to_owned()),
        callback_secret: Some(secret.reveal().to_string()),
        allow_private_network: Some("true".to_owned()),
        payment_retry_window: Some("0s".to_owned()),
        ..Settings::default()
    };
    let config = Config::resolve(settings.over(fitting)).unwrap();
    App::start_at(config, Arc::clone(clock) as Arc<dyn Clock>).await.unwrap()
}
