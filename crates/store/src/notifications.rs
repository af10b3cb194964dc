//! News of committed changes, so that nobody has to poll: `LISTEN`/`NOTIFY` on PostgreSQL, a channel within the process on SQLite.

use baton_booking::id::SessionId;
use sqlx::AnyConnection;
use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::{Store, StoreError};

/// What has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A session waits for a place.
    Queue,
    /// A process has let go of its sessions: they wait for another owner.
    Released,
    /// A callback waits to be sent.
    Outbox,
    /// A session was saved.
    Session(SessionId),
    /// News may have been missed: look at everything.
    Anything,
}

/// The PostgreSQL channel that all topics travel on.
const CHANNEL: &str = "baton";
/// How many topics a slow listener within this process may lag behind before it is told [`Topic::Anything`].
const KEPT_TOPICS: usize = 256;

/// How many listeners one process may have on PostgreSQL.
const LISTENERS: u32 = 8;

/// Hears of changes committed after it was made, by whatever process.
#[derive(Debug)]
pub struct Notifications(Ear);

#[derive(Debug)]
enum Ear {
    Local(broadcast::Receiver<Topic>),
    Shared(Box<PgListener>),
}

impl Store {
    /// Starts to listen. On PostgreSQL each listener holds a connection of its own, of eight at most: have few, and share what they hear.
    pub async fn notifications(&self) -> Result<Notifications, StoreError> {
        self.database.board.listen().await.map(Notifications)
    }
}

impl Notifications {
    /// Waits for the next change. An error means that the database is away; call again to wait for its return.
    pub async fn next(&mut self) -> Result<Topic, StoreError> {
        match &mut self.0 {
            Ear::Local(topics) => match topics.recv().await {
                Ok(topic) => Ok(topic),
                Err(RecvError::Lagged(_)) => Ok(Topic::Anything),
                // The store is gone and nothing will change any more.
                Err(RecvError::Closed) => std::future::pending().await,
            },
            Ear::Shared(listener) => Ok(match listener.try_recv().await? {
                Some(news) => Topic::of_news(news.payload()),
                None => Topic::Anything,
            }),
        }
    }
}

/// Where committed changes are made known.
#[derive(Debug, Clone)]
pub(crate) enum Board {
    Local(broadcast::Sender<Topic>),
    Shared(PgPool),
}

impl Board {
    pub(crate) fn local() -> Self {
        Self::Local(broadcast::channel(KEPT_TOPICS).0)
    }

    pub(crate) fn shared(url: &str) -> Result<Self, StoreError> {
        let listeners = PgPoolOptions::new().max_connections(LISTENERS).connect_lazy(url)?;
        Ok(Self::Shared(listeners))
    }

    async fn listen(&self) -> Result<Ear, StoreError> {
        match self {
            Self::Local(topics) => Ok(Ear::Local(topics.subscribe())),
            Self::Shared(pool) => {
                let mut listener = PgListener::connect_with(pool).await?;
                listener.listen(CHANNEL).await?;
                Ok(Ear::Shared(Box::new(listener)))
            }
        }
    }

    /// Within the transaction: PostgreSQL delivers the news when, and only if, it commits.
    pub(crate) async fn pin_up(&self, topic: Topic, on: &mut AnyConnection) -> Result<(), StoreError> {
        if let Self::Shared(_) = self {
            let notify = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(topic.to_string());
            notify.execute(on).await?;
        }
        Ok(())
    }

    /// After the transaction: the channel within the process knows nothing of commits.
    pub(crate) fn call_out(&self, topic: Topic) {
        if let Self::Local(topics) = self {
            // An error only says that nobody listens.
            let _ = topics.send(topic);
        }
    }

    pub(crate) async fn close(&self) {
        if let Self::Shared(pool) = self {
            pool.close().await;
        }
    }
}

impl Topic {
    /// Reads news from the channel. What a newer version of the service may send is taken for anything.
    fn of_news(payload: &str) -> Self {
        match payload.split_once(' ') {
            None if payload == "queue" => Self::Queue,
            None if payload == "released" => Self::Released,
            None if payload == "outbox" => Self::Outbox,
            Some(("session", id)) => id.parse().map_or(Self::Anything, Self::Session),
            _ => Self::Anything,
        }
    }
}

impl std::fmt::Display for Topic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Queue => f.write_str("queue"),
            Self::Released => f.write_str("released"),
            Self::Outbox => f.write_str("outbox"),
            Self::Session(id) => write!(f, "session {id}"),
            Self::Anything => f.write_str("anything"),
        }
    }
}
