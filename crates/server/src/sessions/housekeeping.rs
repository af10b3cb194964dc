//! What a process does for all its sessions, for as long as it runs: keeps them its own, takes over those that nobody runs, erases what is due.

use std::time::Duration;

use baton_store::StoreError;
use tokio_util::sync::CancellationToken;

use super::registry::{LEASE, Registry};
use super::retention::sweep;

/// Several rounds fit into one lease, so a round that fails loses nothing.
const ROUND: Duration = Duration::from_secs(LEASE.as_secs() / 6);

/// Keeps house until `stop`. The first round comes at once: the service may have been down when something was due.
pub(crate) async fn keep_house(registry: Registry, stop: CancellationToken) {
    let mut rounds = tokio::time::interval(ROUND);
    while stop.run_until_cancelled(rounds.tick()).await.is_some() {
        if let Err(error) = one_round(&registry).await {
            tracing::error!(%error, "Could not keep house; trying again");
        }
    }
}

async fn one_round(registry: &Registry) -> Result<(), StoreError> {
    registry.renew_leases().await?;
    registry.recover().await?;
    sweep(registry).await
}
