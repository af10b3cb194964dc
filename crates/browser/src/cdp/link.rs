//! Numbers the calls, hands answers to their callers and events to their sessions, and ends what will never be answered.
//!
//! Events are handled inside the reading task, in order and without waiting, so no queue of events can overflow
//! and nothing that a handler does can be overtaken. Handlers never block; they send commands and update tables.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};

use serde::Deserialize;
use serde_json::Value;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_tungstenite::tungstenite::Message;
use tracing::{debug, trace};

use super::{BrowserLost, CdpError, Event, EventSink, SessionEnd, SessionId};

/// The part of a connection that sessions share. It does not keep the socket open.
#[derive(Debug)]
pub(crate) struct Link {
    outgoing: mpsc::Sender<Message>,
    next_id: AtomicU64,
    /// How many messages have come.
    heard: AtomicU64,
    table: Mutex<Table>,
    lost: watch::Sender<Option<BrowserLost>>,
}

#[derive(Debug, Default)]
struct Table {
    calls: HashMap<u64, Call>,
    sessions: HashMap<SessionId, Route>,
    browser: Option<Weak<dyn EventSink>>,
}

#[derive(Debug)]
struct Call {
    session: Option<SessionId>,
    method: &'static str,
    reply: oneshot::Sender<Result<Value, CdpError>>,
}

#[derive(Debug)]
enum Route {
    Open(Weak<dyn EventSink>),
    Ended(SessionEnd),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Incoming {
    id: Option<u64>,
    method: Option<String>,
    #[serde(default)]
    params: Value,
    #[serde(default)]
    result: Value,
    error: Option<Refusal>,
    session_id: Option<SessionId>,
}

#[derive(Deserialize)]
struct Refusal {
    code: i64,
    message: String,
}

impl Link {
    pub(crate) fn new(outgoing: mpsc::Sender<Message>) -> Self {
        Self {
            outgoing,
            next_id: AtomicU64::new(1),
            heard: AtomicU64::new(0),
            table: Mutex::default(),
            lost: watch::Sender::new(None),
        }
    }

    pub(crate) fn next_id(&self) -> u64 {
        self.next_id.fetch_add(1, Ordering::Relaxed)
    }

    /// How many messages have come so far: any of them is a sign of life.
    pub(crate) fn heard(&self) -> u64 {
        self.heard.load(Ordering::Relaxed)
    }

    /// Notes that `id` is to be answered on `reply`; fails it at once when its session is over.
    pub(crate) fn expect(
        &self,
        id: u64,
        session: Option<&SessionId>,
        method: &'static str,
        reply: oneshot::Sender<Result<Value, CdpError>>,
    ) {
        let mut table = self.table();
        match self.end_of(&table, session) {
            None => {
                table.calls.insert(id, Call { session: session.cloned(), method, reply });
            }
            Some(end) => drop(reply.send(Err(CdpError::ended(method, &end)))),
        }
    }

    pub(crate) fn forget(&self, id: u64) {
        self.table().calls.remove(&id);
    }

    /// Queues a message behind all earlier ones, without waiting.
    pub(crate) fn send(&self, id: u64, method: &'static str, message: String) {
        if self.outgoing.try_send(Message::text(message)).is_err()
            && let Some(call) = self.table().calls.remove(&id)
        {
            drop(call.reply.send(Err(CdpError::Overloaded { method })));
        }
    }

    /// Sends the events of `session` to `sink` from now on.
    pub(crate) fn route(&self, session: SessionId, sink: Weak<dyn EventSink>) {
        self.table().sessions.insert(session, Route::Open(sink));
    }

    /// Sends the events of the browser itself to `sink` from now on.
    pub(crate) fn route_browser(&self, sink: Weak<dyn EventSink>) {
        self.table().browser = Some(sink);
    }

    /// Forgets a session that nobody holds any more.
    pub(crate) fn unroute(&self, session: &SessionId) {
        self.end_session(session, &SessionEnd::Detached);
        self.table().sessions.remove(session);
    }

