//! What can go wrong with the database, told apart by what the caller can do about it. No error holds a value of a row.

use std::fmt;

use baton_booking::id::SessionId;
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

use crate::sealing::KeyId;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database URL is not usable: {0}")]
    BadUrl(&'static str),
    #[error("the database cannot be opened")]
    Open(#[source] Cause),
    #[error("the database's tables cannot be brought up to date")]
    Migration(#[source] Cause),
    /// Nobody can say now whether a write came through; the same call may work later.
    #[error("the database is unavailable")]
    Unavailable(#[source] Cause),
    #[error("the database's disk is full")]
    DiskFull(#[source] Cause),
    #[error("the database is read-only")]
    ReadOnly(#[source] Cause),
    /// Another owner has claimed the session since; the caller must let go of it.
    #[error("the lease on session {0} is lost")]
    LostLease(SessionId),
    /// A terminal state never changes.
    #[error("session {0} has already ended otherwise")]
    AlreadyEnded(SessionId),
    /// A row that no transition writes.
    #[error("row {id} of {table} is corrupt in column {column}")]
    Corrupt { table: &'static str, column: &'static str, id: String },
    /// Nothing is lost: with that key it can be read again.
    #[error("the database holds data that was encrypted with the key {0}, which is not among the given ones")]
    MissingKey(KeyId),
    #[error("the database refused the statement")]
    Database(#[source] Cause),
}

/// What the database itself said, without the values that its drivers attach to it.
pub struct Cause {
    code: Option<String>,
    message: String,
}

impl StoreError {
    /// Whether the database, rather than the call, is at fault, so that the same call may work later.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Open(_) | Self::Unavailable(_) | Self::DiskFull(_) | Self::ReadOnly(_) => true,
            Self::BadUrl(_)
            | Self::Migration(_)
            | Self::LostLease(_)
            | Self::AlreadyEnded(_)
            | Self::Corrupt { .. }
            | Self::MissingKey(_)
            | Self::Database(_) => false,
        }
    }

    pub(crate) fn opening(error: impl fmt::Display) -> Self {
        Self::Open(Cause { code: None, message: error.to_string() })
    }

    pub(crate) fn corrupt(table: &'static str, column: &'static str, id: impl fmt::Display) -> Self {
        Self::Corrupt { table, column, id: id.to_string() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(fault) => {
                let cause = Cause { code: fault.code().map(Into::into), message: fault.message().to_owned() };
                if let Some(fault) = fault.try_downcast_ref::<PgDatabaseError>() {
                    return of_postgres(fault.code(), cause);
                }
                if fault.try_downcast_ref::<SqliteError>().is_some() {
                    return of_sqlite(cause);
                }
                Self::Database(cause)
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(Cause::of(&error)),
            _ => Self::Database(Cause::of(&error)),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                match Self::from(error) {
                    Self::Database(cause) => Self::Migration(cause),
                    unavailable => unavailable,
                }
            }
            error => Self::Migration(Cause::of(&error)),
        }
    }
}

/// Sorts SQLSTATE codes (PostgreSQL documentation, appendix A).
fn of_postgres(code: &str, cause: Cause) -> StoreError {
    match (code.get(..2).unwrap_or_default(), code) {
        (_, "53100") => StoreError::DiskFull(cause),
        (_, "25006") => StoreError::ReadOnly(cause),
        // Lost connections, too few resources, shutdowns, and conflicts between transactions.
        ("08" | "40" | "53" | "57" | "58", _) => StoreError::Unavailable(cause),
        _ => StoreError::Database(cause),
    }
}

/// Sorts result codes (sqlite.org/rescode.html); the low byte is the primary code.
fn of_sqlite(cause: Cause) -> StoreError {
    let code: i32 = cause.code.as_deref().and_then(|code| code.parse().ok()).unwrap_or_default();
    match code & 0xff {
        8 => StoreError::ReadOnly(cause),
        13 => StoreError::DiskFull(cause),
        // Busy, locked, input or output failed, cannot open.
        5 | 6 | 10 | 14 => StoreError::Unavailable(cause),
        _ => StoreError::Database(cause),
    }
}

impl Cause {
    fn of(error: &dyn fmt::Display) -> Self {
        Self { code: None, message: error.to_string() }
    }

    /// The `SQLSTATE` of PostgreSQL or the result code of SQLite.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.code.as_ref().map_or(Ok(()), |code| write!(f, " (code {code})"))
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for Cause {}
