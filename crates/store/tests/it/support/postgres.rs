//! A PostgreSQL cluster for one test run: made in a folder of its own, reached by a socket in it, gone with the test.

use std::io::Read;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;

/// Stops the server when this process lets go of its standard input, however it ends; then the server's folder goes too.
const KEEPER: &str = r#"
    "$1"/postgres -D "$2"/data -k "$2" -c listen_addresses= -c fsync=off -c max_connections=200 >"$2"/log 2>&1 &
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

/// What to run the cluster with, or why it cannot run.
pub(crate) fn find() -> Result<PathBuf, String> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = installed.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let complete = |folder: &PathBuf| folder.join("initdb").exists() && folder.join("postgres").exists();
    folders.into_iter().find(complete).ok_or_else(|| {
        "PostgreSQL is not installed: initdb and postgres are neither in /usr/lib/postgresql nor on the PATH \
         (apt-get install postgresql)"
            .to_owned()
    })
}

/// Whether a run without PostgreSQL counts as failed.
pub(crate) fn is_required() -> bool {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    is("CI", "true") || is("BATON_TEST_POSTGRES", "required")
}

impl Cluster {
    pub(crate) async fn start(binaries: &Path) -> Self {
        let folder = tempfile::Builder::new().prefix("baton-pg").tempdir_in("/tmp").unwrap();
        let account = Account::for_server();
        account.give(folder.path());
        init(binaries, folder.path(), &account);
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(binaries).arg(folder.path()).stdin(Stdio::piped());
        let keeper = account.act_as(&mut keeper).spawn().unwrap();
        let cluster = Self { folder, keeper, databases: AtomicUsize::new(0) };
        cluster.wait_until_it_answers().await;
        cluster
    }

    /// The URL of a new empty database.
    pub(crate) async fn database(&self) -> String {
        let name = format!("baton_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut connection = sqlx::PgConnection::connect(&self.url("postgres")).await.unwrap();
        let statement = format!("CREATE DATABASE {name}");
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        self.url(&name)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://baton@localhost/{database}?host={}", self.folder.path().display())
    }

    async fn wait_until_it_answers(&self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while let Err(error) = sqlx::PgConnection::connect(&self.url("postgres")).await {
            assert!(Instant::now() < deadline, "PostgreSQL did not start: {error}\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn log(&self) -> String {
        let mut log = String::new();
        let file = std::fs::File::open(self.folder.path().join("log"));
        file.and_then(|mut file| file.read_to_string(&mut log)).ok();
        log
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        self.keeper.wait().ok();
    }
}

fn init(binaries: &Path, folder: &Path, account: &Account) {
    let mut initdb = Command::new(binaries.join("initdb"));
    initdb
        .args(["--username=baton", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
        .arg(folder.join("data"));
    let output = account.act_as(&mut initdb).output().unwrap();
    assert!(output.status.success(), "initdb failed: {}", String::from_utf8_lossy(&output.stderr));
}

/// Who the server runs as. PostgreSQL refuses to run as root.
struct Account(Option<(u32, u32)>);

impl Account {
    fn for_server() -> Self {
        if number("-u", None) != Some(0) {
            return Self(None);
        }
        let unprivileged = ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| Some((number("-u", Some(name))?, number("-g", Some(name))?)));
        Self(Some(unprivileged.expect("there is an account named postgres or nobody")))
    }

    fn give(&self, folder: &Path) {
        std::fs::set_permissions(folder, PermissionsExt::from_mode(0o755)).unwrap();
        if let Some((user, group)) = self.0 {
            chown(folder, Some(user), Some(group)).unwrap();
        }
    }

    fn act_as<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        // The tests' own folder may be closed to the account.
        command.current_dir("/");
        match self.0 {
            Some((user, group)) => command.uid(user).gid(group),
            None => command,
        }
    }
}

/// What `id` says about an account, or about this process.
fn number(which: &str, name: Option<&str>) -> Option<u32> {
    let output = Command::new("id").arg(which).args(name).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
