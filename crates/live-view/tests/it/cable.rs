//! A cable between a phone and the service that can be pulled: what is on its way is lost, and nobody says goodbye.

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub(crate) struct Cable {
    /// The address that stands for the service's.
    pub(crate) base: String,
    pulls: watch::Sender<u32>,
    _ends: JoinSet<()>,
}

impl Cable {
    /// Leads to the service at `base`.
    pub(crate) async fn to(base: &str) -> Self {
        let service = base.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/", listener.local_addr().unwrap());
        let pulls = watch::Sender::new(0);
        let (mut ends, pulled) = (JoinSet::new(), pulls.clone());
        ends.spawn(async move {
            let mut lines = JoinSet::new();
            while let Ok((phone, _)) = listener.accept().await {
                lines.spawn(carry(phone, service.clone(), pulled.subscribe()));
            }
        });
        Self { base, pulls, _ends: ends }
    }

    /// Ends every connection with a reset, as a network that went away does.
    pub(crate) fn pull(&self) {
        self.pulls.send_modify(|pulls| *pulls += 1);
    }
}

async fn carry(mut phone: TcpStream, service: String, mut pulled: watch::Receiver<u32>) {
    let Ok(mut service) = TcpStream::connect(service).await else { return };
    pulled.mark_unchanged();
    tokio::select! {
        _ended = copy_bidirectional(&mut phone, &mut service) => {}
        _now = pulled.changed() => {
            let _reset = (phone.set_zero_linger(), service.set_zero_linger());
        }
    }
}
