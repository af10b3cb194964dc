//! Keys against a whole database: is every key there that something was sealed with, and is everything sealed with the first one?

use baton_booking::id::SessionId;
use sqlx::AssertSqlSafe;

use crate::lease::session_id;
use crate::sealing::{KeyId, MARK, Unopened};
use crate::{Store, StoreError};

/// What holds what a person said, or what is known of their page: table, the column of the session's id, and the sealed one.
const SEALED: [Sealed; 3] =
    [("sessions", "id", "lead"), ("sessions", "id", "page"), ("pictures", "session_id", "picture")];

type Sealed = (&'static str, &'static str, &'static str);

/// Where a text belongs: one moved to another row or column does not open.
pub(crate) fn place(column: &str, id: SessionId) -> String {
    format!("{column}/{id}")
}

impl Store {
    /// Opens the text of a session's column.
    pub(crate) fn unsealed(
        &self,
        column: &'static str,
        id: SessionId,
        text: String,
    ) -> Result<String, StoreError> {
        self.keyring.open(&place(column, id), text).map_err(|why| why.explained("sessions", column, id))
    }

    /// Refuses a database that needs a key which is not there, before anything is written to it.
    pub(crate) async fn check_keys(&self) -> Result<(), StoreError> {
        // A mark, an id of eight digits, a colon.
        let used: Vec<String> = sqlx::query_scalar(
            "SELECT substr(lead, 1, $1) FROM sessions WHERE lead LIKE $2
             UNION SELECT substr(page, 1, $1) FROM sessions WHERE page LIKE $2
             UNION SELECT substr(picture, 1, $1) FROM pictures WHERE picture LIKE $2
             UNION SELECT substr(value, 1, $1) FROM settings WHERE value LIKE $2",
        )
        .bind(i32::try_from(MARK.len() + 9).expect("a mark is short"))
        .bind(format!("{MARK}%"))
        .fetch_all(self.reads())
        .await?;
        let missing = used.iter().filter_map(|text| KeyId::in_text(text)).find(|id| !self.keyring.knows(id));
        missing.map_or(Ok(()), |id| Err(StoreError::MissingKey(id)))
    }

    /// Seals with the first key what is not: rows from before there was a key, and those of a key that is being replaced.
    pub(crate) async fn reseal(&self) -> Result<(), StoreError> {
        let Some(mark) = self.keyring.current_mark() else { return Ok(()) };
        let mut resealed = 0;
        for sealed in SEALED {
            for (id, text) in self.not_under(&mark, sealed).await? {
                resealed += u64::from(self.seal_anew(sealed, session_id(&id)?, text).await?);
            }
        }
        if resealed == 0 {
            return Ok(());
        }
        tracing::info!(resealed, "Encrypted what stood in the database in plain words or under an older key");
        self.empty_log(resealed).await
    }

    async fn not_under(
        &self,
        mark: &str,
        (table, id, column): Sealed,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let query =
            format!("SELECT {id}, {column} FROM {table} WHERE {column} IS NOT NULL AND {column} NOT LIKE $1");
        let found = sqlx::query_as(AssertSqlSafe(query)).bind(format!("{mark}%"));
        Ok(found.fetch_all(self.reads()).await?)
    }

    /// `false` when the row was changed meanwhile: whoever changed it has sealed it.
    async fn seal_anew(
        &self,
        (table, key, column): Sealed,
        id: SessionId,
        text: String,
    ) -> Result<bool, StoreError> {
        // One damaged row must not keep the service from starting; it is told of when it is read.
        let Ok(plain) = self.unsealed(column, id, text.clone()) else { return Ok(false) };
        let statement = format!("UPDATE {table} SET {column} = $2 WHERE {key} = $1 AND {column} = $3");
        let mut write = self.write().await?;
        let written = sqlx::query(AssertSqlSafe(statement))
            .bind(id.to_string())
            .bind(self.keyring.seal(&place(column, id), plain))
            .bind(text)
            .execute(write.on())
            .await?
            .rows_affected();
        write.commit().await?;
        Ok(written > 0)
    }
}

impl Unopened {
    pub(crate) fn explained(
        self,
        table: &'static str,
        column: &'static str,
        id: impl std::fmt::Display,
    ) -> StoreError {
        match self {
            Self::UnknownKey(key) => StoreError::MissingKey(key),
            Self::Damaged => StoreError::corrupt(table, column, id),
        }
    }
}
