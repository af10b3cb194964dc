//! Connections to one of the two databases, and everything in which the two differ. Knows no table.
//!
//! The statements elsewhere are the same text for both: `TEXT`, 64-bit integers and bytes, `$1` placeholders, `RETURNING`.

mod engine;
mod open;
mod write;

pub use engine::Engine;
pub(crate) use write::Write;

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::notifications::Board;

/// The pools of one database. SQLite has a single writer, so writes wait in a fair queue of ours and not in its busy loop.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) engine: Engine,
    pub(crate) reads: sqlx::AnyPool,
    pub(crate) writes: sqlx::AnyPool,
    pub(crate) board: Board,
    /// Keeps a database in memory alive.
    _keeper: Option<Arc<Mutex<AnyConnection>>>,
}

impl Database {
    pub(crate) async fn close(&self) {
        self.board.close().await;
        self.reads.close().await;
        self.writes.close().await;
    }
}

/// How a moment stands in a row.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// Reads a moment out of a row; `None` where no clock can have written it.
pub(crate) fn moment(millis: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(millis).ok()
}
