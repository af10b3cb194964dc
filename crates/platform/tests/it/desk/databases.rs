//! A PostgreSQL cluster for one test, in a folder of its own and reached by a socket in it.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;

/// Stops the server when this process lets go of its standard input, however it ends.
const KEEPER: &str = r#"
    "$1"/postgres -D "$2"/data -k "$2" -c listen_addresses= -c fsync=off >"$2"/log 2>&1 &
    server=$!
    cat >/dev/null
    kill -INT $server
    wait $server
    rm -rf "$2"
"#;

pub(crate) struct Cluster {
    folder: TempDir,
    keeper: Child,
    databases: AtomicUsize,
}

impl Cluster {
    /// `None` where PostgreSQL is not installed, unless the run requires it.
    pub(crate) fn start() -> Option<Self> {
        let Some(binaries) = find() else {
            let required = std::env::var("CI").is_ok()
                || std::env::var("BATON_TEST_POSTGRES").is_ok_and(|value| value == "required");
            assert!(!required, "PostgreSQL is not installed (apt-get install postgresql)");
            write_skipped();
            return None;
        };
        let folder = tempfile::Builder::new().prefix("baton-platform-pg").tempdir_in("/tmp").unwrap();
        let account = account();
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        if let Some((user, group)) = account {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        init(&binaries, folder.path(), account);
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(&binaries).arg(folder.path()).stdin(Stdio::piped());
        let keeper = act_as(&mut keeper, account).spawn().unwrap();
        Some(Self { folder, keeper, databases: AtomicUsize::new(0) })
    }

    /// The URL of a new empty database.
    pub(crate) async fn database(&self) -> String {
        let name = format!("platform_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut connection = self.connect().await;
        let statement = format!("CREATE DATABASE {name}");
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        self.url(&name)
    }

    /// Waits until the server answers.
    async fn connect(&self) -> sqlx::PgConnection {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            match sqlx::PgConnection::connect(&self.url("postgres")).await {
                Ok(connection) => return connection,
                Err(error) => assert!(Instant::now() < deadline, "PostgreSQL did not start: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://baton@localhost/{database}?host={}", self.folder.path().display())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        self.keeper.wait().ok();
    }
}

fn find() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = installed.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

fn init(binaries: &Path, folder: &Path, account: Option<(u32, u32)>) {
    let mut initdb = Command::new(binaries.join("initdb"));
    initdb
        .args(["--username=baton", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
        .arg(folder.join("data"));
    let output = act_as(&mut initdb, account).output().unwrap();
    assert!(output.status.success(), "initdb failed: {}", String::from_utf8_lossy(&output.stderr));
}

/// Who the server runs as: PostgreSQL refuses to run as root.
fn account() -> Option<(u32, u32)> {
    if number("-u", None) != Some(0) {
        return None;
    }
    let found = ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| Some((number("-u", Some(name))?, number("-g", Some(name))?)));
    Some(found.expect("there is an account named postgres or nobody"))
}

fn act_as(command: &mut Command, account: Option<(u32, u32)>) -> &mut Command {
    // The tests' own folder may be closed to the account.
    command.current_dir("/");
    match account {
        Some((user, group)) => command.uid(user).gid(group),
        None => command,
    }
}

/// What `id` says about an account, or about this process.
fn number(which: &str, name: Option<&str>) -> Option<u32> {
    let output = Command::new("id").arg(which).args(name).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// A test that was skipped says so.
#[expect(clippy::print_stderr, reason = "the run's own output is where it is looked for")]
fn write_skipped() {
    eprintln!("skipped: PostgreSQL is not installed");
}
