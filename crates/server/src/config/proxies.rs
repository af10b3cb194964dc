//! The proxies whose word is taken for where a request comes from. Nobody else's is.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;

/// Networks of proxies. Empty: everybody comes from where they come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustedProxies(Arc<[IpNet]>);

/// An entry that is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("every entry is an address or a network such as 10.0.0.0/8")]
pub(super) struct MalformedNetwork;

impl TrustedProxies {
    pub(super) fn parse(entries: &[String]) -> Result<Self, MalformedNetwork> {
        let network = |entry: &String| {
            let single = || entry.parse::<IpAddr>().map(IpNet::from);
            entry.parse().or_else(|_| single()).map_err(|_| MalformedNetwork)
        };
        entries.iter().map(network).collect::<Result<Vec<_>, _>>().map(|all| Self(all.into()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn trusts(&self, address: IpAddr) -> bool {
        // A socket for both versions shows IPv4 in IPv6's clothes.
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_networks_are_trusted() {
        let list = ["10.0.0.0/8", "192.0.2.7", "fd00::/8"].map(str::to_owned);
        let proxies = TrustedProxies::parse(&list).unwrap();
        let check = |address: &str, expect: bool| {
            assert_eq!(proxies.trusts(address.parse().unwrap()), expect, "{address}");
        };
        check("10.200.0.1", true);
        check("::ffff:10.0.0.1", true);
        check("192.0.2.7", true);
        check("192.0.2.8", false);
        check("fd12::1", true);
        check("127.0.0.1", false);
        assert!(!TrustedProxies::default().trusts("127.0.0.1".parse().unwrap()));
        for wrong in ["10.0.0.0/40", "proxy.example", "10.0.0"] {
            assert_eq!(TrustedProxies::parse(&[wrong.to_owned()]), Err(MalformedNetwork), "{wrong}");
        }
    }
}
