//! Sessions in rows: entering, reading, saving. Which changes are allowed is the domain's affair; here each is written whole or not at all.

mod columns;
mod documents;
mod insert;
mod list;
mod row;
mod save;
mod state_name;

pub use insert::{Inserted, NewSession};
pub use list::{Cursor, ListFilter, Page};
pub(crate) use row::SessionRow;
pub use state_name::StateName;

use std::fmt;

use baton_booking::id::{PublicId, SessionId};
use baton_booking::session::{Session, Step};
use jiff::Timestamp;
use sqlx::FromRow;

use crate::database::moment;
use crate::{Fence, Owner, Store, StoreError};

/// A session as it stands in the database.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredSession {
    pub session: Session,
    /// Names the handoff link, once there was one. Outlives the states that hand off.
    pub public_id: Option<PublicId>,
    pub fence: Fence,
    /// `None` while nobody runs it.
    pub owner: Option<Owner>,
    /// The session's last change.
    pub seq: ChangeSeq,
}

/// Numbers the changes of one session, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeSeq(pub i64);

/// One change of a session, as its watchers are told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub seq: ChangeSeq,
    pub at: Timestamp,
    pub state: StateName,
    pub step: Option<Step>,
}

impl Store {
    pub async fn load(&self, id: SessionId) -> Result<Option<StoredSession>, StoreError> {
        let row: Option<SessionRow> = sqlx::query_as("SELECT * FROM sessions WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(self.reads())
            .await?;
        row.map(|row| self.session_of(row)).transpose()
    }

    /// Finds the session that a handoff link belongs to, whether or not it has ended.
    pub async fn find_by_public_id(&self, public_id: &PublicId) -> Result<Option<StoredSession>, StoreError> {
        let row: Option<SessionRow> = sqlx::query_as("SELECT * FROM sessions WHERE public_id = $1")
            .bind(public_id.as_str())
            .fetch_optional(self.reads())
            .await?;
        row.map(|row| self.session_of(row)).transpose()
    }

    /// The changes of a session that came after `seq`, oldest first. `ChangeSeq(0)` gives them all.
    pub async fn changes_after(&self, id: SessionId, seq: ChangeSeq) -> Result<Vec<Change>, StoreError> {
        let rows: Vec<ChangeRow> = sqlx::query_as(
            "SELECT session_id, seq, at, state, step FROM changes WHERE session_id = $1 AND seq > $2 ORDER BY seq",
        )
        .bind(id.to_string())
        .bind(seq.0)
        .fetch_all(self.reads())
        .await?;
        rows.into_iter().map(Change::try_from).collect()
    }

    /// How many sessions have not ended.
    pub async fn count_active(&self) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM sessions WHERE ended_at IS NULL")
            .fetch_one(self.reads())
            .await?;
        Ok(count.unsigned_abs())
    }

    /// The place of a waiting session in its owner's queue, from 1; `None` once it waits no more.
    pub async fn queue_position(&self, id: SessionId) -> Result<Option<usize>, StoreError> {
        let ahead_and_self: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM sessions AS this JOIN sessions AS other
               ON other.owner IS NOT DISTINCT FROM this.owner
              AND (other.created_at, other.id) <= (this.created_at, this.id)
             WHERE this.id = $1 AND this.state = 'created' AND other.state = 'created'",
        )
        .bind(id.to_string())
        .fetch_one(self.reads())
        .await?;
        Ok(usize::try_from(ahead_and_self).ok().filter(|position| *position > 0))
    }
}

#[derive(FromRow)]
struct ChangeRow {
    session_id: String,
    seq: i64,
    at: i64,
    state: String,
    step: Option<String>,
}

impl TryFrom<ChangeRow> for Change {
    type Error = StoreError;

    fn try_from(row: ChangeRow) -> Result<Self, StoreError> {
        let corrupt = |column| StoreError::corrupt("changes", column, &row.session_id);
        let step = match row.step.as_deref() {
            Some(name) => Some(Step::parse(name).ok_or_else(|| corrupt("step"))?),
            None => None,
        };
        Ok(Self {
            seq: ChangeSeq(row.seq),
            at: moment(row.at).ok_or_else(|| corrupt("at"))?,
            state: row.state.parse().map_err(|_| corrupt("state"))?,
            step,
        })
    }
}

impl fmt::Display for ChangeSeq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
