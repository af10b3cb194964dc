//! A connection that every page keeps open, so that its network is never idle. It says nothing of importance.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, Sse};
use futures_util::{Stream, StreamExt, stream};

use super::Site;

const HEARTBEAT: Duration = Duration::from_secs(2);

pub(super) async fn stream(
    State(site): State<Arc<Site>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let beats = stream::unfold(tokio::time::interval(HEARTBEAT), |mut interval| async move {
        interval.tick().await;
        Some((Ok(Event::default().event("beat").data("1")), interval))
    });
    let closed = site.stop.clone().cancelled_owned();
    Sse::new(beats.take_until(Box::pin(closed)))
}
