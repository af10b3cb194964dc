//! `baton serve`: reads the configuration and starts the service.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::app::{self, Until};
use crate::config::{Config, ConfigError, Settings};

#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    /// A TOML file with settings; the environment lies over it, flags over both
    #[arg(long, value_name = "FILE", env = "BATON_CONFIG")]
    config: Option<PathBuf>,
    /// Take no new bookings, finish those that the process before has left, and end
    #[arg(long)]
    drain_and_exit: bool,
    #[command(flatten)]
    settings: Settings,
}

impl ServeArgs {
    /// Returns the settings of flags, environment and file, laid over one another.
    pub(crate) fn settings(self) -> Result<Settings, ConfigError> {
        let file = self.config.as_deref().map(Settings::from_file).transpose()?;
        Ok(self.settings.over(file.unwrap_or_default()))
    }
}

pub(crate) async fn run(args: ServeArgs) -> anyhow::Result<ExitCode> {
    let until = if args.drain_and_exit { Until::Drained } else { Until::Stopped };
    let config = Config::resolve(args.settings()?)?;
    app::serve(config, until).await?;
    Ok(ExitCode::SUCCESS)
}
