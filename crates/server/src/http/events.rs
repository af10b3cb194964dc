//! `/api/v1/booking/{id}/events`: one server-sent event per change of a session, until it has ended.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use baton_api::booking as body;
use baton_api::error::ErrorBody;
use baton_booking::id::SessionId;
use baton_store::{Change, ChangeSeq, StoreError};
use futures_util::{Stream, StreamExt, stream};

use super::Door;
use super::error::ApiError;
use super::parameters::Id;
use crate::sessions::SessionView;
use crate::wire;

/// One event, as a reader of the stream takes it apart.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only its description is used: the stream is written by `event`")]
struct SessionEvent {
    /// The number of the change.
    id: String,
    /// Always `session`.
    event: String,
    /// A `SessionView` in JSON.
    data: String,
}

/// Proxies close what is silent for a minute.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Follow a session
///
/// Server-sent events: the `id` is the number of the change, the `data` the session after it. The stream ends with the
/// session. `Last-Event-ID` resumes; what was missed of the past comes with its state, step and time alone.
#[utoipa::path(
    get, path = "/api/v1/booking/{sessionId}/events", tag = "booking", operation_id = "followBooking",
    params(Id, ("Last-Event-ID" = Option<String>, Header, description = "The last change that was received.")),
    responses(
        (status = 200, body = SessionEvent, content_type = "text/event-stream", description = "One event per change."),
        (status = 204, description = "The session has ended and everything was received: do not come again."),
        (status = 404, body = ErrorBody, description = "`not_found`"),
    )
)]
pub(super) async fn events(
    State(door): State<Door>,
    id: Id,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let view = door.registry.find(id.session).await?.ok_or(ApiError::NoSession)?;
    let seen = last_seen(&headers);
    if view.session.state.is_terminal() && seen >= view.seq {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let stop = door.stop.clone();
    let following = Following { door, id: id.session, seen, ready: VecDeque::new(), over: false };
    let events = following.events().take_until(stop.cancelled_owned());
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)).into_response())
}

/// What is no number was none of ours: everything is told from the beginning.
fn last_seen(headers: &HeaderMap) -> i64 {
    let value = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    value.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// One listener.
struct Following {
    door: Door,
    id: SessionId,
    seen: i64,
    ready: VecDeque<Event>,
    over: bool,
}

impl Following {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut this| async move {
            let event = this.next().await?;
            Some((Ok(event), this))
        })
    }

    /// The next event; `None` after the last. A listener whose store fails is let go: it comes back with its `Last-Event-ID`.
    async fn next(&mut self) -> Option<Event> {
        while self.ready.is_empty() && !self.over {
            let found = self.door.registry.wait_change(self.id, self.seen, SIGN_OF_LIFE).await;
            let view =
                found.inspect_err(|error| tracing::warn!(%error, "Could not follow a session")).ok()??;
            self.take_up(&view).await.ok()?;
        }
        self.ready.pop_front()
    }

    async fn take_up(&mut self, view: &SessionView) -> Result<(), StoreError> {
        let changes = self.door.registry.store().changes_after(self.id, ChangeSeq(self.seen)).await?;
        for change in changes.iter().filter(|change| change.seq.0 <= view.seq) {
            self.seen = change.seq.0;
            self.ready.push_back(event(change, view));
        }
        self.over = view.session.state.is_terminal();
        Ok(())
    }
}

fn event(change: &Change, view: &SessionView) -> Event {
    let session = &view.session;
    let told = if change.seq.0 == view.seq {
        wire::session(session, view.queue_position)
    } else {
        let state =
            body::SessionState::parse(change.state.as_str()).expect("both sides name the same states");
        wire::past(session, state, change.step, change.at)
    };
    let event = Event::default().id(change.seq.to_string()).event("session");
    event.json_data(told).expect("a session is always JSON")
}
