//! `baton gate`: the way out of one Chrome, in a process that lives and dies with that Chrome. The service starts it; nobody else needs it.

use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd as _;
use std::process::ExitCode;

use rustix::process::{PidfdFlags, getpgrp, pidfd_open};
use tokio::io::unix::AsyncFd;
use tokio::net::TcpListener;

use crate::egress::Egress;
use crate::egress::gate::Gate;

#[derive(Debug, clap::Args)]
pub(crate) struct GateArgs {
    /// A private address that is open all the same: for tests
    #[arg(long, value_name = "ADDRESS", hide = true)]
    admit: Vec<SocketAddr>,
}

/// The socket to listen on is its standard input; Chrome leads its process group.
pub(crate) async fn run(args: GateArgs) -> anyhow::Result<ExitCode> {
    let chrome = AsyncFd::register(pidfd_open(getpgrp(), PidfdFlags::empty())?)?;
    let gate = Gate::new(Egress::new(false), args.admit);
    tokio::select! {
        () = gate.serve(socket()?) => {}
        ended = chrome.readable() => drop(ended?),
    }
    Ok(ExitCode::SUCCESS)
}

fn socket() -> io::Result<TcpListener> {
    let given = io::stdin().as_fd().try_clone_to_owned()?;
    let listener = std::net::TcpListener::from(given);
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}
