//! Saves a session's state and does not give up while the store may come back: what was decided is not lost to a full disk.

use std::time::Duration;

use baton_booking::session::Session;
use baton_store::{ChangeSeq, Fence, NewCallback, Store, StoreError};

/// The first wait between two tries; doubled each time up to [`SLOWEST_RETRY`].
const FIRST_RETRY: Duration = Duration::from_millis(50);
const SLOWEST_RETRY: Duration = Duration::from_secs(5);

/// Saves, trying again while the store is unavailable. Ends with an error only when the session is no longer ours or cannot be written at all.
pub(super) async fn save_until_done(
    store: &Store,
    session: &Session,
    fence: Fence,
    callback: Option<&NewCallback>,
) -> Result<ChangeSeq, StoreError> {
    let mut retry = FIRST_RETRY;
    loop {
        match store.save(session, fence, callback).await {
            Err(error) if error.is_unavailable() => {
                tracing::error!(session.id = %session.id, %error, retry_in = ?retry, "The store is unavailable");
                tokio::time::sleep(retry).await;
                retry = (retry * 2).min(SLOWEST_RETRY);
            }
            result => return result,
        }
    }
}
