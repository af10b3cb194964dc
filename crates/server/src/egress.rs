//! Which addresses Baton may be sent to by a request. Checked where the request comes in and again where a connection is made,
//! because a name may mean another address by then. Knows nothing of what is sent.

mod client;
pub mod gate;
mod resolver;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use url::{Host, Url};

pub(crate) use client::client;
pub use resolver::GuardedResolver;

/// The rule for outgoing addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Egress {
    allow_private: bool,
}

/// Why an address is not gone to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    #[error("must begin with http:// or https://")]
    Scheme,
    #[error("must not point at a private or local address")]
    Private,
}

/// Long enough for a slow name server; a name that cannot be looked up by then is judged where the connection is made.
const LOOKUP_PATIENCE: Duration = Duration::from_secs(2);

impl Egress {
    /// `allow_private` is the only way round: for demos and tests.
    pub fn new(allow_private: bool) -> Self {
        Self { allow_private }
    }

    pub fn allows_private(self) -> bool {
        self.allow_private
    }

    /// Judges what the address says by itself: its scheme, its name or literal.
    pub fn check(self, url: &Url) -> Result<(), NotAllowed> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(NotAllowed::Scheme);
        }
        let public = match url.host() {
            // The parser has already turned 2130706433, 0x7f.1 and 0177.0.0.1 into the address they mean.
            Some(Host::Ipv4(ip)) => is_public_v4(ip),
            Some(Host::Ipv6(ip)) => is_public_v6(ip),
            Some(Host::Domain(name)) => is_public_name(name),
            None => false,
        };
        if public || self.allow_private { Ok(()) } else { Err(NotAllowed::Private) }
    }

    /// Judges also what the name means just now. A name without an address yet is let through: nobody can connect to it.
    pub async fn check_resolved(self, url: &Url) -> Result<(), NotAllowed> {
        self.check(url)?;
        let (Some(Host::Domain(name)), false) = (url.host(), self.allow_private) else { return Ok(()) };
        let port = url.port_or_known_default().unwrap_or(443);
        let lookup = tokio::time::timeout(LOOKUP_PATIENCE, tokio::net::lookup_host((name, port))).await;
        let Ok(Ok(mut addresses)) = lookup else { return Ok(()) };
        if addresses.all(|address| self.admits(address.ip())) { Ok(()) } else { Err(NotAllowed::Private) }
    }

    /// Whether a connection to this address may be made.
    pub fn admits(self, ip: IpAddr) -> bool {
        self.allow_private
            || match ip {
                IpAddr::V4(ip) => is_public_v4(ip),
                IpAddr::V6(ip) => is_public_v6(ip),
            }
    }
}

/// Names that never leave the machine or the house: RFC 6761, 6762, 8375, the clouds' metadata, and names without a dot.
fn is_public_name(name: &str) -> bool {
    const LOCAL: [&str; 7] =
        ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain"];
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_under =
        |zone: &str| name.strip_suffix(zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    name.contains('.') && !LOCAL.iter().any(|zone| is_under(zone))
}

/// The IANA registry of special-purpose IPv4 addresses, as far as they are not globally reachable.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    !matches!(
        ip.octets(),
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

/// Of IPv6 only global unicast is public, without its special-purpose parts; addresses that carry an IPv4 one are judged by that.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let last_half = || {
        let [.., a, b, c, d] = ip.octets();
        Ipv4Addr::new(a, b, c, d)
    };
    match ip.segments() {
        // Mapped, and translated by NAT64.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_public_v4(last_half()),
        // Teredo, benchmarking, ORCHID and the rest of 2001::/23; documentation; 6to4, which may carry anything.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests;
