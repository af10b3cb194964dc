//! Wires the rooms together, in the order in which they need each other, and takes them apart the other way round.

mod building;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use baton_api::signature::CallbackSecret;
use baton_booking::clock::{Clock, SystemClock};
use baton_booking::profile::ProfileError;
use baton_store::{Owner, Pages, Store, StoreError};
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;

use self::building::Building;
use crate::browsers::{BrowserPool, ChromeHome, HomeError, Keeping};
use crate::config::Config;
use crate::http::CertificateError;
use crate::instances;
use crate::lifecycle::{self, DrainWishes, Room, Signals};
use crate::sessions::Registry;
use crate::telemetry::{self, TracesError};

/// A successor at the same place that takes longer than this finds others at work on its pages' sessions.
const SUCCESSION: Duration = Duration::from_mins(1);

/// A running service.
#[derive(Debug)]
pub struct App {
    address: SocketAddr,
    base_url: String,
    registry: Registry,
    browsers: BrowserPool,
    store: Store,
    owner: Owner,
    pages: Pages,
    rooms: Rooms,
    grace: Duration,
}

/// Everything that runs, by what it needs: doors need sessions, sessions need browsers.
#[derive(Debug, Default)]
struct Rooms {
    doors: Room,
    sessions: Room,
    callbacks: Room,
    browsers: Room,
    traces: Room,
}

/// Why the service did not start.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("failed to open the database")]
    Store(#[from] StoreError),
    #[error("failed to read the site profiles")]
    Profiles(#[from] ProfileError),
    #[error("failed to listen on {address}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("failed to prepare for sending requests")]
    Courier(#[from] reqwest::Error),
    #[error("failed to make room for Chrome")]
    Home(#[from] HomeError),
    #[error("failed to set up the traces")]
    Traces(#[from] TracesError),
    #[error("failed to set up TLS")]
    Certificate(#[from] CertificateError),
    #[error("failed to listen for signals")]
    Signals(#[source] std::io::Error),
    #[error("the public URL is no URL")]
    PublicUrl,
    #[error("the callback secret in the database is damaged")]
    Secret,
}

/// How long a service runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Until a signal ends it. Live sessions and their pages are left to the next process.
    Stopped,
    /// Takes no new bookings, and ends by itself once those that it took over have ended.
    Drained,
}

/// Runs the service. A second signal ends it at once.
pub async fn serve(config: Config, until: Until) -> Result<(), AppError> {
    telemetry::start_logging(&config.log, config.log_format);
    lifecycle::leave_no_core_dumps();
    let mut signals = Signals::listen().map_err(AppError::Signals)?;
    let mut wishes = DrainWishes::listen().map_err(AppError::Signals)?;
    let keeps_sessions = !config.keeps_nothing();
    let app = App::start(config).await?;
    tokio::select! {
        () = signals.next() => {}
        () = drained(&app, until, &mut wishes) => tracing::info!("No session is left"),
    }
    tracing::info!("Stopping; a second signal stops at once");
    if keeps_sessions {
        app.browsers.leave_running();
    }
    tokio::select! {
        () = app.stop() => tracing::info!("Stopped"),
        () = signals.next() => tracing::warn!("Stopped at once; what was under way is taken up at the next start"),
    }
    Ok(())
}

/// Drains from the start, or once somebody asks for it.
async fn drained(app: &App, until: Until, wishes: &mut DrainWishes) {
    if until == Until::Stopped {
        wishes.next().await;
    }
    tracing::info!("Draining: no new bookings are taken");
    app.drained().await;
}

impl App {
    /// Starts the service and returns once it listens. A browser may still be on its way.
    pub async fn start(config: Config) -> Result<Self, AppError> {
        Self::start_at(config, Arc::new(SystemClock)).await
    }

    /// The same by another clock.
    pub async fn start_at(config: Config, clock: Arc<dyn Clock>) -> Result<Self, AppError> {
        let store = Store::open_with(config.database_url.expose_secret(), config.keyring.clone()).await?;
        let secrets = callback_secrets(&config, &store).await?;
        let listener = listen(config.listen).await?;
        let address =
            listener.local_addr().map_err(|source| AppError::Listen { address: config.listen, source })?;
        let base_url = config.public_base(address);
        let place = place(&store, address);
        let home = ChromeHome::enter(&store, &format!("chrome_home{place}"), keeping(&config)).await?;
        let internal = if store.is_shared() { Some(listen(config.internal_listen).await?) } else { None };
        let reached = internal.as_ref().and_then(|listener| listener.local_addr().ok()).unwrap_or(address);
        let instance = instances::this_one(Owner::generate(), reached, config.internal_url.as_ref(), place);
        let building = Building { config, clock, store, base_url, instance, rooms: Rooms::default() };
        let chrome_home = Arc::from(home.folder());
        let browsers = building.open_browsers(home);
        let traces = building.open_traces()?;
        let registry = building.open_sessions(browsers.clone(), traces.clone()).await?;
        building.open_callbacks(secrets, traces)?;
        let availability = building.open_availability(browsers.clone())?;
        building.open_doors(listener, internal, &registry, availability, chrome_home).await?;
        building.announce(address);
        let Building { config, store, base_url, instance, rooms, .. } = building;
        let (owner, pages, grace) = (instance.owner, pages_left(&config), config.shutdown_grace);
        Ok(Self { address, base_url, registry, browsers, store, owner, pages, rooms, grace })
    }

    /// Takes no new bookings from now on, and returns once every session has ended.
    pub async fn drained(&self) {
        self.registry.drained().await;
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base of its links, without a slash at the end.
    pub fn base_url(&self) -> String {
        self.base_url.clone()
    }

    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Comes to rest: takes nobody new, lets what is under way come to a stop, and closes the browsers and the database last.
    pub async fn stop(self) {
        let rooms = [
            ("requests", &self.rooms.doors),
            ("sessions", &self.rooms.sessions),
            ("callbacks", &self.rooms.callbacks),
            ("browsers", &self.rooms.browsers),
            ("traces", &self.rooms.traces),
        ];
        for (what, room) in rooms {
            if !room.close(self.grace).await {
                tracing::warn!(what, "Did not come to rest in time");
            }
        }
        if let Err(error) = self.store.release(&self.owner, self.pages).await {
            tracing::warn!(%error, "The next process has to wait until our leases have run out");
        }
        self.store.close().await;
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, AppError> {
    TcpListener::bind(address).await.map_err(|source| AppError::Listen { address, source })
}

/// What tells this process from others on a shared database, and is the same for the one after it: its host and address.
fn place(store: &Store, address: SocketAddr) -> String {
    if store.is_shared() { format!(" {} {address}", instances::machine()) } else { String::new() }
}

fn keeping(config: &Config) -> Keeping {
    if config.keeps_nothing() { Keeping::Throwaway } else { Keeping::Kept }
}

/// Our own Chrome stays on this machine, for our successor; a pool is reached by everybody.
fn pages_left(config: &Config) -> Pages {
    if config.browser_urls.is_empty() { Pages::WaitFor(SUCCESSION) } else { Pages::Go }
}

/// The configured secrets, or one that is made at the first start and kept.
async fn callback_secrets(config: &Config, store: &Store) -> Result<Vec<CallbackSecret>, AppError> {
    const SETTING: &str = "callback_secret";
    if !config.callback_secrets.is_empty() {
        return Ok(config.callback_secrets.clone());
    }
    let kept =
        store.get_or_insert_secret(SETTING, || CallbackSecret::generate().reveal().to_string()).await?;
    Ok(vec![kept.parse().map_err(|_| AppError::Secret)?])
}
