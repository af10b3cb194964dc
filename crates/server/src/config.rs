//! The service's configuration: typed, complete, checked. Flags lie over the environment, the environment over the file,
//! the file over the defaults. Knows nothing of what the values are used for.

mod api_keys;
mod certificate;
mod encryption;
mod hosts;
mod key_source;
mod proxies;
mod rate;
mod reader;
mod settings;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use baton_api::signature::CallbackSecret;
use baton_booking::session::Limits;
use baton_store::Keyring;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub use api_keys::{ApiKeys, KeyName, MalformedKeys};
pub use certificate::CertificateFiles;
pub use hosts::AllowedHosts;
pub use key_source::{CurrentKeys, KeySource};
pub use proxies::TrustedProxies;
pub use rate::Rate;
pub use reader::{ConfigError, Fault};
pub use settings::Settings;

use reader::{Reader, entries};

/// Everything that can be set. [`Config::default`] is a service on loopback with its database beside it.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    /// The base of handoff links; `None` means the address that is listened on.
    pub public_url: Option<Url>,
    /// May hold a password.
    pub database_url: SecretString,
    /// As they were at the start.
    pub api_keys: ApiKeys,
    /// Where they can be read again.
    pub key_source: KeySource,
    /// Keys for data at rest. Empty: it stays in plain words.
    pub keyring: Keyring,
    /// The first signs for receivers who know it; further ones are secrets that are being replaced. Empty: one is generated and kept.
    pub callback_secrets: Vec<CallbackSecret>,
    /// Pages held open at once.
    pub max_sessions: usize,
    /// Requests that may wait for a place.
    pub queue_limit: usize,
    pub limits: Limits,
    /// How long an ended session's page and personal data may stay.
    pub retention: Duration,
    /// How long what holds no personal data stays readable.
    pub history: Duration,
    pub poll_interval: Duration,
    /// `None` looks on the PATH.
    pub chrome: Option<PathBuf>,
    /// Further arguments for a local Chrome.
    pub chrome_args: Vec<String>,
    /// CDP endpoints of remote Chromes instead of a local one.
    pub browser_urls: Vec<Url>,
    /// Whether a page is opened ahead of need.
    pub warm_spare: bool,
    pub allow_private_network: bool,
    /// Where bookings may be made.
    pub booking_hosts: AllowedHosts,
    /// Where callbacks may go.
    pub callback_hosts: AllowedHosts,
    pub trusted_proxies: TrustedProxies,
    /// How often one API key may ask.
    pub key_rate: Rate,
    /// How often one address may open handoff pages, and come with a wrong key.
    pub address_rate: Rate,
    /// `None` speaks plain HTTP.
    pub certificate: Option<CertificateFiles>,
    /// A folder of further site profiles.
    pub profiles: Option<PathBuf>,
    /// Directives of `tracing`; what must never be logged stays off whatever they say.
    pub log: String,
    pub log_format: LogFormat,
    /// Where traces go; `None` makes none.
    pub otlp_endpoint: Option<Url>,
    /// Where other instances on the same database come in.
    pub internal_listen: SocketAddr,
    /// How they reach this one; `None` goes by `internal_listen`.
    pub internal_url: Option<Url>,
    /// How long an instance may give no sign of life before others take its sessions over.
    pub instance_lease: Duration,
    /// How long running work may take to come to rest after the first stop signal.
    pub shutdown_grace: Duration,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Pretty where a person reads along, JSON elsewhere.
    Auto,
    Json,
    Pretty,
}

impl Config {
    /// Reads every value, and names every one that is wrong.
    pub fn resolve(settings: Settings) -> Result<Self, ConfigError> {
        let mut read = Reader::default();
        let config = Self::read(settings, &mut read);
        if config.api_keys.is_empty() && !config.listen.ip().is_loopback() {
            read.fault(
                "BATON_API_KEYS",
                format!(
                    "not set, so the service may only listen on a loopback address, and {} is none",
                    config.listen
                ),
            );
        }
        read.finish(config)
    }

