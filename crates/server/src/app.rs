//! Wires the rooms together, in the order in which they need each other, and takes them apart the other way round.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use baton_api::signature::CallbackSecret;
use baton_booking::clock::{Clock, SystemClock};
use baton_booking::profile::{ProfileError, ProfileSet};
use baton_store::{Instance, Owner, Pages, Store, StoreError};
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use url::Url;

use crate::availability::Availability;
use crate::browsers::{BrowserPool, BrowserSettings, ChromeHome, HomeError, Keeping, Ledger, Reach};
use crate::callbacks::{Courier, Dispatcher};
use crate::config::{Config, CurrentKeys};
use crate::egress::Egress;
use crate::http::{self, Certificate, CertificateError, Door, Limits};
use crate::instances::{self, Forwarder, Seal};
use crate::lifecycle::{self, DrainWishes, Room, Signals};
use crate::reload::Reload;
use crate::sessions::{PhoneDoor, Registry, SessionSettings};
use crate::{sessions, telemetry};

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
        let registry = building.open_sessions(browsers.clone()).await?;
        building.open_callbacks(secrets)?;
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

/// A service whose rooms are being opened.
struct Building {
    config: Config,
    clock: Arc<dyn Clock>,
    store: Store,
    base_url: String,
    instance: Instance,
    rooms: Rooms,
}

impl Building {
    /// Sessions of an earlier process run before anybody is let in, so that nobody is told that they are not there.
    async fn open_sessions(&self, browsers: BrowserPool) -> Result<Registry, AppError> {
        let Room { tasks, stop } = self.rooms.sessions.clone();
        let registry = Registry::new(
            self.store.clone(),
            Arc::clone(&self.clock),
            self.session_settings(),
            profiles(&self.config)?,
            browsers,
            self.instance.clone(),
            tasks.clone(),
            stop.clone(),
        );
        registry.open().await?;
        if self.store.is_shared() {
            tasks.spawn(instances::hear_others(registry.clone(), stop.clone()));
        }
        tasks.spawn(sessions::keep_house(registry.clone(), stop));
        Ok(registry)
    }

    fn open_browsers(&self, home: ChromeHome) -> BrowserPool {
        let settings = BrowserSettings {
            chrome: self.config.chrome.clone(),
            extra_args: self.config.chrome_args.clone(),
            reach: Reach::of(self.egress()),
            endpoints: self.config.browser_urls.iter().map(ToString::to_string).collect(),
            without_spare: !self.config.warm_spare,
        };
        let Room { tasks, stop } = self.rooms.browsers.clone();
        let ledger = Ledger { store: self.store.clone(), owner: self.instance.owner.clone() };
        BrowserPool::start(&settings, home, ledger, tasks, stop)
    }

    fn open_callbacks(&self, secrets: Vec<CallbackSecret>) -> Result<(), AppError> {
        let courier = Courier::new(self.egress(), self.config.callback_hosts.clone(), secrets)?;
        let Room { tasks, stop } = self.rooms.callbacks.clone();
        let clock = Arc::clone(&self.clock);
        let dispatcher =
            Dispatcher::new(self.store.clone(), clock, self.instance.owner.clone(), courier, tasks.clone());
        tasks.spawn(dispatcher.run(stop));
        Ok(())
    }

    fn open_availability(&self, browsers: BrowserPool) -> Result<Availability, AppError> {
        let (clock, stop) = (Arc::clone(&self.clock), self.rooms.doors.stop.clone());
        Ok(Availability::new(browsers, profiles(&self.config)?, self.egress(), clock, stop)?)
    }

