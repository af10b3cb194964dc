//! How far the pages of a browser reach: what they load is held to the same addresses as everything else that Baton is sent to.

use std::path::PathBuf;

use baton_browser::{Gateway, GuardVerdict, RequestGuard};
use url::Url;

use crate::egress::Egress;

/// Where pages may go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Reach {
    /// Wherever the machine can: for demos and tests.
    #[default]
    Anywhere,
    /// To public addresses. A Chrome of ours goes out through this gateway only. A remote one cannot come to it, so there each request is
    /// judged by its address alone: names that mean private addresses and web sockets are for the remote Chrome's own network to stop.
    Public(Gateway),
}

impl Reach {
    /// What `egress` means for pages.
    pub fn of(egress: Egress) -> Self {
        if egress.allows_private() {
            return Self::Anywhere;
        }
        // Linux finds the running program even after another one was put in its place.
        let program = PathBuf::from("/proc/self/exe");
        Self::Public(Gateway { program, args: vec!["gate".to_owned()] })
    }

    pub(crate) fn gateway(&self) -> Option<&Gateway> {
        match self {
            Self::Anywhere => None,
            Self::Public(gateway) => Some(gateway),
        }
    }

    pub(super) async fn admits(&self, url: &Url) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Public(_) => Egress::new(false).check_resolved(url).await.is_ok(),
        }
    }

    /// For a browser to which the gateway is out of reach.
    pub(super) fn guard(&self) -> Option<RequestGuard> {
        self.gateway().map(|_| RequestGuard::new(|request| judge(request.url)))
    }
}

fn judge(address: &str) -> GuardVerdict {
    let Ok(url) = Url::parse(address) else { return GuardVerdict::Deny };
    let allowed = match url.scheme() {
        // These lead to no address.
        "data" | "blob" | "about" => true,
        _ => Egress::new(false).check(&url).is_ok(),
    };
    if allowed { GuardVerdict::Allow } else { GuardVerdict::Deny }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_gate_is_out_of_reach_hostile_addresses_are_not_loaded_either() {
        let lines = include_str!("../egress/hostile.txt").lines();
        let hostile: Vec<_> = lines.filter(|line| line.starts_with("http")).collect();
        assert!(hostile.len() > 100, "{}", hostile.len());
        for address in hostile {
            assert_eq!(judge(address), GuardVerdict::Deny, "{address}");
        }
        for address in ["https://clinic.example.com/book", "data:image/png;base64,AA==", "about:blank"] {
            assert_eq!(judge(address), GuardVerdict::Allow, "{address}");
        }
    }
}
