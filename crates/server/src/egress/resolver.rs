//! The same rule where the connection is made: a name resolves only to addresses that may be connected to.

use std::error::Error;
use std::io;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{Egress, NotAllowed};

/// Resolves names with the system's resolver and drops what is not allowed. Literals never come here: check them before.
#[derive(Debug, Clone, Copy)]
pub struct GuardedResolver(Egress);

impl GuardedResolver {
    pub fn new(egress: Egress) -> Self {
        Self(egress)
    }

    async fn lookup(self, name: String) -> Result<Vec<SocketAddr>, Box<dyn Error + Send + Sync>> {
        let found: Vec<_> = tokio::net::lookup_host((name, 0)).await?.collect();
        // One private address among public ones is how rebinding begins, so all of them are dropped.
        if found.iter().all(|address| self.0.admits(address.ip())) {
            Ok(found)
        } else {
            Err(Box::new(io::Error::new(io::ErrorKind::PermissionDenied, NotAllowed::Private)))
        }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let lookup = self.lookup(name.as_str().to_owned());
        Box::pin(async move { Ok(Box::new(lookup.await?.into_iter()) as Addrs) })
    }
}
