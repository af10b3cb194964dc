//! One session's page: where it stands, everything that happened to it in order, and what can be done about it.

use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use baton_booking::id::SessionId;
use baton_booking::outcome::Outcome;
use baton_booking::session::{Session, SessionState};
use baton_store::{CallbackRecord, CallbackState, Change, ChangeSeq, StoreError};
use jiff::Timestamp;

use super::Dashboard;
use super::door::Operator;
use super::moments::Moment;
use super::overview::{host, site};
use super::page::{Shell, not_found, rendered, unavailable};

#[derive(Template)]
#[template(path = "dashboard/session.html")]
struct SessionPage {
    shell: Shell,
    id: String,
    state: &'static str,
    outcome: Option<&'static str>,
    ended: bool,
    facts: Vec<(&'static str, String)>,
    left: Option<Moment>,
    timeline: Vec<Entry>,
    /// Whether there is a picture of the page on which the booking could not go on.
    pictured: bool,
    callback: Option<Callback>,
}

/// One thing that happened.
struct Entry {
    at: Timestamp,
    when: Moment,
    what: String,
    detail: Option<String>,
    /// How it is to look.
    kind: &'static str,
}

struct Callback {
    receiver: String,
    state: &'static str,
    due: Option<Moment>,
}

pub(super) async fn show(
    State(dashboard): State<Dashboard>,
    Extension(operator): Extension<Operator>,
    Path(id): Path<String>,
) -> Response {
    let Ok(id) = id.parse() else { return not_found() };
    match dashboard.session_page(&operator, id).await {
        Ok(Some(page)) => rendered(StatusCode::OK, &page),
        Ok(None) => not_found(),
        Err(error) => unavailable(&error),
    }
}

/// The page on which a booking could not go on, with the patient's data covered.
pub(super) async fn picture(State(dashboard): State<Dashboard>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return not_found() };
    match dashboard.registry.store().picture(id).await {
        Ok(Some(jpeg)) => {
            let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "no-store")];
            (headers, jpeg).into_response()
        }
        Ok(None) => not_found(),
        Err(error) => unavailable(&error),
    }
}

impl Dashboard {
    async fn session_page(
        &self,
        operator: &Operator,
        id: SessionId,
    ) -> Result<Option<SessionPage>, StoreError> {
        let Some(view) = self.registry.find(id).await? else { return Ok(None) };
        let session = view.session;
        let now = self.registry.clock().now();
        let store = self.registry.store();
        let changes = store.changes_after(id, ChangeSeq(0)).await?;
        let callback = store.callback_of(id).await?;
        let deadline = session.deadline(&self.registry.settings().limits);
        Ok(Some(SessionPage {
            shell: Shell::of(operator, format!("Session {}", short(&id.to_string()))),
            id: id.to_string(),
            state: session.state.as_str(),
            outcome: session.state.outcome().map(Outcome::as_str),
            ended: session.state.is_terminal(),
            facts: facts(&session, view.queue_position),
            left: deadline.map(|until| Moment::left(until, now)),
            timeline: timeline(&session, &changes, callback.as_ref()),
            pictured: store.has_picture(id).await?,
            callback: callback.as_ref().map(|record| Callback::of(record, now)),
        }))
    }
}

impl Callback {
    fn of(record: &CallbackRecord, now: Timestamp) -> Self {
        let (state, due) = match record.state {
            CallbackState::Pending { due_at } => ("pending", Some(Moment::left(due_at, now))),
            CallbackState::Delivered => ("delivered", None),
            CallbackState::Dead => ("given up", None),
        };
        Self { receiver: host(&record.url), state, due }
    }
}

/// The failure's code, for a session that ended with one.
pub(super) fn code(session: &Session) -> Option<&'static str> {
    match &session.state {
        SessionState::Failed { failure, .. } => Some(failure.code.as_str()),
        _ => None,
    }
}

fn facts(session: &Session, queue: Option<usize>) -> Vec<(&'static str, String)> {
    let request = &session.request;
    let mut facts = vec![
        ("Site", site(session)),
        ("Asked for", format!("{} at {}", request.date, request.time.strftime("%H:%M"))),
    ];
    let mut also = |name, value: Option<String>| facts.extend(value.map(|value| (name, value)));
    also("Service", request.service.clone());
    also("Provider", request.provider.clone());
    also("Place in the queue", queue.map(|queue| queue.to_string()));
    also("Step", session.state.step().map(|step| step.to_string()));
    also("Waits for", session.handoff().map(|handoff| handoff.reason.as_str().replace('_', " ")));
    match &session.state {
        SessionState::Failed { failure, .. } => {
            also("Code", Some(failure.code.as_str().to_owned()));
            also("Why", Some(failure.message.clone()));
        }
        SessionState::Completed { confirmation, .. } => also("Confirmation", confirmation.number.clone()),
        SessionState::Cancelled { payment_unresolved: true, .. } => {
            also("Beware", Some("A payment had been submitted and was not answered yet.".to_owned()));
        }
        _ => {}
    }
    facts
}

/// Changes, refused payments and attempts to deliver the callback, oldest first.
fn timeline(session: &Session, changes: &[Change], callback: Option<&CallbackRecord>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = changes.iter().map(|one| change(one, session)).collect();
    entries.extend(session.attempts.iter().map(|attempt| {
        entry(attempt.at, "Payment refused", Some(attempt.result.as_str().replace('_', " ")), "bad")
    }));
    for attempt in callback.iter().flat_map(|callback| &callback.attempts) {
        let delivered = attempt.status.is_some_and(|status| (200..300).contains(&status));
        let answer = attempt.status.map_or_else(
            || attempt.error.clone().unwrap_or_else(|| "no answer".to_owned()),
            |status| format!("status {status}"),
        );
        let (what, kind) =
            if delivered { ("Callback delivered", "good") } else { ("Callback not delivered", "bad") };
        entries.push(entry(
            attempt.at,
            what,
            Some(format!("{answer}, {} ms", attempt.duration.as_millis())),
            kind,
        ));
    }
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn change(change: &Change, session: &Session) -> Entry {
    let state = change.state.as_str();
    let kind = match state {
        "completed" => "good",
        "failed" | "abandoned" | "cancelled" => "bad",
        _ => "plain",
    };
    let step = change.step.map(|step| format!("step {step}"));
    let why = code(session).filter(|_| state == "failed").map(str::to_owned);
    entry(change.at, &state.replace('_', " "), step.or(why), kind)
}

fn entry(at: Timestamp, what: &str, detail: Option<String>, kind: &'static str) -> Entry {
    let mut letters = what.chars();
    let what = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    Entry { at, when: Moment::clock(at), what, detail, kind }
}

/// The end of an id: sessions of the same moment begin alike.
fn short(id: &str) -> &str {
    id.rsplit('-').next().unwrap_or(id)
}
