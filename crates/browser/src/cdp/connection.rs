//! Owns the socket to one browser and the two tasks that read and write it. Knows nothing of what is said over it.

use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::link::Link;
use super::{CdpError, CdpSession, SessionEnd, SessionId};
use crate::tasks::Tasks;

/// Commands waiting for the socket. A full queue refuses (`CdpError::Overloaded`), it never waits.
const OUTGOING_LIMIT: usize = 4096;
/// A full-page screenshot at 2x is a single message.
const MESSAGE_LIMIT: usize = 256 << 20;
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A socket to a browser. The reading and writing tasks end with it.
#[derive(Debug)]
pub(crate) struct Connection {
    link: Arc<Link>,
    tasks: Tasks,
}

/// Something that happened in a session (or, without one, in the browser). It cannot be printed: a binding's payload may
/// hold what a person typed.
pub(crate) struct Event {
    pub(crate) session: Option<SessionId>,
    pub(crate) method: String,
    pub(crate) params: Value,
}

/// Who wants the events of a session. Called from the reading task: must not block.
pub(crate) trait EventSink: Send + Sync + std::fmt::Debug {
    fn on_event(&self, event: Event);
    fn on_end(&self, session: &SessionId, end: &SessionEnd);
}

impl Connection {
    /// Opens the socket at `url` (`ws://…`).
    pub(crate) async fn open(url: &str) -> Result<Self, CdpError> {
        let config = WebSocketConfig::default()
            .max_message_size(Some(MESSAGE_LIMIT))
            .max_frame_size(Some(MESSAGE_LIMIT))
            .max_write_buffer_size(MESSAGE_LIMIT);
        let failed = |reason| CdpError::Connect { endpoint: url.to_owned(), reason };
        let connect = tokio_tungstenite::connect_async_with_config(url, Some(config), true);
        let connected = tokio::time::timeout(CONNECT_LIMIT, connect).await;
        let (socket, _) = connected
            .map_err(|_| failed(format!("no answer within {CONNECT_LIMIT:?}")))?
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self::over(socket))
    }

    fn over(socket: Socket) -> Self {
        let (outgoing, waiting) = mpsc::channel(OUTGOING_LIMIT);
        let link = Arc::new(Link::new(outgoing));
        let (sink, stream) = socket.split();
        let tasks = Tasks::new();
        tasks.spawn(write(Arc::downgrade(&link), waiting, sink));
        tasks.spawn(read(Arc::downgrade(&link), stream));
        Self { link, tasks }
    }

    /// The session with the browser itself.
    pub(crate) fn browser_session(&self) -> CdpSession {
        CdpSession::new(Arc::clone(&self.link), None)
    }

    pub(crate) fn link(&self) -> &Arc<Link> {
        &self.link
    }

    /// Runs `task` until the connection is dropped.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.link.lose("closed by this client");
    }
}

async fn write(link: Weak<Link>, mut waiting: mpsc::Receiver<Message>, mut sink: SplitSink<Socket, Message>) {
    while let Some(message) = waiting.recv().await {
        if let Err(error) = feed(&mut waiting, message, &mut sink).await {
            return lose(&link, &error.to_string());
        }
    }
}

/// Writes all that is waiting before it flushes once: sixty mouse moves are one packet or two.
async fn feed(
    waiting: &mut mpsc::Receiver<Message>,
    first: Message,
    sink: &mut SplitSink<Socket, Message>,
) -> Result<(), tokio_tungstenite::tungstenite::Error> {
    sink.feed(first).await?;
    while let Ok(message) = waiting.try_recv() {
        sink.feed(message).await?;
    }
    sink.flush().await
}

async fn read(link: Weak<Link>, mut stream: SplitStream<Socket>) {
    while let Some(message) = stream.next().await {
        let Some(open) = link.upgrade() else { return };
        match message {
            Ok(Message::Text(text)) => open.receive(text.as_str()),
            Ok(Message::Close(_)) => return open.lose("the browser closed the connection"),
            Ok(_) => {}
            Err(error) => return open.lose(&error.to_string()),
        }
    }
    lose(&link, "the browser closed the connection");
}

fn lose(link: &Weak<Link>, reason: &str) {
    if let Some(link) = link.upgrade() {
        link.lose(reason);
    }
}
