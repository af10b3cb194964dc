//! What can go wrong with the platform's database. No error holds a value of a row.

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database URL starts with neither sqlite: nor postgres:")]
    BadUrl,
    #[error("the database's tables cannot be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("the database did not do what it was asked")]
    Database(#[source] Cause),
    /// A row that this program does not write.
    #[error("row {id} of {table} is corrupt in column {column}")]
    Corrupt { table: &'static str, column: &'static str, id: String },
}

/// What the database itself said, without the values that its drivers attach to it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Cause(String);

impl StoreError {
    pub(super) fn corrupt(table: &'static str, column: &'static str, id: &str) -> Self {
        Self::Corrupt { table, column, id: id.to_owned() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let said = match &error {
            sqlx::Error::Database(fault) => fault.message().to_owned(),
            other => other.to_string(),
        };
        Self::Database(Cause(said))
    }
}
