//! `baton platform`: the platform side as a service, until it is told to stop.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use baton_booking::clock::{Clock, SystemClock};
use baton_platform::service::{Config, PlatformService};

use super::terminal::say;
use crate::lifecycle::Signals;
use crate::telemetry;

/// What is under way when it is told to stop gets this long; the rest is done by the next process.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub(crate) struct PlatformArgs {
    /// The TOML file with its settings and clinics; crates/platform/platform.example.toml shows all of them
    #[arg(long, value_name = "FILE", env = "BATON_PLATFORM_CONFIG")]
    config: PathBuf,
    /// What is logged: off, error, warn, info, debug
    #[arg(long, value_name = "FILTER", env = "BATON_LOG", default_value = "info")]
    log: String,
}

pub(crate) async fn run(args: PlatformArgs) -> anyhow::Result<ExitCode> {
    telemetry::start_logging(&args.log, crate::config::LogFormat::Auto);
    let mut signals = Signals::listen()?;
    let platform =
        PlatformService::start(Config::from_file(&args.config)?, Arc::new(|| SystemClock.now())).await?;
    say(format_args!("  operators   {}/operators", platform.base_url()));
    say(format_args!("  webhooks    {}/sms/twilio, /sms/telnyx, /square, /callbacks", platform.base_url()));
    signals.next().await;
    platform.stop(GRACE).await;
    Ok(ExitCode::SUCCESS)
}
