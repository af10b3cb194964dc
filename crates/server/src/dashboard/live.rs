//! Says that something has changed; the page then asks for what. One message for a burst of changes.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt as _, stream};
use tokio::sync::broadcast::error::RecvError;

use super::Dashboard;

/// Proxies close what is silent for a minute.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

pub(super) async fn changes(
    State(dashboard): State<Dashboard>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let listener = dashboard.registry.feed().listen();
    let changes = stream::unfold(listener, |mut listener| async move {
        // A listener that lags has missed changes: that is one more reason to look.
        if matches!(listener.recv().await, Err(RecvError::Closed)) {
            return None;
        }
        let caught_up = listener.resubscribe();
        Some((Ok(Event::default().event("changed").data("")), caught_up))
    });
    let stop = dashboard.stop.clone();
    Sse::new(changes.take_until(stop.cancelled_owned())).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE))
}
