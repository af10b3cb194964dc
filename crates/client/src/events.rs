//! Follows a session by server-sent events, and picks the thread up again when the connection breaks.

mod parser;

use std::collections::VecDeque;
use std::time::Duration;

use baton_api::booking::SessionView;
use reqwest::{Response, StatusCode};
use uuid::Uuid;

use crate::error::ClientError;
use crate::transport::Transport;
use parser::{Parser, ServerEvent};

/// A connection that breaks this often in a row without a single event is given up, after about six seconds of pauses.
const BREAKS: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The changes of one session, in order. Ends after the last one.
#[derive(Debug)]
pub struct Events {
    transport: Transport,
    session: Uuid,
    connection: Option<(Response, Parser)>,
    arrived: VecDeque<ServerEvent>,
    last_event: Option<String>,
    ended: bool,
}

impl Events {
    pub(crate) fn new(transport: Transport, session: Uuid) -> Self {
        let arrived = VecDeque::new();
        Self { transport, session, connection: None, arrived, last_event: None, ended: false }
    }

    /// Waits for the next change and returns the session as it stands after it; `None` once it has ended.
    pub async fn next(&mut self) -> Result<Option<SessionView>, ClientError> {
        let mut breaks = 0;
        while !self.ended {
            if let Some(view) = self.take_arrived() {
                return Ok(Some(view));
            }
            match self.receive().await {
                Ok(()) => {}
                Err(ClientError::Unreachable(_) | ClientError::Interrupted) if breaks < BREAKS => {
                    // tidy: pause, a service that is being restarted needs a moment before it listens again.
                    tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(breaks)).await;
                    breaks += 1;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Events that are no session, such as those of a later version, are passed over.
    fn take_arrived(&mut self) -> Option<SessionView> {
        while let Some(event) = self.arrived.pop_front() {
            self.last_event = event.id.or(self.last_event.take());
            if let Ok(view) = serde_json::from_str::<SessionView>(&event.data) {
                self.ended = view.state.is_terminal();
                return Some(view);
            }
        }
        None
    }

    async fn receive(&mut self) -> Result<(), ClientError> {
        let (mut response, mut parser) = match self.connection.take() {
            Some(connection) => connection,
            None => (self.connect().await?, Parser::default()),
        };
        if response.status() == StatusCode::NO_CONTENT {
            // Everything was received before the connection broke.
            self.ended = true;
            return Ok(());
        }
        // The service ends the stream after the last event, and when it stops: then the next call connects again.
        let bytes = response.chunk().await?.ok_or(ClientError::Interrupted)?;
        self.arrived.extend(parser.feed(&bytes));
        self.connection = Some((response, parser));
        Ok(())
    }

    async fn connect(&self) -> Result<Response, ClientError> {
        let path = format!("api/v1/booking/{}/events", self.session);
        self.transport.open(&path, self.last_event.as_deref()).await
    }
}
