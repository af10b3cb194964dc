//! What stands before several instances: one public address, and somebody who decides which of them is reached by it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

pub(super) struct Balancer {
    base_url: String,
    chosen: Arc<Mutex<SocketAddr>>,
    _tasks: JoinSet<()>,
}

impl Balancer {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let chosen = Arc::new(Mutex::new(address));
        let mut tasks = JoinSet::new();
        tasks.spawn(balance(listener, Arc::clone(&chosen)));
        Self { base_url: format!("http://{address}"), chosen, _tasks: tasks }
    }

    pub(super) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// From now on new connections lead to the instance with this address. Those that are open stay as they are.
    pub(super) fn lead_to(&self, base_url: &str) {
        *self.chosen.lock().unwrap() = base_url.trim_start_matches("http://").parse().unwrap();
    }
}

async fn balance(listener: TcpListener, chosen: Arc<Mutex<SocketAddr>>) {
    let mut connections = JoinSet::new();
    loop {
        let (mut from, _) = listener.accept().await.unwrap();
        let address = *chosen.lock().unwrap();
        connections.spawn(async move {
            if let Ok(mut to) = TcpStream::connect(address).await {
                let _gone = copy_bidirectional(&mut from, &mut to).await;
            }
        });
    }
}
