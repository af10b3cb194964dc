//! Turns one text after the other into a value, and remembers what was wrong with each by the name of its variable.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use baton_api::duration_text;
use baton_api::signature::CallbackSecret;
use baton_store::Keyring;
use secrecy::SecretString;
use url::Url;

use super::api_keys::ApiKeys;
use super::{
    AllowedHosts, CertificateFiles, KeySource, LogFormat, Rate, TrustedProxies, certificate, encryption,
};

/// Everything that was wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("failed to read the configuration file {path}: {reason}")]
    File { path: String, reason: String },
    #[error("the configuration is not valid:{}", list(.0))]
    Values(Vec<Fault>),
}

/// One value that was wrong. Never repeats the value: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The environment variable; the flag and the file's key have the same words in them.
    pub variable: &'static str,
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.variable, self.what)
    }
}

/// What stands between the commas.
pub(super) fn entries(text: Option<String>) -> Vec<String> {
    let text = text.unwrap_or_default();
    text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}

fn list(faults: &[Fault]) -> String {
    faults.iter().fold(String::new(), |list, fault| list + "\n  " + &fault.to_string())
}

/// Reads values; a wrong one is noted and stands at its default until [`Reader::finish`] refuses the whole.
#[derive(Debug, Default)]
pub(super) struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    pub(super) fn fault(&mut self, variable: &'static str, what: impl Into<String>) {
        self.faults.push(Fault { variable, what: what.into() });
    }

    pub(super) fn finish<T>(self, value: T) -> Result<T, ConfigError> {
        if self.faults.is_empty() { Ok(value) } else { Err(ConfigError::Values(self.faults)) }
    }

    pub(super) fn parsed<T: FromStr>(
        &mut self,
        variable: &'static str,
        text: Option<String>,
        default: &str,
        complaint: &str,
    ) -> T {
        let given = text.and_then(|text| self.noted(variable, text.trim().parse().map_err(|_| complaint)));
        given.unwrap_or_else(|| default.parse().ok().expect("defaults are well-formed"))
    }

    pub(super) fn duration(
        &mut self,
        variable: &'static str,
        text: Option<String>,
        default: Duration,
    ) -> Duration {
        text.and_then(|text| self.noted(variable, duration_text::parse(&text))).unwrap_or(default)
    }

    /// A duration that makes no sense at zero.
    pub(super) fn positive(
        &mut self,
        variable: &'static str,
        text: Option<String>,
        default: Duration,
    ) -> Duration {
        let duration = self.duration(variable, text, default);
        if duration.is_zero() {
            self.fault(variable, "must be longer than zero");
        }
        duration
    }

    pub(super) fn count(
        &mut self,
        variable: &'static str,
        text: Option<String>,
        default: usize,
        range: RangeInclusive<usize>,
    ) -> usize {
        let complaint = format!("must be a whole number from {} to {}", range.start(), range.end());
        let parse =
            |text: String| text.trim().parse().ok().filter(|count| range.contains(count)).ok_or(complaint);
        text.and_then(|text| self.noted(variable, parse(text))).unwrap_or(default)
    }

    pub(super) fn switch(&mut self, variable: &'static str, text: Option<String>) -> bool {
        let parse = |text: &str| match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" => Ok(false),
            _ => Err("must be true or false"),
        };
        text.and_then(|text| self.noted(variable, parse(&text))).unwrap_or(false)
    }

    pub(super) fn log_format(&mut self, variable: &'static str, text: Option<String>) -> LogFormat {
        let parse = |text: &str| match text.trim() {
            "auto" => Ok(LogFormat::Auto),
            "json" => Ok(LogFormat::Json),
            "pretty" => Ok(LogFormat::Pretty),
            _ => Err("must be auto, json or pretty"),
        };
        text.and_then(|text| self.noted(variable, parse(&text))).unwrap_or(LogFormat::Auto)
    }

    pub(super) fn web_address(&mut self, variable: &'static str, text: Option<String>) -> Option<Url> {
        self.address(variable, &text?, &["http", "https"])
    }

    pub(super) fn endpoints(&mut self, variable: &'static str, text: Option<String>) -> Vec<Url> {
        let schemes = ["http", "https", "ws", "wss"];
        entries(text).iter().filter_map(|entry| self.address(variable, entry, &schemes)).collect()
    }

    fn address(&mut self, variable: &'static str, text: &str, schemes: &[&str]) -> Option<Url> {
        let url =
            Url::parse(text.trim()).ok().filter(|url| schemes.contains(&url.scheme()) && url.has_host());
        self.noted(
            variable,
            url.ok_or_else(|| format!("must be an address that begins with {}://", schemes.join(":// or "))),
        )
    }

    pub(super) fn database(&mut self, variable: &'static str, text: Option<String>) -> SecretString {
        let text = text.unwrap_or_else(|| "sqlite://baton.db".to_owned());
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            self.fault(variable, "must begin with sqlite:// or postgres://");
        }
        text.into()
    }

    pub(super) fn api_keys(&mut self, variable: &'static str, text: Option<String>) -> ApiKeys {
        text.and_then(|text| self.noted(variable, ApiKeys::parse(&text))).unwrap_or_default()
    }

    /// Every key of the settings and of their file.
    pub(super) fn all_keys(&mut self, source: &KeySource) -> ApiKeys {
        self.noted("BATON_API_KEYS_FILE", source.read()).unwrap_or_default()
    }

    pub(super) fn keyring(
        &mut self,
        variable: &'static str,
        keys: Option<&str>,
        file: Option<&str>,
    ) -> Keyring {
        self.noted(variable, encryption::keyring(keys, file)).unwrap_or_default()
    }

    pub(super) fn hosts(&mut self, variable: &'static str, text: Option<String>) -> AllowedHosts {
        self.noted(variable, AllowedHosts::parse(&entries(text))).unwrap_or_default()
    }

    pub(super) fn proxies(&mut self, variable: &'static str, text: Option<String>) -> TrustedProxies {
        self.noted(variable, TrustedProxies::parse(&entries(text))).unwrap_or_default()
    }

    pub(super) fn rate(&mut self, variable: &'static str, text: Option<String>, default: &str) -> Rate {
        self.parsed(variable, text, default, "must be a count and a time such as 120/1m, or off")
    }

    pub(super) fn certificate(
        &mut self,
        variable: &'static str,
        chain: Option<String>,
        key: Option<String>,
    ) -> Option<CertificateFiles> {
        self.noted(variable, certificate::files(chain, key)).flatten()
    }

    pub(super) fn secrets(&mut self, variable: &'static str, text: Option<String>) -> Vec<CallbackSecret> {
        entries(text).iter().filter_map(|entry| self.noted(variable, entry.parse())).collect()
    }

    fn noted<T>(&mut self, variable: &'static str, result: Result<T, impl fmt::Display>) -> Option<T> {
        result.map_err(|complaint| self.fault(variable, complaint.to_string())).ok()
    }
}
