//! A socket where nobody must come. It counts who does.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub(super) struct Trap {
    pub(super) address: SocketAddr,
    caught: Arc<AtomicUsize>,
    _task: JoinSet<()>,
}

impl Trap {
    /// Listens on loopback, in both families where the machine has them.
    pub(super) async fn set() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let caught = Arc::new(AtomicUsize::new(0));
        let mut task = JoinSet::new();
        task.spawn(catch(listener, Arc::clone(&caught)));
        if let Ok(listener) = TcpListener::bind(("::1", address.port())).await {
            task.spawn(catch(listener, Arc::clone(&caught)));
        }
        Self { address, caught, _task: task }
    }

    pub(super) fn caught(&self) -> usize {
        self.caught.load(Ordering::SeqCst)
    }
}

async fn catch(listener: TcpListener, caught: Arc<AtomicUsize>) {
    while let Ok((mut stream, _)) = listener.accept().await {
        caught.fetch_add(1, Ordering::SeqCst);
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret").await;
    }
}
