//! Where a request comes from: its peer, or whom a trusted proxy in front of us names. Nobody else is believed.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::Door;
use crate::config::TrustedProxies;

/// Where a request comes from; an extension of every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) address: Option<IpAddr>,
    /// Whether it came over TLS, to us or to the proxy.
    pub(crate) encrypted: bool,
}

/// Says on the connection that it is encrypted; an extension of its requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encrypted;

/// Two years, as browsers ask for.
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=63072000");

pub(super) async fn know(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let encrypted = request.extensions().get::<Encrypted>().is_some();
    let origin = find(peer, encrypted, request.headers(), &door.proxies);
    request.extensions_mut().insert(origin);
    let mut response = next.run(request).await;
    if origin.encrypted {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    }
    response
}

fn find(peer: Option<IpAddr>, encrypted: bool, headers: &HeaderMap, proxies: &TrustedProxies) -> Origin {
    let Some(peer) = peer.filter(|peer| proxies.trusts(*peer)) else {
        return Origin { address: peer.map(|peer| peer.to_canonical()), encrypted };
    };
    let said = header_text(headers, &HeaderName::from_static("x-forwarded-proto"));
    let encrypted = encrypted || said.is_some_and(|said| last(said).eq_ignore_ascii_case("https"));
    Origin { address: Some(client(peer, headers, proxies)), encrypted }
}

/// Every proxy appends whom it heard, so the list is read from its end, as far as trusted proxies wrote it: what stands
/// before that anybody may have made up.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &TrustedProxies) -> IpAddr {
    let mut nearest = peer;
    for hop in hops(headers).into_iter().rev() {
        let Some(address) = hop else { break };
        nearest = address.to_canonical();
        if !proxies.trusts(nearest) {
            break;
        }
    }
    nearest
}

/// The addresses that were noted on the way; `None` where a proxy keeps one to itself.
fn hops(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let lines = |name: HeaderName| {
        let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).map(str::trim).collect::<Vec<_>>()
    };
    let usual = lines(HeaderName::from_static("x-forwarded-for"));
    if !usual.is_empty() {
        return usual.into_iter().map(address).collect();
    }
    lines(header::FORWARDED).into_iter().map(|hop| address(named(hop)?)).collect()
}

/// The `for` of one element of `Forwarded` (RFC 7239).
fn named(hop: &str) -> Option<&str> {
    let mut pairs = hop.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| name.eq_ignore_ascii_case("for")).map(|(_, value)| value.trim_matches('"'))
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse::<SocketAddr>().map(|address| address.ip());
    bare.parse().or_else(|_| with_port()).ok()
}

fn header_text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get_all(name).into_iter().next_back()?.to_str().ok()
}

fn last(list: &str) -> &str {
    list.rsplit(',').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Settings};

    fn proxies(list: &str) -> TrustedProxies {
        let settings = Settings { trusted_proxies: Some(list.to_owned()), ..Settings::default() };
        Config::resolve(settings).unwrap().trusted_proxies
    }

    fn origin(peer: &str, lines: &[(&'static str, &str)]) -> (String, bool) {
        let lines = lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let headers: HeaderMap = lines.collect();
        let found = find(Some(peer.parse().unwrap()), false, &headers, &proxies("10.0.0.0/8,fd00::/8"));
        (found.address.unwrap().to_string(), found.encrypted)
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let check = |peer, lines: &[(&'static str, &str)], expect: &str| {
            assert_eq!(origin(peer, lines).0, expect, "{peer} {lines:?}");
        };
        let usual = "x-forwarded-for";
        check("192.0.2.9", &[(usual, "198.51.100.1")], "192.0.2.9");
        check("10.0.0.1", &[], "10.0.0.1");
        check("10.0.0.1", &[(usual, "198.51.100.1")], "198.51.100.1");
        check("::ffff:10.0.0.1", &[(usual, "198.51.100.1:4711")], "198.51.100.1");
        // What the client wrote stands before what the proxy heard.
        check("10.0.0.1", &[(usual, "203.0.113.5, 198.51.100.1")], "198.51.100.1");
        check("10.0.0.1", &[(usual, "127.0.0.1, 198.51.100.1, 10.0.0.2")], "198.51.100.1");
        check("10.0.0.1", &[(usual, "198.51.100.1, unknown")], "10.0.0.1");
        check("10.0.0.1", &[(usual, "10.0.0.3, 10.0.0.2")], "10.0.0.3");
        check(
            "10.0.0.1",
            &[("forwarded", "for=203.0.113.5, for=\"[2001:db8::7]:99\";proto=https")],
            "2001:db8::7",
        );
        check("10.0.0.1", &[("forwarded", "proto=https;For=198.51.100.1")], "198.51.100.1");
        check("10.0.0.1", &[("forwarded", "for=_hidden")], "10.0.0.1");
    }

    #[test]
    fn only_a_trusted_proxy_says_that_it_was_encrypted() {
        let https = [("x-forwarded-proto", "https")];
        assert!(origin("10.0.0.1", &https).1);
        assert!(!origin("192.0.2.9", &https).1);
        assert!(!origin("10.0.0.1", &[("x-forwarded-proto", "https, http")]).1, "the nearest hop was not");
    }
}
