//! `baton book`: one booking at a running service, followed to its end. A client like any other: it sees what every platform sees.

mod args;
mod follow;
mod report;
mod steps;

use std::process::ExitCode;

use anyhow::Context;
use baton_client::{Client, Outcome};

pub(crate) use args::BookArgs;
pub(crate) use follow::Follower;
pub(crate) use report::Report;

/// Makes the booking. The exit code is that of success only when the appointment is booked.
pub(crate) async fn run(args: BookArgs) -> anyhow::Result<ExitCode> {
    let client = Client::new(&args.server, args.api_key.as_deref())?;
    let report = if args.json { Report::Json } else { Report::Person };
    let started = client
        .start(&args.request()?)
        .await
        .map_err(report::explain)
        .context("failed to start the booking")?;
    let mut follower = Follower::new(client, started.session_id);
    report.started(started.session_id);
    if let Some(link) = follower.until_link(report).await? {
        report.link(&link);
    }
    let end = follower.until_end(report).await?;
    report.end(&end);
    Ok(if end.outcome == Some(Outcome::Success) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
