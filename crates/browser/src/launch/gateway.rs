//! Chrome's one way to the network: a proxy in a process of its own. It belongs to Chrome's process group, so it lives on with Chrome
//! when our process ends, and connections that are under way live on with it. What it lets through is for the caller to know.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use super::group;

const PROXY: &str = "--proxy-server=http://";

/// The program that is the proxy. It is given a listening socket as its standard input, and must end with the leader of its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    pub program: PathBuf,
    pub args: Vec<String>,
}

/// A socket that nobody serves yet. Whoever connects waits until somebody does.
#[derive(Debug)]
pub(super) struct Opening {
    listener: TcpListener,
    address: SocketAddr,
}

impl Opening {
    pub(super) fn new() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Self { address: listener.local_addr()?, listener })
    }

    /// Makes Chrome send everything here, loopback included, and nothing past it.
    pub(super) fn flags(&self) -> [String; 3] {
        [
            format!("{PROXY}{}", self.address),
            "--proxy-bypass-list=<-loopback>".to_owned(),
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp".to_owned(),
        ]
    }

    /// Starts the program in the group that `leader` leads.
    pub(super) fn serve(self, gateway: &Gateway, leader: u32) -> io::Result<Child> {
        let group = i32::try_from(leader).map_err(io::Error::other)?;
        let mut command = Command::new(&gateway.program);
        command
            .args(&gateway.args)
            .stdin(OwnedFd::from(self.listener))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(group);
        command.spawn()
    }
}

/// Where the Chrome with this process number was told to send everything; absent if it goes where it likes.
pub(super) fn gateway_of(pid: u32) -> Option<SocketAddr> {
    group::told(pid, PROXY)?.parse().ok()
}

/// Returns when nobody is behind `address`, or nobody any more.
pub(super) async fn ended(address: SocketAddr) {
    if let Ok(mut idle) = TcpStream::connect(address).await {
        // We say nothing, so it says nothing: what comes is the end.
        let _end = idle.read(&mut [0]).await;
    }
}
