//! Erases what must not stay: personal data when the retention time is over, the rest of a session when its history is.

use std::time::Duration;

use super::registry::Registry;

/// How often the store is swept; what the contract promises in minutes and days is kept to within this.
const SWEEP: Duration = Duration::from_secs(10);

/// Sweeps until `stop`. The first sweep comes at once: the service may have been down when something was due.
pub(crate) async fn keep_swept(registry: Registry, stop: tokio_util::sync::CancellationToken) {
    let mut round = tokio::time::interval(SWEEP);
    while stop.run_until_cancelled(round.tick()).await.is_some() {
        if let Err(error) = sweep(&registry).await {
            tracing::error!(%error, "Could not erase what is due; trying again");
        }
    }
}

async fn sweep(registry: &Registry) -> Result<(), baton_store::StoreError> {
    let now = registry.clock().now();
    let settings = registry.settings();
    let erased = registry.store().erase_leads(now - settings.retention).await?;
    let forgotten = registry.store().forget(now - settings.history).await?;
    if erased + forgotten > 0 {
        tracing::info!(erased, forgotten, "Swept ended sessions");
    }
    Ok(())
}