    fn read(set: Settings, read: &mut Reader) -> Self {
        let usual = Limits::default();
        let limits = Limits {
            session_ttl: read.positive("BATON_SESSION_TTL", set.session_ttl, usual.session_ttl),
            navigation: read.positive("BATON_NAVIGATION_TIMEOUT", set.navigation_timeout, usual.navigation),
            monitor_timeout: read.positive(
                "BATON_MONITOR_TIMEOUT",
                set.monitor_timeout,
                usual.monitor_timeout,
            ),
            payment_retry_window: read.duration(
                "BATON_PAYMENT_RETRY_WINDOW",
                set.payment_retry_window,
                usual.payment_retry_window,
            ),
            processing: read.positive("BATON_PROCESSING_TIMEOUT", set.processing_timeout, usual.processing),
        };
        let key_source = KeySource::new(
            read.api_keys("BATON_API_KEYS", set.api_keys),
            set.api_keys_file.map(PathBuf::from),
        );
        Self {
            listen: read.parsed(
                "BATON_LISTEN",
                set.listen,
                "127.0.0.1:8080",
                "must be an IP address and a port, such as 127.0.0.1:8080",
            ),
            public_url: read.web_address("BATON_PUBLIC_URL", set.public_url),
            database_url: read.database("BATON_DATABASE_URL", set.database_url),
            api_keys: read.all_keys(&key_source),
            key_source,
            keyring: read.keyring(
                "BATON_ENCRYPTION_KEY",
                set.encryption_key.as_deref(),
                set.encryption_key_file.as_deref(),
            ),
            callback_secrets: read.secrets("BATON_CALLBACK_SECRET", set.callback_secret),
            max_sessions: read.count("BATON_MAX_SESSIONS", set.max_sessions, 5, 1..=1_000),
            queue_limit: read.count("BATON_QUEUE_LIMIT", set.queue_limit, 1_000, 1..=1_000_000),
            limits,
            retention: read.duration("BATON_RETENTION", set.retention, Duration::from_mins(5)),
            history: read.positive("BATON_HISTORY", set.history, Duration::from_hours(30 * 24)),
            poll_interval: read.positive("BATON_POLL_INTERVAL", set.poll_interval, Duration::from_secs(2)),
            chrome: set.chrome.map(PathBuf::from),
            chrome_args: entries(set.chrome_args),
            browser_urls: read.endpoints("BATON_BROWSER_URLS", set.browser_urls),
            warm_spare: set.warm_spare.is_none() || read.switch("BATON_WARM_SPARE", set.warm_spare),
            allow_private_network: read.switch("BATON_ALLOW_PRIVATE_NETWORK", set.allow_private_network),
            booking_hosts: read.hosts("BATON_BOOKING_HOSTS", set.booking_hosts),
            callback_hosts: read.hosts("BATON_CALLBACK_HOSTS", set.callback_hosts),
            trusted_proxies: read.proxies("BATON_TRUSTED_PROXIES", set.trusted_proxies),
            key_rate: read.rate("BATON_KEY_RATE", set.key_rate, "6000/1m"),
            address_rate: read.rate("BATON_ADDRESS_RATE", set.address_rate, "120/1m"),
            certificate: read.certificate("BATON_TLS_CERT", set.tls_cert, set.tls_key),
            profiles: set.profiles.map(PathBuf::from),
            log: set.log.unwrap_or_else(|| "info".to_owned()),
            log_format: read.log_format("BATON_LOG_FORMAT", set.log_format),
            otlp_endpoint: read.web_address("BATON_OTLP_ENDPOINT", set.otlp_endpoint),
            internal_listen: read.parsed(
                "BATON_INTERNAL_LISTEN",
                set.internal_listen,
                "127.0.0.1:0",
                "must be an IP address and a port, such as 0.0.0.0:8081",
            ),
            instance_lease: read.positive(
                "BATON_INSTANCE_LEASE",
                set.instance_lease,
                Duration::from_secs(15),
            ),
            internal_url: read.web_address("BATON_INTERNAL_URL", set.internal_url),
            shutdown_grace: read.duration(
                "BATON_SHUTDOWN_GRACE",
                set.shutdown_grace,
                Duration::from_secs(20),
            ),
        }
    }

    /// Whether the database goes with the process.
    pub fn keeps_nothing(&self) -> bool {
        let url = self.database_url.expose_secret();
        url.contains(":memory:") || url.contains("mode=memory")
    }

    /// The base of handoff links for a service that came to listen on `bound`, without a slash at the end.
    pub fn public_base(&self, bound: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None if self.certificate.is_some() => format!("https://{bound}"),
            None => format!("http://{bound}"),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::resolve(Settings::default()).expect("the defaults are valid")
    }
}

#[cfg(test)]
mod tests;
