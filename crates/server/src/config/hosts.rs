//! Lists of hosts that requests may name. An empty list names all of them; which addresses are private is another rule.

use std::fmt;
use std::sync::Arc;

use url::{Host, Url};

/// The hosts that may be named: `book.example.com` itself, or with `*.example.com` everything under it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllowedHosts(Arc<[Pattern]>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Pattern {
    Exactly(String),
    /// With its leading dot, so that no other name can end in it.
    Under(String),
}

/// A host that is not on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must point at a host that this service is allowed to go to")]
pub struct NotListed;

/// An entry that is no host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("every entry is a host such as book.example.com, or *.example.com for everything under it")]
pub(super) struct MalformedHost;

impl AllowedHosts {
    pub(super) fn parse(entries: &[String]) -> Result<Self, MalformedHost> {
        entries
            .iter()
            .map(|entry| Pattern::parse(entry))
            .collect::<Result<Vec<_>, _>>()
            .map(|all| Self(all.into()))
    }

    /// Whether everything may be named.
    pub fn is_open(&self) -> bool {
        self.0.is_empty()
    }

    /// Judges the host of an address as the URL parser understood it.
    pub fn check(&self, url: &Url) -> Result<(), NotListed> {
        let host = url.host_str().unwrap_or_default().trim_end_matches('.');
        if self.is_open() || self.0.iter().any(|pattern| pattern.admits(host)) {
            Ok(())
        } else {
            Err(NotListed)
        }
    }
}

impl Pattern {
    fn parse(entry: &str) -> Result<Self, MalformedHost> {
        // The parser brings both sides into one form: lower case, punycode, plain numbers.
        let host = |text: &str| match Host::parse(text) {
            Ok(host) if !text.contains('*') => Ok(host.to_string()),
            _ => Err(MalformedHost),
        };
        match entry.strip_prefix("*.") {
            Some(zone) => host(zone).map(|zone| Self::Under(format!(".{zone}"))),
            None => host(entry).map(Self::Exactly),
        }
    }

    fn admits(&self, host: &str) -> bool {
        match self {
            Self::Exactly(own) => host == own,
            Self::Under(zone) => host.len() > zone.len() && host.ends_with(zone.as_str()),
        }
    }
}

impl fmt::Display for AllowedHosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.iter().map(|pattern| match pattern {
            Pattern::Exactly(host) => host.clone(),
            Pattern::Under(zone) => format!("*{zone}"),
        });
        f.write_str(&shown.collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(list: &str) -> AllowedHosts {
        AllowedHosts::parse(&list.split(',').map(str::to_owned).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn only_what_is_listed_may_be_named() {
        let list = hosts("app.joinmoxie.com,*.clinic.example,bücher.example,[2606:4700::1]");
        let check = |url: &str, expect: bool| {
            assert_eq!(list.check(&Url::parse(url).unwrap()).is_ok(), expect, "{url}");
        };
        check("https://app.joinmoxie.com/booking/forever-22", true);
        check("https://APP.joinmoxie.com.:8443/", true);
        check("https://north.clinic.example/", true);
        check("https://a.b.clinic.example/", true);
        check("https://xn--bcher-kva.example/", true);
        check("http://[2606:4700:0::1]/", true);
        check("https://clinic.example/", false);
        check("https://evilclinic.example/", false);
        check("https://app.joinmoxie.com.evil.example/", false);
        check("https://app.joinmoxie.com@evil.example/", false);
        check("https://evil.example/?app.joinmoxie.com", false);
        check("https://joinmoxie.com/", false);
    }

    #[test]
    fn an_empty_list_names_all() {
        let none = AllowedHosts::default();
        assert!(none.is_open() && none.check(&Url::parse("https://anything.example/").unwrap()).is_ok());
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for wrong in ["https://example.com", "*", "*.", "exa mple", "example.com/path"] {
            assert_eq!(AllowedHosts::parse(&[wrong.to_owned()]), Err(MalformedHost), "{wrong}");
        }
    }
}
