//! Runs other programs from the root of the workspace and says how long each phase took. Knows no chore.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What a chore ends with; the message is for the person at the terminal.
pub(crate) type Chore = Result<(), String>;

/// Returns the root of the workspace.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().expect("xtask lies in the workspace").to_owned()
}

/// Returns a command that runs the same cargo that runs us, in the root of the workspace.
pub(crate) fn cargo<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(args).stdin(Stdio::null());
    command
}

/// Runs a command to its end with its output shown.
pub(crate) fn run(command: &mut Command) -> Chore {
    let name = describe(command);
    let status = command.status().map_err(|error| format!("{name} did not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} failed ({status})")) }
}

/// Runs one phase of a chore and says how long it took.
pub(crate) fn phase<T>(name: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    eprintln!("── {name}");
    let started = Instant::now();
    let result = work();
    let word = if result.is_ok() { "done" } else { "failed" };
    eprintln!("── {name}: {word} in {:.1} s", started.elapsed().as_secs_f64());
    result
}

/// Tells whether a program of this name is on the PATH.
pub(crate) fn on_path(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
