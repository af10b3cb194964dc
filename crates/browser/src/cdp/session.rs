//! One attachment to one target: sends its commands in order and waits for answers only when asked to.

use std::marker::PhantomData;
use std::sync::{Arc, Weak};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;

use super::command::Envelope;
use super::link::Link;
use super::{CdpError, Command, EventSink, SessionId};

/// No call waits longer than this unless it says so.
const CALL_LIMIT: Duration = Duration::from_secs(30);

/// A session with a target; without an id, with the browser itself. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct CdpSession {
    link: Arc<Link>,
    id: Option<SessionId>,
}

/// A command that is on its way. Dropping it gives up the answer, not the command.
#[must_use = "drop it on purpose when the answer does not matter"]
#[derive(Debug)]
pub(crate) struct Pending<R> {
    link: Arc<Link>,
    id: u64,
    method: &'static str,
    reply: oneshot::Receiver<Result<Value, CdpError>>,
    answer: PhantomData<fn() -> R>,
}

impl CdpSession {
    pub(crate) fn new(link: Arc<Link>, id: Option<SessionId>) -> Self {
        Self { link, id }
    }

    pub(crate) fn id(&self) -> Option<&SessionId> {
        self.id.as_ref()
    }

    pub(crate) fn is(&self, id: &SessionId) -> bool {
        self.id.as_ref() == Some(id)
    }

    /// Another session over the same socket, with its events going to `sink`.
    pub(crate) fn open(&self, id: SessionId, sink: Weak<dyn EventSink>) -> Self {
        self.link.route(id.clone(), sink);
        Self { link: Arc::clone(&self.link), id: Some(id) }
    }

    /// A handle to a session that is open already.
    pub(crate) fn sibling(&self, id: SessionId) -> Self {
        Self { link: Arc::clone(&self.link), id: Some(id) }
    }

    /// Forgets this session; its pending calls fail.
    pub(crate) fn forget(&self) {
        if let Some(id) = &self.id {
            self.link.unroute(id);
        }
    }

    /// Queues a command behind all earlier ones and returns at once.
    pub(crate) fn send<C: Command>(&self, command: &C) -> Pending<C::Reply> {
        let id = self.link.next_id();
        let (answer, reply) = oneshot::channel();
        let envelope = Envelope { id, method: C::METHOD, params: command, session_id: self.id.as_ref() };
        let message = serde_json::to_string(&envelope).expect("commands are plain structs with text keys");
        self.link.expect(id, self.id.as_ref(), C::METHOD, answer);
        self.link.send(id, C::METHOD, message);
        Pending { link: Arc::clone(&self.link), id, method: C::METHOD, reply, answer: PhantomData }
    }

    /// Queues a command whose answer does not matter.
    pub(crate) fn post<C: Command>(&self, command: &C) {
        drop(self.send(command));
    }

    /// Sends a command and waits for its answer.
    pub(crate) async fn call<C: Command>(&self, command: &C) -> Result<C::Reply, CdpError> {
        self.send(command).answer().await
    }
}

impl<R: serde::de::DeserializeOwned> Pending<R> {
    pub(crate) async fn answer(self) -> Result<R, CdpError> {
        self.answer_within(CALL_LIMIT).await
    }

    pub(crate) async fn answer_within(mut self, limit: Duration) -> Result<R, CdpError> {
        let method = self.method;
        let answer = tokio::time::timeout(limit, &mut self.reply)
            .await
            .map_err(|_| CdpError::NoAnswer { method, limit })?
            // The sender is only dropped unused when the whole table of calls is.
            .unwrap_or(Err(CdpError::Detached { method }))?;
        // The cause is left out: serde quotes values, and a value may be what a person typed.
        serde_json::from_value(answer).map_err(|_| CdpError::Unreadable { method })
    }
}

impl<R> Drop for Pending<R> {
    fn drop(&mut self) {
        self.link.forget(self.id);
    }
}
