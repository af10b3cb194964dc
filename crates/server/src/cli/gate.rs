//! `baton gate`: the way out of one Chrome, in a process that lives and dies with that Chrome. The service starts it; nobody else needs it.

use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd as _;
use std::process::ExitCode;
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{getpgrp, test_kill_process};
use tokio::net::TcpListener;

use crate::egress::Egress;
use crate::egress::gate::Gate;

/// The end of a process that is no child of ours gives no sign, so it is looked for.
const LOOK: Duration = Duration::from_secs(1);

#[derive(Debug, clap::Args)]
pub(crate) struct GateArgs {
    /// A private address that is open all the same: for tests
    #[arg(long, value_name = "ADDRESS", hide = true)]
    admit: Vec<SocketAddr>,
}

/// The socket to listen on is its standard input; Chrome leads its process group.
pub(crate) async fn run(args: GateArgs) -> anyhow::Result<ExitCode> {
    let gate = Gate::new(Egress::new(false), args.admit);
    tokio::select! {
        () = gate.serve(socket()?) => {}
        () = chrome_ended() => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Only matters where no service is left to end the whole group.
async fn chrome_ended() {
    let chrome = getpgrp();
    let mut looks = tokio::time::interval(LOOK);
    while test_kill_process(chrome) != Err(Errno::SRCH) {
        looks.tick().await;
    }
}

fn socket() -> io::Result<TcpListener> {
    let given = io::stdin().as_fd().try_clone_to_owned()?;
    let listener = std::net::TcpListener::from(given);
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}
