//! What a process does for all its sessions, for as long as it runs: keeps them its own, takes over those that nobody runs, erases what is due.

use baton_store::StoreError;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::registry::Registry;
use super::retention::sweep;

/// Several rounds fit into one lease, so a round that fails loses nothing.
const ROUNDS_IN_A_LEASE: u32 = 6;

/// Keeps house until `stop`. The first round comes at once: the service may have been down when something was due.
pub(crate) async fn keep_house(registry: Registry, stop: CancellationToken) {
    let mut rounds = tokio::time::interval(registry.settings().lease / ROUNDS_IN_A_LEASE);
    // A process that was paused has missed rounds, and one is enough to make up for them.
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for number in 1.. {
        if stop.run_until_cancelled(rounds.tick()).await.is_none() {
            return;
        }
        if let Err(error) = one_round(&registry, number % ROUNDS_IN_A_LEASE == 0).await {
            tracing::error!(%error, "Could not keep house; trying again");
        }
    }
}

async fn one_round(registry: &Registry, looks_for_orphans: bool) -> Result<(), StoreError> {
    registry.renew_leases().await?;
    registry.recover().await?;
    if looks_for_orphans {
        registry.sweep_pages().await?;
    }
    sweep(registry).await
}
