//! Who runs a session: one owner at a time, proven by a fencing number that grows with every change of hands.

use std::fmt;
use std::time::Duration;

use baton_booking::id::SessionId;
use sqlx::AssertSqlSafe;

use crate::database::Write;
use crate::notifications::Topic;
use crate::sessions::{SessionRow, StoredSession};
use crate::{Store, StoreError};

/// One running process of the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Owner(String);

/// The number of one lease on one session. Writes that carry an old number are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fence(i64);

/// Which sessions to claim. Only those whose lease has run out can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Those that have not ended: their runner died, or let go of them.
    Live,
    /// Those that have ended while their page was never closed.
    LeftPages,
}

/// What becomes of the sessions whose page stays open when their owner goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// Everybody reaches the pages: whoever comes first may go on with them.
    Go,
    /// The pages are in a browser that only the successor at the same place reaches. Nobody else may take them for this long.
    WaitFor(Duration),
}

impl Owner {
    /// Makes a name that no other process has.
    pub fn generate() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn named(name: String) -> Self {
        Self(name)
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Fence {
    pub(crate) const FIRST: Self = Self(1);

    pub(crate) fn from_number(number: i64) -> Self {
        Self(number)
    }

    pub(crate) fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Fence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Claim {
    fn condition(self) -> &'static str {
        match self {
            Self::Live => "ended_at IS NULL",
            Self::LeftPages => "ended_at IS NOT NULL AND page IS NOT NULL",
        }
    }
}

impl Store {
    /// Takes over up to `limit` sessions whose lease has run out, oldest first. Whoever held them before can write no more.
    pub async fn claim(
        &self,
        owner: &Owner,
        lease: Duration,
        limit: usize,
        what: Claim,
    ) -> Result<Vec<StoredSession>, StoreError> {
        let statement = format!(
            "UPDATE sessions SET owner = $1, fence = fence + 1, lease_until = $2
             WHERE id IN (SELECT id FROM sessions WHERE lease_until < $3 AND {} ORDER BY created_at, id LIMIT $4 {})
             RETURNING *",
            what.condition(),
            self.engine().skip_locked(),
        );
        let mut write = self.write().await?;
        let now = write.now().await?;
        let claimed = sqlx::query_as::<_, SessionRow>(AssertSqlSafe(statement))
            .bind(owner.as_str())
            .bind(lease_end(now, lease))
            .bind(now)
            .bind(count(limit))
            .fetch_all(write.on())
            .await?;
        write.commit().await?;
        let mut sessions = self.readable(claimed);
        // The order in which RETURNING gives rows is the database's own affair.
        sessions.sort_by_key(|stored| (stored.session.created_at, stored.session.id));
        Ok(sessions)
    }

    /// Prolongs every lease that `owner` still has, and names them; a session that is missing here was lost.
    pub async fn renew_leases(
        &self,
        owner: &Owner,
        lease: Duration,
    ) -> Result<Vec<(SessionId, Fence)>, StoreError> {
        let mut write = self.write().await?;
        let now = write.now().await?;
        let held: Vec<(String, i64)> = sqlx::query_as(
            "UPDATE sessions SET lease_until = $2 WHERE owner = $1 AND (ended_at IS NULL OR page IS NOT NULL)
             RETURNING id, fence",
        )
        .bind(owner.as_str())
        .bind(lease_end(now, lease))
        .fetch_all(write.on())
        .await?;
        write.commit().await?;
        held.into_iter().map(|(id, fence)| Ok((session_id(&id)?, Fence(fence)))).collect()
    }

    /// Ends the lease that `owner` has on one session, so that whoever runs sessions can claim it at once.
    pub async fn end_lease(&self, owner: &Owner, id: SessionId) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query("UPDATE sessions SET lease_until = 0 WHERE owner = $1 AND id = $2")
            .bind(owner.as_str())
            .bind(id.to_string())
            .execute(write.on())
            .await?;
        write.commit().await
    }

    /// Ends every lease, so that all can be claimed at once: for a database whose former users are known to be gone.
    pub async fn end_leases(&self) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        for table in ["sessions", "callbacks"] {
            let statement = format!("UPDATE {table} SET lease_until = 0 WHERE lease_until > 0");
            sqlx::query(AssertSqlSafe(statement)).execute(write.on()).await?;
        }
        write.commit().await
    }

    /// Lets go of what `owner` has, so that another can claim it at once. Returns how many sessions that were.
    pub async fn release(&self, owner: &Owner, pages: Pages) -> Result<u64, StoreError> {
        let mut write = self.write().await?;
        let now = write.now().await?;
        if let Pages::WaitFor(patience) = pages {
            sqlx::query("UPDATE sessions SET lease_until = $2 WHERE owner = $1 AND page IS NOT NULL")
                .bind(owner.as_str())
                .bind(lease_end(now, patience))
                .execute(write.on())
                .await?;
        }
        let statement = format!(
            "UPDATE sessions SET owner = NULL, lease_until = 0 WHERE owner = $1 {}",
            if pages == Pages::Go { "" } else { "AND page IS NULL" },
        );
        let released = sqlx::query(AssertSqlSafe(statement))
            .bind(owner.as_str())
            .execute(write.on())
            .await?
            .rows_affected();
        sqlx::query("UPDATE callbacks SET owner = NULL, lease_until = 0 WHERE owner = $1")
            .bind(owner.as_str())
            .execute(write.on())
            .await?;
        // Nobody is sent there any more, but its successor still has to find what it left.
        sqlx::query("UPDATE instances SET lease_until = $2 WHERE owner = $1")
            .bind(owner.as_str())
            .bind(now)
            .execute(write.on())
            .await?;
        write.announce(Topic::Released);
        write.announce(Topic::Outbox);
        write.commit().await?;
        Ok(released)
    }
}

/// Says why a fenced statement found no row: the session is not the caller's any more.
pub(crate) async fn check_fence(
    write: &mut Write<'_>,
    id: SessionId,
    fence: Fence,
) -> Result<(), StoreError> {
    let held: Option<i64> = sqlx::query_scalar("SELECT fence FROM sessions WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(write.on())
        .await?;
    if held == Some(fence.0) { Ok(()) } else { Err(StoreError::LostLease(id)) }
}

pub(crate) fn lease_end(now: i64, lease: Duration) -> i64 {
    now.saturating_add(i64::try_from(lease.as_millis()).unwrap_or(i64::MAX))
}

pub(crate) fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

pub(crate) fn session_id(text: &str) -> Result<SessionId, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt("sessions", "id", text))
}
