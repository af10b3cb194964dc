//! Every setting as text, from the command line, the environment or a TOML file. What the texts mean is `Config`'s business.

use std::fmt;
use std::path::Path;

use serde::Deserialize;
use serde::de::Deserializer;

use super::reader::ConfigError;

/// Makes the struct, its flags and variables, its file keys, and the rule for laying one over another.
macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $field:ident: $variable:literal, $value:literal $(, $hidden:literal)?;)+) => {
        /// The settings of `baton serve`. In the file the keys are the flags' names with underscores.
        #[derive(Clone, Default, clap::Args, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Settings {
            $(
                $(#[doc = $doc])+
                #[arg(long, env = $variable, value_name = $value, verbatim_doc_comment $(, hide_env_values = $hidden)?)]
                #[serde(deserialize_with = "text")]
                pub $field: Option<String>,
            )+
        }

        impl Settings {
            /// Fills what is not set here, or set to nothing, from `lower`.
            #[must_use]
            pub fn over(self, lower: Self) -> Self {
                Self { $($field: said(self.$field).or_else(|| said(lower.$field)),)+ }
            }
        }
    };
}

settings! {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    listen: "BATON_LISTEN", "ADDRESS";
    /// Base of the links that patients open [default: http://<listen>]
    public_url: "BATON_PUBLIC_URL", "URL";
    /// `sqlite://FILE`, `sqlite::memory:` (keeps nothing) or `postgres://...` [default: `sqlite://baton.db`]
    database_url: "BATON_DATABASE_URL", "URL", true;
    /// Keys of the platforms, comma-separated, each KEY or NAME:KEY; two keys may share a name while one replaces the
    /// other. Without keys the service only starts on a loopback address [default: none]
    api_keys: "BATON_API_KEYS", "KEYS", true;
    /// A file with further keys, one NAME:KEY a line; it is read again when it changes and at SIGHUP [default: none]
    api_keys_file: "BATON_API_KEYS_FILE", "FILE";
    /// Encrypts people's data and secrets in the database: 32 bytes in base64 or hexadecimal (openssl rand -base64 32); several,
    /// comma-separated, while the first replaces the others [default: none, and a warning]
    encryption_key: "BATON_ENCRYPTION_KEY", "KEYS", true;
    /// A file with those keys instead [default: none]
    encryption_key_file: "BATON_ENCRYPTION_KEY_FILE", "FILE";
    /// Signs callbacks (Standard Webhooks, whsec_...); several, comma-separated, while one replaces the other
    /// [default: generated and kept in the database]
    callback_secret: "BATON_CALLBACK_SECRET", "SECRET", true;
    /// Booking pages held open at once; more requests queue [default: 5]
    max_sessions: "BATON_MAX_SESSIONS", "COUNT";
    /// Requests that may queue; beyond it the answer is 429 [default: 1000]
    queue_limit: "BATON_QUEUE_LIMIT", "COUNT";
    /// How long a session lives, from its creation [default: 15m]
    session_ttl: "BATON_SESSION_TTL", "DURATION";
    /// How long preparing a page may take, unless the request says otherwise [default: 90s]
    navigation_timeout: "BATON_NAVIGATION_TIMEOUT", "DURATION";
    /// A patient who does nothing for this long has abandoned the booking [default: 10m]
    monitor_timeout: "BATON_MONITOR_TIMEOUT", "DURATION";
    /// How long a patient may try again after a refused payment; 0s makes the first refusal final [default: 2m]
    payment_retry_window: "BATON_PAYMENT_RETRY_WINDOW", "DURATION";
    /// How long a submitted payment may stay without an answer before its outcome counts as unknown [default: 2m]
    processing_timeout: "BATON_PROCESSING_TIMEOUT", "DURATION";
    /// This long after the end the page is closed at the latest and personal data is erased [default: 5m]
    retention: "BATON_RETENTION", "DURATION";
    /// How long what holds no personal data stays readable [default: 30d]
    history: "BATON_HISTORY", "DURATION";
    /// How often a watched page is looked at even if nothing has happened on it [default: 2s]
    poll_interval: "BATON_POLL_INTERVAL", "DURATION";
    /// The Chrome to run [default: found on the PATH]
    chrome: "BATON_CHROME", "FILE";
    /// Further arguments for that Chrome, comma-separated [default: none]
    chrome_args: "BATON_CHROME_ARGS", "ARGS";
    /// CDP endpoints of remote Chromes to use instead, comma-separated [default: none]
    browser_urls: "BATON_BROWSER_URLS", "URLS", true;
    /// Keep one page open ahead of need: a booking then starts at once, for some 50 MB [default: true]
    warm_spare: "BATON_WARM_SPARE", "BOOL";
    /// Let booking and callback addresses point at loopback and private networks: for demos and tests [default: false]
    allow_private_network: "BATON_ALLOW_PRIVATE_NETWORK", "BOOL";
    /// Hosts that bookings may be made at, comma-separated, `*.example.com` for all under it [default: all]
    booking_hosts: "BATON_BOOKING_HOSTS", "HOSTS";
    /// Hosts that callbacks may go to, in the same way [default: all]
    callback_hosts: "BATON_CALLBACK_HOSTS", "HOSTS";
    /// Networks of proxies that are believed when they say where a request comes from (`X-Forwarded-For`, `Forwarded`,
    /// `X-Forwarded-Proto`), comma-separated [default: none]
    trusted_proxies: "BATON_TRUSTED_PROXIES", "NETWORKS";
    /// How often one API key may ask: so many at once, refilled over that time; or off [default: 6000/1m]
    key_rate: "BATON_KEY_RATE", "RATE";
    /// How often one address may open handoff pages, and come with a wrong key; or off [default: 120/1m]
    address_rate: "BATON_ADDRESS_RATE", "RATE";
    /// Certificate chain in PEM, to speak HTTPS without a proxy; it is read again when it changes [default: none]
    tls_cert: "BATON_TLS_CERT", "FILE";
    /// Its key in PEM [default: none]
    tls_key: "BATON_TLS_KEY", "FILE";
    /// Folder of further site profiles [default: the built-in ones only]
    profiles: "BATON_PROFILES", "FOLDER";
    /// What is logged: off, error, warn, info, debug, or directives such as `info,baton_server=debug` [default: info]
    log: "BATON_LOG", "FILTER";
    /// How it is logged: json, pretty, or auto, which is pretty on a terminal only [default: auto]
    log_format: "BATON_LOG_FORMAT", "FORMAT";
    /// Base URL of a collector that takes OTLP over HTTP (`http://collector:4318`): a trace of every session that has ended [default: none]
    otlp_endpoint: "BATON_OTLP_ENDPOINT", "URL";
    /// Where the other instances on the same PostgreSQL come in; port 0 takes a free one [default: 127.0.0.1:0]
    internal_listen: "BATON_INTERNAL_LISTEN", "ADDRESS";
    /// Base of the addresses at which they reach this one [default: http://<internal-listen>, with the machine's name for 0.0.0.0]
    internal_url: "BATON_INTERNAL_URL", "URL";
    /// An instance that gives no sign of life for this long loses its sessions to the others [default: 15s]
    instance_lease: "BATON_INSTANCE_LEASE", "DURATION";
    /// How long running work may take to come to rest when the service is told to stop [default: 20s]
    shutdown_grace: "BATON_SHUTDOWN_GRACE", "DURATION";
}

impl Settings {
    /// Reads a TOML file.
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let failed = |reason: String| ConfigError::File { path: path.display().to_string(), reason };
        let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        // The parser's long message quotes the line, and the line may hold a secret.
        toml::from_str(&text).map_err(|error| failed(error.message().to_owned()))
    }
}

// Some of the texts are secrets.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings(…)")
    }
}

/// An empty text means "not set": that is what an unset variable of a compose file comes out as.
fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Takes a TOML string, number, truth value, or a list of such, as the text that the environment would hold.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a text, a number, a truth value, or a list of texts")]
    enum Value {
        Text(String),
        Number(i64),
        Truth(bool),
        List(Vec<String>),
    }
    Ok(Some(match Value::deserialize(deserializer)? {
        Value::Text(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Truth(truth) => truth.to_string(),
        Value::List(entries) => entries.join(","),
    }))
}
