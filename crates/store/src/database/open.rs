//! From a URL to pools over tables that are up to date.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyConnection, AnyPool, Connection, Executor};

use super::{Database, Engine};
use crate::StoreError;
use crate::notifications::Board;

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a call waits for a connection before the database counts as unavailable.
const PATIENCE: Duration = Duration::from_secs(5);
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 10;

/// What each SQLite connection is told first. Erased data is overwritten, and a commit is on the disk before it counts.
const SQLITE_PRAGMAS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
";

impl Database {
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        install_default_drivers();
        let engine = engine_of(url)?;
        if engine == Engine::Sqlite {
            create_private_file(url)?;
        }
        try_once(engine, url).await?;
        let database = match engine {
            Engine::Sqlite if in_memory(url) => Self::in_memory(url).await?,
            Engine::Sqlite => Self::sqlite_file(url).await?,
            Engine::Postgres => Self::postgres(url).await?,
        };
        database.migrate().await?;
        Ok(database)
    }

    /// The data goes with the last connection. A pool gives one up when a call on it is cut short, so another that is never used keeps it.
    async fn in_memory(url: &str) -> Result<Self, StoreError> {
        let shared = shared_name(url);
        let keeper = AnyConnection::connect(&shared).await?;
        let pool = sqlite_pool(&shared, 1).await?;
        let keeper = Some(Arc::new(Mutex::new(keeper)));
        Ok(Self {
            engine: Engine::Sqlite,
            reads: pool.clone(),
            writes: pool,
            board: Board::local(),
            _keeper: keeper,
        })
    }

    async fn sqlite_file(url: &str) -> Result<Self, StoreError> {
        let writes = sqlite_pool(url, 1).await?;
        let reads = sqlite_pool(url, SQLITE_READERS).await?;
        Ok(Self { engine: Engine::Sqlite, reads, writes, board: Board::local(), _keeper: None })
    }

    async fn postgres(url: &str) -> Result<Self, StoreError> {
        let options = AnyPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(PATIENCE);
        let pool = options.connect(url).await?;
        Ok(Self {
            engine: Engine::Postgres,
            reads: pool.clone(),
            writes: pool,
            board: Board::shared(url)?,
            _keeper: None,
        })
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let migrations = match self.engine {
            Engine::Sqlite => &SQLITE_MIGRATIONS,
            Engine::Postgres => &POSTGRES_MIGRATIONS,
        };
        Ok(migrations.run(&self.writes).await?)
    }
}

fn engine_of(url: &str) -> Result<Engine, StoreError> {
    match url.split_once(':') {
        Some(("sqlite", _)) => Ok(Engine::Sqlite),
        Some(("postgres" | "postgresql", _)) => Ok(Engine::Postgres),
        _ => Err(StoreError::BadUrl("it starts with neither sqlite: nor postgres:")),
    }
}

/// A name of its own, by which several connections find the same database in memory.
fn shared_name(url: &str) -> String {
    if url.contains(":memory:") {
        format!("sqlite:file:baton-{}?mode=memory", uuid::Uuid::new_v4())
    } else {
        url.to_owned()
    }
}

fn in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// Connects once without a pool: a pool would try again until its patience is over, and then not know why.
async fn try_once(engine: Engine, url: &str) -> Result<(), StoreError> {
    let mut connection = AnyConnection::connect(url).await?;
    if engine == Engine::Sqlite {
        connection.execute(SQLITE_PRAGMAS).await?;
    }
    Ok(connection.close().await?)
}

async fn sqlite_pool(url: &str, connections: u32) -> Result<AnyPool, StoreError> {
    let options = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(SQLITE_PRAGMAS).await.map(drop) })
        });
    Ok(options.connect(url).await?)
}

/// Makes the file where it is missing, readable by its owner alone: it will hold people's data. SQLite gives the files
/// beside it the same permissions.
fn create_private_file(url: &str) -> Result<(), StoreError> {
    if in_memory(url) || url.contains("mode=") || url.contains("immutable=") {
        return Ok(());
    }
    let options =
        SqliteConnectOptions::from_str(url).map_err(|_| StoreError::BadUrl("it is no SQLite path"))?;
    let file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(options.get_filename());
    match file {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(StoreError::opening(error)),
        _ => Ok(()),
    }
}
