//! What the platform is told in its file: where it is, whom it works with, and the clinics. Secrets may stand in the environment.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};

use crate::clinic::{BookingWay, Clinic, ClinicId, Money};
use crate::lead::BookingPlatform;
use crate::sms::{Telnyx, Twilio};
use crate::square::Square;

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    #[serde(default = "usual_address")]
    pub listen: SocketAddr,
    /// What Baton, the carrier and Square reach the platform by; `http://<listen>` if absent.
    #[serde(default)]
    pub public_url: Option<String>,
    #[serde(default = "usual_database")]
    pub database_url: String,
    /// Opens the operators' page. Without it the platform only starts on a loopback address.
    #[serde(default, deserialize_with = "maybe_secret")]
    pub operator_key: Option<String>,
    pub baton: Baton,
    #[serde(default)]
    pub sms: Carrier,
    /// Only clinics of Square need it.
    #[serde(default)]
    pub square: Option<SquareAccount>,
    #[serde(deserialize_with = "clinics")]
    pub clinics: Vec<Clinic>,
}

/// The service that runs the bookings.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baton {
    pub url: String,
    /// One of its `BATON_API_KEYS`.
    #[serde(default, deserialize_with = "maybe_secret")]
    pub api_key: Option<String>,
    /// Its `BATON_CALLBACK_SECRET`.
    #[serde(deserialize_with = "secret")]
    pub callback_secret: String,
}

/// Who carries the messages.
#[derive(Clone, Default, Deserialize)]
#[serde(tag = "carrier", rename_all = "snake_case")]
pub enum Carrier {
    /// Nobody: messages are written to the terminal.
    #[default]
    Console,
    Twilio {
        #[serde(default = "twilio_api")]
        api: String,
        account: String,
        #[serde(deserialize_with = "secret")]
        token: String,
    },
    Telnyx {
        #[serde(default = "telnyx_api")]
        api: String,
        #[serde(deserialize_with = "secret")]
        key: String,
        public_key: String,
    },
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SquareAccount {
    #[serde(default = "square_api")]
    pub api: String,
    #[serde(deserialize_with = "secret")]
    pub token: String,
    /// The signature key of the webhook subscription.
    #[serde(deserialize_with = "secret")]
    pub webhook_key: String,
}

/// A file that cannot be used. Never quotes the file: it may hold secrets.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read {path}")]
    File { path: String, source: std::io::Error },
    #[error("{0}")]
    Content(String),
}

impl Config {
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let file = |source| ConfigError::File { path: path.display().to_string(), source };
        Self::parse(&std::fs::read_to_string(path).map_err(file)?)
    }

    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError::Content(error.message().to_owned()))
    }
}

/// One clinic as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: String,
    /// `moxie` or `square`, in any case; empty means Square.
    #[serde(default)]
    booking_platform: String,
    booking_url: Option<String>,
    profile: Option<String>,
    time_zone: String,
    messaging_number: String,
    #[serde(default)]
    services: Vec<String>,
    #[serde(default)]
    aliases: BTreeMap<String, String>,
    square_location: Option<String>,
    deposit: Option<Money>,
    front_desk: Option<String>,
    cancellation_policy: Option<String>,
}

impl TryFrom<Entry> for Clinic {
    type Error = String;

    fn try_from(entry: Entry) -> Result<Self, String> {
        let wrong = |what: &str| format!("clinic {}: {what}", entry.id);
        let zone = TimeZone::get(&entry.time_zone).map_err(|_| wrong("time_zone is no IANA zone"))?;
        if !is_number(&entry.messaging_number) {
            return Err(wrong("messaging_number is not E.164"));
        }
        let platform = BookingPlatform::configured(&entry.booking_platform)
            .ok_or_else(|| wrong("booking_platform is neither moxie nor square"))?;
        let booking = match platform {
            BookingPlatform::Moxie => BookingWay::Moxie {
                booking_url: entry.booking_url.ok_or_else(|| wrong("booking_url is missing"))?,
                profile: entry.profile,
            },
            BookingPlatform::Square => BookingWay::Square {
                location: entry.square_location.ok_or_else(|| wrong("square_location is missing"))?,
                deposit: entry.deposit.ok_or_else(|| wrong("deposit is missing"))?,
            },
        };
        Ok(Self {
            id: ClinicId(entry.id),
            name: entry.name,
            zone,
            booking,
            services: entry.services,
            aliases: entry.aliases,
            messaging_number: entry.messaging_number,
            front_desk: entry.front_desk,
            cancellation_policy: entry.cancellation_policy,
        })
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (8..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
}

fn clinics<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Clinic>, D::Error> {
    let entries = Vec::<Entry>::deserialize(deserializer)?;
    let clinics: Result<Vec<Clinic>, String> = entries.into_iter().map(Clinic::try_from).collect();
    clinics.map_err(serde::de::Error::custom)
}

/// A secret as it is, or the name of the variable that holds it.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a secret is a text, or { env = \"NAME\" }")]
enum Secret {
    Text(String),
    Variable { env: String },
}

impl Secret {
    fn reveal(self) -> Result<String, String> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Variable { env } => {
                std::env::var(&env).map_err(|_| format!("the variable {env} is not set"))
            }
        }
    }
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Secret::deserialize(deserializer)?.reveal().map_err(serde::de::Error::custom)
}

fn maybe_secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    secret(deserializer).map(|secret| Some(secret).filter(|secret| !secret.is_empty()))
}

fn usual_address() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 8070))
}

fn usual_database() -> String {
    "sqlite://platform.db".to_owned()
}

fn twilio_api() -> String {
    Twilio::BASE.to_owned()
}

fn telnyx_api() -> String {
    Telnyx::BASE.to_owned()
}

fn square_api() -> String {
    Square::BASE.to_owned()
}

// Secrets are never printed.
impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config").field("listen", &self.listen).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Baton {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Baton").field("url", &self.url).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Carrier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Console => "Console",
            Self::Twilio { .. } => "Twilio(…)",
            Self::Telnyx { .. } => "Telnyx(…)",
        })
    }
}

impl std::fmt::Debug for SquareAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SquareAccount").field("api", &self.api).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../platform.example.toml");

    fn refused(text: &str) -> String {
        Config::parse(text).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn the_example_is_a_configuration_of_both_kinds_of_clinic() {
        let config = Config::parse(FILE).unwrap();
        let platforms: Vec<_> = config.clinics.iter().map(Clinic::platform).collect();
        assert_eq!(platforms, [BookingPlatform::Moxie, BookingPlatform::Square]);
        assert!(matches!(config.sms, Carrier::Console));
        assert_eq!(config.listen, usual_address());
    }

    #[test]
    fn what_is_wrong_is_named_and_secrets_are_not_quoted() {
        let without = FILE.replace("America/New_York", "Mars/Olympus");
        assert!(refused(&without).contains("clinic forever-22: time_zone"), "{}", refused(&without));
        let strange = FILE.replace("booking_platform = \"moxie\"", "booking_platform = \"boulevard\"");
        assert!(refused(&strange).contains("neither moxie nor square"));
        let bad = FILE.replace("[baton]\n", "[baton]\napi_key = { environment = \"hush\" }\n");
        assert!(!refused(&bad).contains("hush"));
        assert!(!format!("{:?}", Config::parse(FILE).unwrap()).contains("whsec"));
    }
}
