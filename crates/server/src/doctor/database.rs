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
    match write(url).await {
        Ok(engine) => Finding::fine(format!("{engine} opens and writes")),
        Err(error) => Finding::failure(&error, mend(url)),
    }
}

async fn write(url: &str) -> Result<String, StoreError> {
    let store = Store::open(url).await?;
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
