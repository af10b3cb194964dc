//! What a platform remembers: clinics, leads and their conversations, and what is still to be done for them, in SQLite or PostgreSQL.
//!
//! A change of a lead, the messages and errands that it causes and the receipt of what caused it are one transaction. Every statement is one
//! text for both databases, as in Baton's own store. Knows neither HTTP nor what a conversation says.

mod clinics;
mod errands;
mod error;
mod journal;
mod leads;
mod messages;
mod open;
mod save;

pub use errands::{DueErrand, ErrandId};
pub use error::StoreError;
pub use journal::{Entry, Noted, Source};
pub use leads::LeadRecord;
pub use messages::{DueMessage, MessageId, MessageState, SentMessage};
pub use save::{Change, Receipt, Saved};

use jiff::Timestamp;
use sqlx::{Any, AnyPool, Transaction};

/// Clinics, leads, errands and messages. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PlatformStore {
    pool: AnyPool,
    engine: Engine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// SQLite takes its write lock at once: upgrading a read later could fail.
    fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Claimers pass each other's rows by. SQLite's claimers come one after another anyway.
    fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR UPDATE SKIP LOCKED",
        }
    }
}

impl PlatformStore {
    async fn write(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(self.pool.begin_with(self.engine.begin()).await?)
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

fn moment(millis: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(millis).ok()
}

/// Ids of version 7 order by time.
fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
