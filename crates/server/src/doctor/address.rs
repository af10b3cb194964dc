//! Looks at the base of handoff links as a patient's phone would.

use std::time::Duration;

use reqwest::Response;
use url::Url;

use super::Finding;
use crate::config::Config;
use crate::egress;

const ANSWER_WITHIN: Duration = Duration::from_secs(10);

pub(super) async fn check(config: &Config) -> Vec<Finding> {
    let Some(url) = &config.public_url else {
        return vec![Finding::doubtful(
            format!("not set, so links begin with http://{} and open on this machine only", config.listen),
            "set BATON_PUBLIC_URL to the https address that phones reach, and lead it here",
        )];
    };
    vec![scheme(url), reach(url).await]
}

fn scheme(url: &Url) -> Finding {
    if url.scheme() == "https" || is_loopback(url) {
        return Finding::fine(format!("{url}"));
    }
    Finding::broken(format!("{url} is not encrypted"), "patients type card numbers there: serve it by https")
}

async fn reach(url: &Url) -> Finding {
    match ask(url).await {
        Ok(answer) => Finding::fine(format!("something answers there ({})", answer.status())),
        Err(error) => Finding::doubtful(
            format!("nothing answers there now: {}", error.without_url()),
            "start the service, lead the address to it (DNS, proxy, firewall), and run the doctor again",
        ),
    }
}

/// Asks the public address for its health, as an outsider would. Any answer proves that it leads somewhere.
pub(super) async fn ask(url: &Url) -> reqwest::Result<Response> {
    let client = egress::client().timeout(ANSWER_WITHIN).build()?;
    client.get(format!("{}/health", url.as_str().trim_end_matches('/'))).send().await
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
