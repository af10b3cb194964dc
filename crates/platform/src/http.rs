//! How this side calls others over HTTP: one kind of client, addresses that are checked once.

use std::time::Duration;

use url::Url;

const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("the address is not one of HTTP")]
    Address,
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
}

/// A client that follows no redirects: it carries keys.
pub(crate) fn client() -> Result<reqwest::Client, HttpError> {
    // An error means that the process has a provider: whoever installed it had a reason.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(ANSWER_WITHIN);
    builder.no_proxy().build().map_err(HttpError::Client)
}

/// Where a service is.
#[derive(Debug, Clone)]
pub(crate) struct Address(Url);

impl Address {
    pub(crate) fn parse(base: &str) -> Result<Self, HttpError> {
        let url = Url::parse(base).map_err(|_| HttpError::Address)?;
        if url.cannot_be_a_base() || !matches!(url.scheme(), "http" | "https") {
            return Err(HttpError::Address);
        }
        Ok(Self(url))
    }

    /// A path below it; each part is escaped.
    pub(crate) fn join(&self, parts: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        url
    }
}
