//! A session enters: once per idempotency key, and only while the queue has room.

use std::time::Duration;

use baton_booking::id::SessionId;
use baton_booking::session::Session;

use super::columns::json;
use super::documents::{LeadDocument, RequestDocument};
use super::save::record;
use crate::database::{Engine, Write, millis};
use crate::idempotency::{IdempotencyKey, Presented};
use crate::lease::lease_end;
use crate::notifications::Topic;
use crate::reseal::place;
use crate::{Fence, Owner, Store, StoreError};

/// What is needed to take a session on.
#[derive(Debug)]
pub struct NewSession<'a> {
    pub session: &'a Session,
    /// Who will run it.
    pub owner: &'a Owner,
    pub lease: Duration,
    pub idempotency: Option<IdempotencyKey>,
    /// How many of the owner's sessions may wait already.
    pub queue_limit: usize,
}

/// What became of an insert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    New {
        fence: Fence,
    },
    /// The same request came before, under the same key: this is its session.
    Same(SessionId),
    /// Another request came before under the same key.
    Mismatch,
    QueueFull {
        waiting: usize,
    },
}

impl Store {
    /// Takes a session on, with its first change record, in one transaction. Nothing is written unless the answer is `New`.
    pub async fn insert(&self, new: NewSession<'_>) -> Result<Inserted, StoreError> {
        let mut write = self.write().await?;
        if let Some(key) = &new.idempotency {
            match key.present(&mut write, new.session).await? {
                Presented::First => {}
                Presented::Again(id) => return Ok(Inserted::Same(id)),
                Presented::ForAnother => return Ok(Inserted::Mismatch),
            }
        }
        let waiting = count_waiting(&mut write, new.owner).await?;
        if waiting >= new.queue_limit {
            return Ok(Inserted::QueueFull { waiting });
        }
        insert_row(&mut write, &new, self.sealed_lead(new.session)).await?;
        record(&mut write, new.session, Fence::FIRST).await?;
        write.announce(Topic::Queue);
        write.commit().await?;
        Ok(Inserted::New { fence: Fence::FIRST })
    }

    fn sealed_lead(&self, session: &Session) -> Option<String> {
        let lead = json(&LeadDocument(session.lead.clone()?));
        Some(self.keyring.seal(&place("lead", session.id), lead))
    }
}

/// Counts the owner's queue, and holds it: on PostgreSQL two inserts at once would otherwise both see the last free place.
async fn count_waiting(write: &mut Write<'_>, owner: &Owner) -> Result<usize, StoreError> {
    if write.engine() == Engine::Postgres {
        sqlx::query("SELECT pg_advisory_xact_lock(hashtext($1))")
            .bind(owner.as_str())
            .execute(write.on())
            .await?;
    }
    let waiting: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sessions WHERE state = 'created' AND owner = $1")
            .bind(owner.as_str())
            .fetch_one(write.on())
            .await?;
    Ok(usize::try_from(waiting).unwrap_or_default())
}

/// Writes what is fixed at the start; [`record`] writes the rest.
async fn insert_row(
    write: &mut Write<'_>,
    new: &NewSession<'_>,
    lead: Option<String>,
) -> Result<(), StoreError> {
    let Session { id, request, created_at, .. } = new.session;
    let now = write.now().await?;
    sqlx::query(
        "INSERT INTO sessions (id, request, lead, created_at, owner, fence, lease_until, state, updated_at, expires_at, attempts, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'created', 0, 0, '[]', 0)",
    )
    .bind(id.to_string())
    .bind(json(&RequestDocument(request.clone())))
    .bind(lead)
    .bind(millis(*created_at))
    .bind(new.owner.as_str())
    .bind(Fence::FIRST.number())
    .bind(lease_end(now, new.lease))
    .execute(write.on())
    .await?;
    Ok(())
}
