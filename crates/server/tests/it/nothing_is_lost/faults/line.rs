//! A booking's own line to the clinic, which can be cut.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub(super) struct Line {
    pub(super) address: SocketAddr,
    is_cut: watch::Sender<bool>,
    _task: JoinSet<()>,
}

impl Line {
    pub(super) async fn to(clinic: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (is_cut, cut) = watch::channel(false);
        let mut task = JoinSet::new();
        task.spawn(carry(listener, clinic, cut));
        Self { address, is_cut, _task: task }
    }

    /// What is under way is lost, and nothing comes through for so long.
    pub(super) async fn cut_for(&self, time: Duration) {
        self.is_cut.send_replace(true);
        tokio::time::sleep(time).await;
        self.is_cut.send_replace(false);
    }
}

async fn carry(listener: TcpListener, clinic: SocketAddr, cut: watch::Receiver<bool>) {
    let mut under_way = JoinSet::new();
    while let Ok((mut near, _)) = listener.accept().await {
        let mut cut = cut.clone();
        if *cut.borrow_and_update() {
            continue;
        }
        under_way.spawn(async move {
            let Ok(mut far) = TcpStream::connect(clinic).await else { return };
            tokio::select! {
                _end = copy_bidirectional(&mut near, &mut far) => {}
                _cut = cut.wait_for(|is_cut| *is_cut) => {}
            }
        });
    }
}
