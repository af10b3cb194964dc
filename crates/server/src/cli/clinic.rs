//! `baton clinic`: the practice booking site, until it is told to stop.

use std::net::SocketAddr;
use std::process::ExitCode;

use baton_mock_clinic::{ClinicOptions, DEFAULT_SLUG, MockClinic};

use super::terminal::say;

#[derive(Debug, clap::Args)]
pub(crate) struct ClinicArgs {
    /// Address and port of the booking pages
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Address and port of the card form, which is another origin as at a real payment processor
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8091")]
    card_listen: SocketAddr,
}

pub(crate) async fn run(args: ClinicArgs) -> anyhow::Result<ExitCode> {
    let options =
        ClinicOptions { listen: args.listen, card_listen: args.card_listen, ..ClinicOptions::default() };
    let clinic = MockClinic::serve(options).await?;
    let (date, time) = clinic.open_slot();
    say(format_args!("The practice clinic is open. Test data only; nothing here is real."));
    say(format_args!("  booking page     {}", clinic.booking_url(DEFAULT_SLUG)));
    say(format_args!("  all switches     {}", clinic.url()));
    say(format_args!("  what happened    {}control/state", clinic.url()));
    say(format_args!("  a free slot      {date} at {}", time.strftime("%-I:%M %p")));
    tokio::signal::ctrl_c().await?;
    Ok(ExitCode::SUCCESS)
}
