//! The rooms of a service that is starting, opened one after the other.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use baton_api::signature::CallbackSecret;
use baton_booking::clock::Clock;
use baton_booking::profile::{ProfileError, ProfileSet};
use baton_store::{Instance, Store, StoreError};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::{AppError, Rooms};
use crate::availability::Availability;
use crate::browsers::{BrowserPool, BrowserSettings, ChromeHome, Ledger, Reach};
use crate::callbacks::{Courier, Dispatcher};
use crate::config::{Config, CurrentKeys};
use crate::egress::Egress;
use crate::http::{self, Certificate, Door, Limits};
use crate::instances::{self, Forwarder, Seal};
use crate::lifecycle::Room;
use crate::reload::Reload;
use crate::sessions::{PhoneDoor, Registry, SessionSettings};
use crate::telemetry::Traces;
use crate::{sessions, telemetry};

/// A service whose rooms are being opened.
pub(super) struct Building {
    pub(super) config: Config,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) store: Store,
    pub(super) base_url: String,
    pub(super) instance: Instance,
    pub(super) rooms: Rooms,
}

impl Building {
    /// Sessions of an earlier process run before anybody is let in, so that nobody is told that they are not there.
    pub(super) async fn open_sessions(
        &self,
        browsers: BrowserPool,
        traces: Traces,
    ) -> Result<Registry, AppError> {
        let Room { tasks, stop } = self.rooms.sessions.clone();
        let registry = Registry::new(
            self.store.clone(),
            Arc::clone(&self.clock),
            self.session_settings(),
            profiles(&self.config)?,
            browsers,
            self.instance.clone(),
            traces,
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

    pub(super) fn open_browsers(&self, home: ChromeHome) -> BrowserPool {
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

    /// Sessions and callbacks tell what became of them, if anybody collects it.
    pub(super) fn open_traces(&self) -> Result<Traces, AppError> {
        let Some(collector) = &self.config.otlp_endpoint else { return Ok(Traces::default()) };
        let (traces, collector) = telemetry::traces::collected_at(collector, self.store.clone())?;
        let Room { tasks, stop } = self.rooms.traces.clone();
        tasks.spawn(collector.run(stop));
        Ok(traces)
    }

    pub(super) fn open_callbacks(
        &self,
        secrets: Vec<CallbackSecret>,
        traces: Traces,
    ) -> Result<(), AppError> {
        let courier = Courier::new(self.egress(), self.config.callback_hosts.clone(), secrets)?;
        let Room { tasks, stop } = self.rooms.callbacks.clone();
        let (clock, owner) = (Arc::clone(&self.clock), self.instance.owner.clone());
        let dispatcher = Dispatcher::new(self.store.clone(), clock, owner, courier, traces, tasks.clone());
        tasks.spawn(dispatcher.run(stop));
        Ok(())
    }

    pub(super) fn open_availability(&self, browsers: BrowserPool) -> Result<Availability, AppError> {
        let (clock, stop) = (Arc::clone(&self.clock), self.rooms.doors.stop.clone());
        Ok(Availability::new(browsers, profiles(&self.config)?, self.egress(), clock, stop)?)
    }

    pub(super) async fn open_doors(
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

    pub(super) fn announce(&self, address: SocketAddr) {
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

fn profiles(config: &Config) -> Result<ProfileSet, ProfileError> {
    match &config.profiles {
        Some(folder) => ProfileSet::built_in().load_dir(folder),
        None => Ok(ProfileSet::built_in()),
    }
}
