//! Which processes of the service run on this database now, and where they reach one another.

use std::time::Duration;

use baton_booking::id::{PublicId, SessionId};
use sqlx::FromRow;

use crate::database::Engine;
use crate::lease::lease_end;
use crate::{Owner, Store, StoreError};

/// A running process, as the others know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub owner: Owner,
    /// Where the others reach it: the base of its addresses, without a slash at the end.
    pub url: String,
    /// What it shares with nobody but the process before it and the one after: its machine and address.
    pub place: String,
}

/// An instance that has been gone this long will have no successor that asks for it.
const REMEMBERED: Duration = Duration::from_hours(24);

impl Store {
    /// Says that `instance` runs, for as long as `lease`.
    pub async fn announce_instance(&self, instance: &Instance, lease: Duration) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        let now = write.now().await?;
        sqlx::query(
            "INSERT INTO instances (owner, url, place, lease_until) VALUES ($1, $2, $3, $4)
             ON CONFLICT (owner) DO UPDATE SET url = excluded.url, lease_until = excluded.lease_until",
        )
        .bind(instance.owner.as_str())
        .bind(instance.url.as_str())
        .bind(instance.place.as_str())
        .bind(lease_end(now, lease))
        .execute(write.on())
        .await?;
        sqlx::query("DELETE FROM instances WHERE lease_until < $1")
            .bind(now.saturating_sub(lease_end(0, REMEMBERED)))
            .execute(write.on())
            .await?;
        write.commit().await
    }

    /// The instance that runs a session, as far as it has given a sign of life.
    pub async fn instance_of(&self, id: SessionId) -> Result<Option<Instance>, StoreError> {
        self.instance_where("sessions.id", &id.to_string()).await
    }

    /// The instance that runs the session behind a handoff link.
    pub async fn instance_behind(&self, link: &PublicId) -> Result<Option<Instance>, StoreError> {
        self.instance_where("sessions.public_id", link.as_str()).await
    }

    async fn instance_where(
        &self,
        column: &'static str,
        value: &str,
    ) -> Result<Option<Instance>, StoreError> {
        let statement = format!(
            "SELECT instances.owner, url, place FROM sessions JOIN instances ON instances.owner = sessions.owner
             WHERE {column} = $1 AND instances.lease_until > ({})",
            self.engine().now(),
        );
        let row: Option<InstanceRow> =
            sqlx::query_as(sqlx::AssertSqlSafe(statement)).bind(value).fetch_optional(self.reads()).await?;
        Ok(row.map(Instance::from))
    }

    /// Every owner that has given a sign of life.
    pub async fn living_owners(&self) -> Result<Vec<Owner>, StoreError> {
        let statement = format!("SELECT owner FROM instances WHERE lease_until > ({})", self.engine().now());
        let owners: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_all(self.reads()).await?;
        Ok(owners.into_iter().map(Owner::named).collect())
    }

    /// Ends the leases of the processes that were at `place` before: for the one that is there now, and so knows that they are gone.
    pub async fn succeed_at(&self, place: &str) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        for table in ["sessions", "callbacks", "instances"] {
            let statement = format!(
                "UPDATE {table} SET lease_until = 0
                 WHERE owner IN (SELECT owner FROM instances WHERE place = $1)"
            );
            sqlx::query(sqlx::AssertSqlSafe(statement)).bind(place).execute(write.on()).await?;
        }
        write.commit().await
    }

    /// Whether other processes may use this database too.
    pub fn is_shared(&self) -> bool {
        self.engine() == Engine::Postgres
    }
}

#[derive(FromRow)]
struct InstanceRow {
    owner: String,
    url: String,
    place: String,
}

impl From<InstanceRow> for Instance {
    fn from(InstanceRow { owner, url, place }: InstanceRow) -> Self {
        Self { owner: Owner::named(owner), url, place }
    }
}
