//! `baton doctor`: tries everything that the service needs on this machine, for real, and says how to mend what is wrong.

mod address;
mod chrome;
mod clock;
mod database;
mod doors;
mod encryption;
mod machine;
mod secret;

use std::process::ExitCode;

use crate::cli::terminal::say;
use crate::config::{Config, ConfigError, Settings};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Finding {
    Fine(String),
    /// The service starts, but somebody should know.
    Doubtful {
        what: String,
        mend: String,
    },
    /// The service cannot do its work.
    Broken {
        what: String,
        mend: String,
    },
}

impl Finding {
    fn fine(what: impl Into<String>) -> Self {
        Self::Fine(what.into())
    }

    fn doubtful(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::Doubtful { what: what.into(), mend: mend.into() }
    }

    fn broken(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::Broken { what: what.into(), mend: mend.into() }
    }

    /// What went wrong, with every cause below it.
    fn failure(error: &dyn std::error::Error, mend: impl Into<String>) -> Self {
        let causes = std::iter::successors(error.source(), |cause| cause.source());
        let what = causes.fold(error.to_string(), |what, cause| format!("{what}: {cause}"));
        Self::broken(what, mend)
    }

    fn is_broken(&self) -> bool {
        matches!(self, Self::Broken { .. })
    }
}

/// Runs every check. The exit code is that of success when nothing is broken.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let broken = match Config::resolve(settings) {
        Ok(config) => examine(&config).await,
        Err(error) => show("configuration", &faults(&error)),
    };
    if broken == 0 {
        say("\nReady to serve.");
        return Ok(ExitCode::SUCCESS);
    }
    say(format_args!("\n{broken} thing(s) to mend before `baton serve` can do its work."));
    Ok(ExitCode::FAILURE)
}

async fn examine(config: &Config) -> usize {
    show("configuration", &[Finding::fine(format!("valid; listens on {}", config.listen))])
        + show("Chrome", &chrome::check(config).await)
        + show("database", &[database::check(config).await])
        + show("encryption", &[encryption::check(config)])
        + show("doors", &doors::check(config))
        + show("machine", &machine::check(config))
        + show("public URL", &address::check(config).await)
        + show("clock", &[clock::check(config).await])
        + show("callback secret", &[secret::check(config)])
}

/// Prints what was found and returns how much of it is broken.
fn show(name: &str, findings: &[Finding]) -> usize {
    for finding in findings {
        match finding {
            Finding::Fine(what) => say(format_args!("✓ {name:<16} {what}")),
            Finding::Doubtful { what, mend } => say(format_args!("! {name:<16} {what}\n{:>18} → {mend}", "")),
            Finding::Broken { what, mend } => say(format_args!("✗ {name:<16} {what}\n{:>18} → {mend}", "")),
        }
    }
    findings.iter().filter(|finding| finding.is_broken()).count()
}

fn faults(error: &ConfigError) -> Vec<Finding> {
    let mend = "see `baton serve --help`";
    match error {
        ConfigError::File { .. } => vec![Finding::broken(error.to_string(), mend)],
        ConfigError::Values(faults) => {
            faults.iter().map(|fault| Finding::broken(fault.to_string(), mend)).collect()
        }
    }
}
