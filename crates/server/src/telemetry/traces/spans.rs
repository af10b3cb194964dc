//! Sessions and callbacks as spans. The trace has the session's id, so whoever knows one finds the other. Nothing in them names a person.

use std::borrow::Cow;
use std::time::SystemTime;

use baton_booking::id::SessionId;
use baton_booking::outcome::PaymentAttempt;
use baton_booking::session::{Session, SessionState, Step};
use baton_store::{AttemptRecord, Change, DueCallback};
use jiff::Timestamp;
use opentelemetry::trace::{Event, SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_sdk::trace::{SpanData, SpanEvents, SpanLinks};

/// A session that has ended: the whole of it, and within that every state and step it went through.
pub(super) fn of_session(session: &Session, changes: &[Change]) -> Vec<SpanData> {
    let whole = SpanData {
        status: status_of(&session.state),
        attributes: facts_of(session),
        events: events_of(&session.attempts),
        ..span("booking", ids(session.id), SpanId::INVALID, session.created_at, session.updated_at)
    };
    let parts = changes.windows(2).map(|pair| part(session.id, &pair[0], pair[1].at));
    std::iter::once(whole).chain(parts).collect()
}

/// One attempt at a callback.
pub(super) fn of_attempt(callback: &DueCallback, attempt: &AttemptRecord) -> SpanData {
    let (_, whole) = ids(callback.session_id);
    let until = attempt.at.saturating_add(attempt.duration).unwrap_or(attempt.at);
    let mut attributes = vec![KeyValue::new("baton.callback.attempt", i64::from(callback.attempts_made) + 1)];
    attributes.extend(attempt.status.map(|code| KeyValue::new("http.response.status_code", i64::from(code))));
    let status = attempt.error.clone().map_or(Status::Unset, Status::error);
    let own = child(callback.session_id);
    SpanData {
        span_kind: SpanKind::Client,
        attributes,
        status,
        ..span("callback", own, whole, attempt.at, until)
    }
}

/// From one change to the next.
fn part(session: SessionId, change: &Change, until: Timestamp) -> SpanData {
    let (_, whole) = ids(session);
    let state = change.state.as_str();
    let mut attributes = vec![KeyValue::new("baton.session.state", state)];
    attributes.extend(change.step.map(|step| KeyValue::new("baton.session.step", step.as_str())));
    let name = change.step.map_or(state, Step::as_str);
    SpanData { attributes, ..span(name, child(session), whole, change.at, until) }
}

fn facts_of(session: &Session) -> Vec<KeyValue> {
    let mut facts = vec![
        KeyValue::new("baton.session.id", session.id.to_string()),
        KeyValue::new("baton.session.state", session.state.as_str()),
    ];
    let host = session.request.booking_url.host_str().map(str::to_owned);
    facts.extend(host.map(|host| KeyValue::new("server.address", host)));
    facts.extend(session.state.outcome().map(|outcome| KeyValue::new("baton.outcome", outcome.as_str())));
    facts
}

fn status_of(state: &SessionState) -> Status {
    match state {
        SessionState::Failed { failure, .. } => Status::error(failure.code.as_str()),
        SessionState::Completed { .. } => Status::Ok,
        _ => Status::Unset,
    }
}

fn events_of(attempts: &[PaymentAttempt]) -> SpanEvents {
    let refused = |attempt: &PaymentAttempt| {
        let result = KeyValue::new("baton.payment.result", attempt.result.as_str());
        Event::new("payment refused", moment(attempt.at), vec![result], 0)
    };
    let mut events = SpanEvents::default();
    events.events = attempts.iter().map(refused).collect();
    events
}

/// The ids of a session's trace and of the span that is the whole of it.
fn ids(session: SessionId) -> (TraceId, SpanId) {
    let id = session.as_uuid();
    // The second half of a version 7 UUID is random.
    let (_, random) = id.as_u64_pair();
    (TraceId::from(id.as_u128()), SpanId::from(random))
}

fn child(session: SessionId) -> (TraceId, SpanId) {
    (ids(session).0, SpanId::from(rand::random::<u64>()))
}

fn span(
    name: impl Into<Cow<'static, str>>,
    (trace, own): (TraceId, SpanId),
    parent_span_id: SpanId,
    from: Timestamp,
    until: Timestamp,
) -> SpanData {
    SpanData {
        span_context: SpanContext::new(trace, own, TraceFlags::SAMPLED, false, TraceState::default()),
        parent_span_id,
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: name.into(),
        start_time: moment(from),
        end_time: moment(until),
        attributes: Vec::new(),
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::builder("baton").build(),
    }
}

fn moment(at: Timestamp) -> SystemTime {
    at.into()
}
