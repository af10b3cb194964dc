//! What every HTTP client of the service begins with.

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};

/// A client that follows no redirect: one would lead past whoever judged the address.
pub(crate) fn client() -> ClientBuilder {
    // An error means that a provider is installed: whoever installed it had a reason.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(Policy::none())
}
