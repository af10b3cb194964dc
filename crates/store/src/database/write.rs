//! One transaction that writes, and what it announces once it has come through.

use sqlx::{Any, AnyConnection, Transaction};

use super::{Database, Engine};
use crate::StoreError;
use crate::notifications::Topic;

/// A transaction. Dropped without [`commit`](Self::commit) it never happened.
pub(crate) struct Write<'d> {
    database: &'d Database,
    transaction: Transaction<'static, Any>,
    announced: Vec<Topic>,
}

impl<'d> Write<'d> {
    pub(crate) async fn begin(database: &'d Database) -> Result<Self, StoreError> {
        let transaction = database.writes.begin_with(database.engine.begin()).await?;
        Ok(Self { database, transaction, announced: Vec::new() })
    }

    pub(crate) fn engine(&self) -> Engine {
        self.database.engine
    }

    pub(crate) fn on(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// The database's clock, in milliseconds.
    pub(crate) async fn now(&mut self) -> Result<i64, StoreError> {
        let clock = self.engine().now();
        Ok(sqlx::query_scalar(clock).fetch_one(self.on()).await?)
    }

    /// Tells those who listen, if and when the transaction comes through.
    pub(crate) fn announce(&mut self, topic: Topic) {
        self.announced.push(topic);
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        for topic in &self.announced {
            self.database.board.pin_up(*topic, &mut self.transaction).await?;
        }
        self.transaction.commit().await?;
        for topic in self.announced {
            self.database.board.call_out(topic);
        }
        Ok(())
    }
}
