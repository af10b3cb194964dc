//! Erases what must not stay: personal data when the retention time is over, the rest of a session when its history is.

use baton_store::StoreError;

use super::registry::Registry;

pub(super) async fn sweep(registry: &Registry) -> Result<(), StoreError> {
    let now = registry.clock().now();
    let settings = registry.settings();
    let erased = registry.store().erase_leads(now - settings.retention).await?;
    let forgotten = registry.store().forget(now - settings.history).await?;
    if erased + forgotten > 0 {
        tracing::info!(erased, forgotten, "Swept ended sessions");
    }
    Ok(())
}
