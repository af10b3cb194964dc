//! Opens the database, brings its tables up to date as the service would, and writes to it.

use baton_store::{Store, StoreError};
use secrecy::ExposeSecret;

use super::Finding;
use crate::config::Config;

pub(super) async fn check(config: &Config) -> Finding {
    let url = config.database_url.expose_secret();
    if url.contains(":memory:") {
        return Finding::doubtful(
            "keeps nothing: it is in memory",
            "set BATON_DATABASE_URL to a file or a PostgreSQL",
        );
    }
    match write(config).await {
        Ok(engine) => Finding::fine(format!("{engine} opens and writes")),
        Err(error @ StoreError::MissingKey(_)) => Finding::failure(
            &error,
            "set BATON_ENCRYPTION_KEY to the key that this database was encrypted with; a new one goes before it",
        ),
        Err(error) => Finding::failure(&error, mend(url)),
    }
}

async fn write(config: &Config) -> Result<String, StoreError> {
    let store = Store::open_with(config.database_url.expose_secret(), config.keyring.clone()).await?;
    let engine = format!("{:?}", store.engine());
    store.ping().await?;
    store.put_setting_if_absent("doctor", "was here").await?;
    store.close().await;
    Ok(engine)
}

fn mend(url: &str) -> &'static str {
    if url.starts_with("sqlite") {
        "make the file and its folder writable for the user that Baton runs as, and stop what else has it open"
    } else {
        "check host, user, password and database name of BATON_DATABASE_URL; the user must own its tables"
    }
}
