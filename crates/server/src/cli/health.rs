//! `baton health`: asks the service on this machine how it is, for the health checks of containers, which have no other client.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use reqwest::Client;

use super::terminal::say;
use crate::config::{Config, Settings};
use crate::egress;

const ANSWER_WITHIN: Duration = Duration::from_secs(4);

/// Exits with success when the service answers that it is well, or well but for its browser.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let config = Config::resolve(settings)?;
    let scheme = if config.certificate.is_some() { "https" } else { "http" };
    let answer = client()?.get(format!("{scheme}://{}/health", reachable(config.listen))).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    say(text);
    Ok(if status.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn client() -> reqwest::Result<Client> {
    // The certificate names the public address, and this is asked from inside.
    let client = egress::client().tls_danger_accept_invalid_certs(true);
    client.no_proxy().timeout(ANSWER_WITHIN).build()
}

/// Where a service that listens everywhere is reached from here.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
