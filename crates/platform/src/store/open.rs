//! From a URL to a pool over tables that are up to date. The tables may share a database with Baton's own: their names and the record of
//! their migrations are their own.

use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::Migrator;
use sqlx::{AnyPool, Executor};

use super::{Engine, PlatformStore, StoreError};

const MIGRATIONS_TABLE: &str = "_platform_migrations";
/// As long as carriers wait for an answer. A webhook that fails sooner would only come again, to a machine that is busy already.
const PATIENCE: Duration = Duration::from_secs(15);
const POSTGRES_CONNECTIONS: u32 = 10;

const SQLITE_PRAGMAS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
";

impl PlatformStore {
    /// Opens the database at `sqlite:…` or `postgres:…`; `sqlite::memory:` keeps nothing.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        install_default_drivers();
        let (engine, pool) = match url.split_once(':') {
            Some(("sqlite", _)) => (Engine::Sqlite, sqlite(url).await?),
            Some(("postgres" | "postgresql", _)) => (Engine::Postgres, postgres(url).await?),
            _ => return Err(StoreError::BadUrl),
        };
        migrator(engine).run(&pool).await?;
        Ok(Self { pool, engine })
    }
}

/// One connection: SQLite has a single writer, and an empty database in memory for each.
async fn sqlite(url: &str) -> Result<AnyPool, StoreError> {
    let options = AnyPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(SQLITE_PRAGMAS).await.map(drop) })
        });
    Ok(options.connect(&with_create(url)).await?)
}

/// A file that is missing is made.
fn with_create(url: &str) -> String {
    if url.contains(":memory:") || url.contains("mode=") {
        return url.to_owned();
    }
    format!("{url}{}mode=rwc", if url.contains('?') { '&' } else { '?' })
}

async fn postgres(url: &str) -> Result<AnyPool, StoreError> {
    let options = AnyPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(PATIENCE);
    Ok(options.connect(url).await?)
}

fn migrator(engine: Engine) -> Migrator {
    let mut migrator = match engine {
        Engine::Sqlite => sqlx::migrate!("migrations/sqlite"),
        Engine::Postgres => sqlx::migrate!("migrations/postgres"),
    };
    migrator.dangerous_set_table_name(MIGRATIONS_TABLE);
    migrator
}
