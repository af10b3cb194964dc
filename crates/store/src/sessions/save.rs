//! Saving a session: the row, its change record and the callback it causes are one transaction, and only the holder of the lease may.

use baton_booking::session::{Session, Step};
use sqlx::AssertSqlSafe;

use super::columns::Columns;
use super::{ChangeSeq, StateName};
use crate::database::{Write, millis};
use crate::lease::check_fence;
use crate::notifications::Topic;
use crate::outbox::NewCallback;
use crate::{Fence, Store, StoreError};

impl Store {
    /// Saves a change, and puts the callback that it causes into the outbox. Safe to repeat when an error left it open whether
    /// the end of a session was saved: an end that is there already is not written twice.
    pub async fn save(
        &self,
        session: &Session,
        fence: Fence,
        callback: Option<&NewCallback>,
    ) -> Result<ChangeSeq, StoreError> {
        let mut write = self.write().await?;
        let Some(seq) = record(&mut write, session, fence).await? else {
            return self.explain(write, session, fence).await;
        };
        if let Some(callback) = callback {
            callback.insert(&mut write).await?;
            write.announce(Topic::Outbox);
        }
        write.announce(Topic::Session(session.id));
        write.commit().await?;
        Ok(seq)
    }

    /// Saves a session of which only a clock moved: no change that anybody is told of.
    pub async fn touch(&self, session: &Session, fence: Fence) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        if update(&mut write, session, fence, 0).await?.is_none() {
            self.explain(write, session, fence).await?;
            return Ok(());
        }
        write.commit().await
    }

    /// Says why a save found no live row: the lease is lost, or the session has ended, perhaps by this very save.
    async fn explain(
        &self,
        mut write: Write<'_>,
        session: &Session,
        fence: Fence,
    ) -> Result<ChangeSeq, StoreError> {
        check_fence(&mut write, session.id, fence).await?;
        drop(write);
        match self.load(session.id).await? {
            Some(stored) if same_end(&stored.session, session) => Ok(stored.seq),
            _ => Err(StoreError::AlreadyEnded(session.id)),
        }
    }
}

/// Writes the row and its change record. `None` when no live row has this fence.
pub(super) async fn record(
    write: &mut Write<'_>,
    session: &Session,
    fence: Fence,
) -> Result<Option<ChangeSeq>, StoreError> {
    let Some(seq) = update(write, session, fence, 1).await? else {
        return Ok(None);
    };
    sqlx::query("INSERT INTO changes (session_id, seq, at, state, step) VALUES ($1, $2, $3, $4, $5)")
        .bind(session.id.to_string())
        .bind(seq.0)
        .bind(millis(session.updated_at))
        .bind(StateName::from(&session.state).as_str())
        .bind(session.state.step().map(Step::as_str))
        .execute(write.on())
        .await?;
    Ok(Some(seq))
}

async fn update(
    write: &mut Write<'_>,
    session: &Session,
    fence: Fence,
    changes: i64,
) -> Result<Option<ChangeSeq>, StoreError> {
    let statement = format!(
        "UPDATE sessions SET seq = seq + $3, {} WHERE id = $1 AND fence = $2 AND ended_at IS NULL RETURNING seq",
        Columns::ASSIGNMENTS,
    );
    let statement = sqlx::query_scalar(AssertSqlSafe(statement))
        .bind(session.id.to_string())
        .bind(fence.number())
        .bind(changes);
    let seq: Option<i64> = Columns::of(session).bind(statement).fetch_optional(write.on()).await?;
    Ok(seq.map(ChangeSeq))
}

fn same_end(stored: &Session, saved: &Session) -> bool {
    let end =
        |session: &Session| session.state.ended_at().map(|at| (StateName::from(&session.state), millis(at)));
    end(stored).is_some() && end(stored) == end(saved)
}
