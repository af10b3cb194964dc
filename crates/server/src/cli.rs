//! The command line: one subcommand per thing that Baton does. Reads words, leaves the doing to others.

mod clinic;
mod gate;
mod health;
mod platform;
mod profile;
mod serve;
pub(crate) mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{book, demo, doctor};

/// Runs a booking up to the payment page, passes the live page to the patient, and reports how it ended
#[derive(Debug, Parser)]
#[command(name = "baton", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service
    Serve(Box<serve::ServeArgs>),
    /// Open the practice booking site
    Clinic(clinic::ClinicArgs),
    /// Run the platform side: conversations with patients, leads, callbacks
    Platform(platform::PlatformArgs),
    /// Show the whole story on this machine: clinic, service, platform, and a phone that pays
    Demo(demo::DemoArgs),
    /// Make one booking at a running service and follow it to its end
    Book(Box<book::BookArgs>),
    /// Check that this machine can run the service, and say how to mend what is wrong
    Doctor(Box<serve::ServeArgs>),
    /// Ask the service on this machine how it is, as a health check does
    Health(Box<serve::ServeArgs>),
    /// Let one Chrome out to public addresses: started by the service
    #[command(hide = true)]
    Gate(gate::GateArgs),
    /// Try out a site profile
    #[command(subcommand)]
    Profile(profile::ProfileCommand),
}

/// Runs the command that the program was started with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(cli.command))) {
        Ok(code) => code,
        Err(error) => {
            terminal::complain(format_args!("baton: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(args) => serve::run(*args).await,
        Command::Clinic(args) => clinic::run(args).await,
        Command::Platform(args) => platform::run(args).await,
        Command::Demo(args) => demo::run(args).await,
        Command::Book(args) => book::run(*args).await,
        Command::Doctor(args) => doctor::run(args.settings()?).await,
        Command::Health(args) => health::run(args.settings()?).await,
        Command::Gate(args) => gate::run(args).await,
        Command::Profile(command) => profile::run(command).await,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
