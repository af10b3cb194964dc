//! Makes sure that the programs Baton drives are on this machine: installs them with apt-get where it may, otherwise says what to install.
//! Knows Debian's package names; knows nothing of tests or demos.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::shell::{self, Chore};

/// A program of the system that Baton cannot do without.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Need {
    Chromium,
    PostgreSql,
    /// The engine of every browser on an iPhone, and a screen for it.
    WebKit,
}

/// Names under which distributions ship Chrome, the same that `baton` looks for.
const CHROMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Returns the Chrome to run: the one that `BATON_CHROME` names, or one on the PATH.
pub(crate) fn chrome() -> Option<OsString> {
    let named = std::env::var_os("BATON_CHROME");
    named.or_else(|| CHROMES.into_iter().find(|name| shell::on_path(name)).map(OsString::from))
}

impl Need {
    fn is_met(self) -> bool {
        match self {
            Self::Chromium => {
                std::env::var_os("BATON_CHROME").is_some() || CHROMES.into_iter().any(shell::on_path)
            }
            Self::PostgreSql => shell::on_path("initdb") || debian_has_initdb(),
            Self::WebKit => shell::on_path("WebKitWebDriver") && shell::on_path("Xvfb"),
        }
    }

    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium"],
            Self::PostgreSql => &["postgresql"],
            Self::WebKit => &["webkit2gtk-driver", "xvfb"],
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Self::Chromium => "install Chromium or Chrome, or point BATON_CHROME at its binary",
            Self::PostgreSql => "install the PostgreSQL server (`initdb` and `postgres`)",
            Self::WebKit => "install the driver of WebKitGTK (`WebKitWebDriver`) and `Xvfb`",
        }
    }
}

/// Installs what is missing of `needs`; an error names everything that has to be installed by hand.
pub(crate) fn ensure(needs: &[Need]) -> Chore {
    let missing: Vec<Need> = needs.iter().copied().filter(|need| !need.is_met()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let advice: Vec<&str> = missing.iter().map(|need| need.advice()).collect();
    let advice = advice.join("; ");
    install(&missing).map_err(|why| format!("{why}\nplease {advice}"))?;
    if missing.into_iter().all(Need::is_met) {
        return Ok(());
    }
    Err(format!("apt-get ran, but something is still missing; please {advice}"))
}

fn install(missing: &[Need]) -> Chore {
    if !shell::on_path("apt-get") {
        return Err("there is no apt-get on this machine".to_owned());
    }
    let prefix = administrator().ok_or("neither root nor passwordless sudo")?;
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages()).copied().collect();
    eprintln!("installing with apt-get: {}", packages.join(" "));
    // A stale index is the usual reason for a failing install; a failing update may still leave a usable one.
    let _ = shell::run(&mut apt(prefix, &["update", "-q"]));
    let install = ["install", "-y", "-q", "--no-install-recommends"];
    shell::run(apt(prefix, &install).args(packages))
}

/// Returns the words that make a command run as the administrator; `None` when this user may not.
fn administrator() -> Option<&'static [&'static str]> {
    if answers(Command::new("id").arg("-u")).is_some_and(|uid| uid.trim() == "0") {
        return Some(&[]);
    }
    answers(Command::new("sudo").args(["-n", "true"])).map(|_| ["sudo", "-n"].as_slice())
}

fn apt(prefix: &[&str], args: &[&str]) -> Command {
    let mut words = prefix.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    let mut command = Command::new(words.next().expect("the chain is never empty"));
    command.args(words).args(args).stdin(Stdio::null());
    command
}

fn answers(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Debian keeps the server's programs off the PATH, in a folder per major version.
fn debian_has_initdb() -> bool {
    let Ok(versions) = Path::new("/usr/lib/postgresql").read_dir() else { return false };
    versions.flatten().any(|version| version.path().join("bin/initdb").is_file())
}
