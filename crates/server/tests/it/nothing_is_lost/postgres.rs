//! A PostgreSQL server for one test: real, in a folder of its own, that can be taken down and brought up again.

use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use baton_store::Store;
use tempfile::TempDir;

use super::world::until;

/// Takes the server down and brings it up as it is told, and stops it when this process lets go of its standard input, however it ends.
const KEEPER: &str = r#"
    up() {
        "$1"/postgres -D "$2"/data -k "$2" -c listen_addresses= -c fsync=off >>"$2"/log 2>&1 &
        server=$!
    }
    down() {
        kill -INT $server
        wait $server
    }
    up "$1" "$2"
    while read word; do
        "$word" "$1" "$2"
    done
    down
    rm -rf "$2"
"#;

pub(super) struct Postgres {
    folder: TempDir,
    keeper: Child,
}

impl Postgres {
    /// `None`, with a word about it, where PostgreSQL is not installed and may be missing.
    pub(super) async fn start() -> Option<Self> {
        let Some(binaries) = binaries() else {
            let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
            let required = is("CI", "true") || is("BATON_TEST_POSTGRES", "required");
            assert!(!required, "PostgreSQL is not installed (apt-get install postgresql)");
            println!("SKIPPED: PostgreSQL is not installed");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("baton-pg").tempdir_in("/tmp").unwrap();
        let account = account();
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        if let Some((user, group)) = account {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut initdb = Command::new(binaries.join("initdb"));
        initdb.args([
            "--username=baton",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            "-D",
        ]);
        let made = as_account(initdb.arg(folder.path().join("data")), account).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(&binaries).arg(folder.path()).stdin(Stdio::piped());
        let keeper = as_account(&mut keeper, account).spawn().unwrap();
        let server = Self { folder, keeper };
        server.is_up().await;
        Some(server)
    }

    pub(super) fn url(&self) -> String {
        format!("postgres://baton@localhost/postgres?host={}", self.folder.path().display())
    }

    /// Takes the server down, which ends every connection.
    pub(super) fn take_down(&mut self) {
        self.tell("down");
    }

    pub(super) async fn bring_up(&mut self) {
        self.tell("up");
        self.is_up().await;
    }

    fn tell(&mut self, word: &str) {
        writeln!(self.keeper.stdin.as_mut().expect("it is piped"), "{word}").unwrap();
    }

    async fn is_up(&self) {
        let url = self.url();
        let store = until("PostgreSQL answers", async || Store::open(&url).await.ok()).await;
        store.close().await;
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        self.keeper.wait().ok();
    }
}

fn binaries() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = installed.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    folders.into_iter().find(|folder| ["initdb", "postgres"].iter().all(|name| folder.join(name).exists()))
}

/// Who the server runs as, where we are root: PostgreSQL refuses to be.
fn account() -> Option<(u32, u32)> {
    if number("-u", None) != Some(0) {
        return None;
    }
    let account = |name| Some((number("-u", Some(name))?, number("-g", Some(name))?));
    Some(["postgres", "nobody"].into_iter().find_map(account).expect("there is an account for PostgreSQL"))
}

fn as_account(command: &mut Command, account: Option<(u32, u32)>) -> &mut Command {
    command.current_dir(Path::new("/"));
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
