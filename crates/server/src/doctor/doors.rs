//! Whether the doors are what they seem from outside: certificate, proxy, lists of hosts.

use super::Finding;
use crate::config::Config;
use crate::http::Certificate;

pub(super) fn check(config: &Config) -> Vec<Finding> {
    let findings = [certificate(config), proxy(config), Some(hosts(config))];
    findings.into_iter().flatten().collect()
}

fn certificate(config: &Config) -> Option<Finding> {
    let files = config.certificate.clone()?;
    Some(match Certificate::read(files) {
        Ok(_) => Finding::fine("the certificate and its key belong together"),
        Err(error) => Finding::failure(&error, "write the whole chain and the matching key, both in PEM"),
    })
}

/// Behind an undeclared proxy everybody seems to come from the proxy, and no address is limited.
fn proxy(config: &Config) -> Option<Finding> {
    let is_public = config.public_url.as_ref().is_some_and(|url| url.scheme() == "https");
    let undeclared = is_public && config.certificate.is_none() && config.trusted_proxies.is_empty();
    undeclared.then(|| {
        Finding::doubtful(
            "a proxy ends TLS, but none is trusted: phones cannot be told apart, so they are limited as one or not at all",
            "set BATON_TRUSTED_PROXIES to the proxy's address (127.0.0.1 when it runs here)",
        )
    })
}

fn hosts(config: &Config) -> Finding {
    let list = |hosts: &crate::config::AllowedHosts| {
        if hosts.is_open() { "all public hosts".to_owned() } else { hosts.to_string() }
    };
    let (bookings, callbacks) = (list(&config.booking_hosts), list(&config.callback_hosts));
    Finding::fine(format!("bookings may go to {bookings}; callbacks to {callbacks}"))
}