    async fn open_doors(
        &self,
        listener: TcpListener,
        internal: Option<TcpListener>,
        registry: &Registry,
        availability: Availability,
        chrome_home: Arc<Path>,
    ) -> Result<(), AppError> {
        let public_url = Url::parse(&self.base_url).map_err(|_| AppError::PublicUrl)?;
        let Room { tasks, stop } = self.rooms.doors.clone();
        let seal = self.seal().await?;
        let forwarder = || Forwarder::new(seal.clone(), Arc::clone(&self.clock), tasks.clone(), stop.clone());
        let door = Door {
            forwarder: internal.is_some().then(forwarder),
            seal: seal.clone(),
            phones: PhoneDoor::new(registry.clone(), public_url.clone()),
            registry: registry.clone(),
            availability,
            api_keys: self.current_keys()?,
            egress: self.egress(),
            booking_hosts: self.config.booking_hosts.clone(),
            callback_hosts: self.config.callback_hosts.clone(),
            proxies: self.config.trusted_proxies.clone(),
            limits: Limits::new(self.config.key_rate, self.config.address_rate),
            public_host: public_url.host_str().map(str::to_owned),
            metrics: telemetry::measurements(),
            chrome_home,
            opened: Instant::now(),
            stop: stop.clone(),
        };
        let tls = self.certificate()?;
        if let Some(internal) = internal {
            let router = http::internal_router(door.clone());
            tracing::info!(url = self.instance.url, "Other instances come in here");
            tasks.spawn(http::serve(internal, None, router, tasks.clone(), stop.clone()));
        }
        tasks.spawn(http::serve(listener, tls, http::router(door), tasks.clone(), stop));
        Ok(())
    }

    /// The keys, which are read again when their file changes.
    fn current_keys(&self) -> Result<CurrentKeys, AppError> {
        let (current, source) =
            (CurrentKeys::new(self.config.api_keys.clone()), self.config.key_source.clone());
        if let Some(file) = source.file() {
            let reload = Reload::of("API keys", vec![file.to_owned()]).map_err(AppError::Signals)?;
            let keys = current.clone();
            let Room { tasks, stop } = self.rooms.doors.clone();
            tasks.spawn(reload.run(move || source.read().map(|read| keys.exchange(read)), stop));
        }
        Ok(current)
    }

    /// The certificate, in the same way.
    fn certificate(&self) -> Result<Option<TlsAcceptor>, AppError> {
        let Some(files) = self.config.certificate.clone() else { return Ok(None) };
        let watched = vec![files.chain.clone(), files.key.clone()];
        let certificate = Certificate::read(files)?;
        let acceptor = certificate.acceptor();
        let reload = Reload::of("TLS certificate", watched).map_err(AppError::Signals)?;
        let Room { tasks, stop } = self.rooms.doors.clone();
        tasks.spawn(reload.run(move || certificate.renew(), stop));
        Ok(Some(acceptor))
    }

    /// What instances know one another by. The database keeps it for all of them.
    async fn seal(&self) -> Result<Seal, StoreError> {
        let made = || CallbackSecret::generate().reveal().to_string();
        let secret = if self.store.is_shared() {
            self.store.get_or_insert_secret("instance_secret", made).await?
        } else {
            made()
        };
        Ok(Seal::with(secret))
    }

    fn egress(&self) -> Egress {
        Egress::new(self.config.allow_private_network)
    }

    fn session_settings(&self) -> SessionSettings {
        let config = &self.config;
        SessionSettings {
            limits: config.limits.clone(),
            max_sessions: config.max_sessions,
            queue_limit: config.queue_limit,
            retention: config.retention,
            history: config.history,
            lease: config.instance_lease,
            poll_interval: config.poll_interval,
            public_url: self.base_url.clone(),
        }
    }

    fn announce(&self, address: SocketAddr) {
        let scheme = if self.config.certificate.is_some() { "https" } else { "http" };
        let reference = format!("{scheme}://{address}/docs");
        tracing::info!(%address, links = self.base_url, reference, "Baton is listening");
        if self.config.api_keys.is_empty() {
            tracing::warn!(
                "No BATON_API_KEYS: everybody on this machine may use the API, and only this machine may"
            );
        }
        if self.config.keyring.is_empty() {
            tracing::warn!(
                "No BATON_ENCRYPTION_KEY: people's data stands in the database in plain words until it is erased"
            );
        }
        if self.config.allow_private_network {
            tracing::warn!("BATON_ALLOW_PRIVATE_NETWORK is on: requests may send Baton to private addresses");
        }
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, AppError> {
    TcpListener::bind(address).await.map_err(|source| AppError::Listen { address, source })
}

fn profiles(config: &Config) -> Result<ProfileSet, ProfileError> {
    match &config.profiles {
        Some(folder) => ProfileSet::built_in().load_dir(folder),
        None => Ok(ProfileSet::built_in()),
    }
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