    /// Declares the browser lost: every pending and every later call fails.
    pub(crate) fn lose(&self, reason: &str) {
        let lost = BrowserLost { reason: reason.to_owned() };
        let first = self.lost.send_if_modified(|known| {
            let first = known.is_none();
            known.get_or_insert_with(|| lost.clone());
            first
        });
        if !first {
            return;
        }
        debug!(reason, "Lost the browser");
        self.fail_everything(&SessionEnd::Lost(lost));
    }

    pub(crate) fn lost(&self) -> watch::Receiver<Option<BrowserLost>> {
        self.lost.subscribe()
    }

    fn fail_everything(&self, end: &SessionEnd) {
        let mut table = self.table();
        let sessions: Vec<SessionId> = table.sessions.keys().cloned().collect();
        let calls = std::mem::take(&mut table.calls);
        drop(table);
        for call in calls.into_values() {
            drop(call.reply.send(Err(CdpError::ended(call.method, end))));
        }
        for session in sessions {
            self.end_session(&session, end);
        }
    }

    /// Fails the calls of a session and tells its owner, once.
    fn end_session(&self, session: &SessionId, end: &SessionEnd) {
        let mut table = self.table();
        let Some(route) = table.sessions.get_mut(session) else { return };
        let Route::Open(sink) = std::mem::replace(route, Route::Ended(end.clone())) else { return };
        let calls = table.calls.extract_if(|_, call| call.session.as_ref() == Some(session));
        let calls: Vec<Call> = calls.map(|(_, call)| call).collect();
        drop(table);
        for call in calls {
            drop(call.reply.send(Err(CdpError::ended(call.method, end))));
        }
        if let Some(sink) = sink.upgrade() {
            sink.on_end(session, end);
        }
    }

    fn end_of(&self, table: &Table, session: Option<&SessionId>) -> Option<SessionEnd> {
        if let Some(lost) = &*self.lost.borrow() {
            return Some(SessionEnd::Lost(lost.clone()));
        }
        match table.sessions.get(session?) {
            Some(Route::Open(_)) => None,
            Some(Route::Ended(end)) => Some(end.clone()),
            None => Some(SessionEnd::Detached),
        }
    }

    /// Takes a message from the browser to where it belongs.
    pub(crate) fn receive(&self, text: &str) {
        self.heard.fetch_add(1, Ordering::Relaxed);
        // A message that is not understood is skipped: a newer Chrome may say more than we know.
        let Ok(message) = serde_json::from_str::<Incoming>(text) else { return };
        match (message.id, message.method) {
            (Some(id), _) => self.answer(id, message.result, message.error),
            (None, Some(method)) => {
                self.deliver(Event { session: message.session_id, method, params: message.params });
            }
            (None, None) => {}
        }
    }

    fn answer(&self, id: u64, result: Value, error: Option<Refusal>) {
        let Some(call) = self.table().calls.remove(&id) else { return };
        let reply = match error {
            None => Ok(result),
            Some(Refusal { code, message }) => Err(CdpError::Rejected { method: call.method, code, message }),
        };
        drop(call.reply.send(reply));
    }

    fn deliver(&self, event: Event) {
        trace!(method = event.method, "Event");
        if let Some((session, end)) = ended_by(&event) {
            self.end_session(&session, &end);
        }
        let sink = match &event.session {
            None => self.table().browser.clone(),
            Some(session) => match self.table().sessions.get(session) {
                Some(Route::Open(sink)) => Some(sink.clone()),
                _ => None,
            },
        };
        if let Some(sink) = sink.and_then(|sink| sink.upgrade()) {
            sink.on_event(event);
        }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Chrome never answers the calls of a session that ended; these two events are how it says so.
fn ended_by(event: &Event) -> Option<(SessionId, SessionEnd)> {
    match event.method.as_str() {
        "Inspector.targetCrashed" => Some((event.session.clone()?, SessionEnd::Crashed)),
        "Target.detachedFromTarget" => {
            let session = event.params.get("sessionId")?.as_str()?;
            Some((SessionId::new(session), SessionEnd::Detached))
        }
        _ => None,
    }
}
