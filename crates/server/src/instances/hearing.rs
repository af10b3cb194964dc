//! Hears what other instances change, so that whoever waits here is woken: nobody polls.

use std::time::Duration;

use baton_store::{Notifications, StoreError, Topic};
use tokio_util::sync::CancellationToken;

use crate::sessions::Registry;

/// The wait before a database that went away is asked again.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// Listens until `stop`.
pub(crate) async fn hear_others(registry: Registry, stop: CancellationToken) {
    while let Some(heard) = stop.run_until_cancelled(listen(&registry)).await {
        if let Err(error) = heard {
            tracing::warn!(%error, "Cannot hear the other instances; trying again");
            // tidy: pause, a database that is away gives no sign when it is back
            stop.run_until_cancelled(tokio::time::sleep(STORE_PAUSE)).await;
        }
    }
}

async fn listen(registry: &Registry) -> Result<(), StoreError> {
    let mut news: Notifications = registry.store().notifications().await?;
    // What happened before this line was not heard.
    registry.may_have_missed();
    loop {
        match news.next().await? {
            Topic::Session(id) => registry.changed_elsewhere(id),
            Topic::Released => registry.recover().await?,
            Topic::Anything => registry.may_have_missed(),
            Topic::Queue | Topic::Outbox => {}
        }
    }
}
