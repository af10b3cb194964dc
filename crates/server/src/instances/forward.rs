//! Passes one request on to another instance, and its answer back; of a WebSocket also everything after that.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use baton_booking::clock::Clock;
use baton_store::Instance;
use hyper::client::conn::http1;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use super::seal::{SEAL, Seal};

/// Machines of one network answer at once, or not at all.
const CONNECT_LIMIT: Duration = Duration::from_secs(2);
/// The longest that an instance may think: it lets a phone wait for its page for twenty seconds.
const ANSWER_LIMIT: Duration = Duration::from_secs(25);

/// Sends requests to other instances. Clones share what they need.
#[derive(Debug, Clone)]
pub(crate) struct Forwarder {
    seal: Seal,
    clock: Arc<dyn Clock>,
    /// Owns the connections.
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// Why an instance could not be asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotReached {
    #[error("its address is no http address")]
    Address,
    #[error("failed to connect to it")]
    Connect(#[source] std::io::Error),
    #[error("it did not answer")]
    Http(#[from] hyper::Error),
    #[error("it did not answer in time")]
    Silent,
}

impl Forwarder {
    pub(crate) fn new(
        seal: Seal,
        clock: Arc<dyn Clock>,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> Self {
        Self { seal, clock, tasks, stop }
    }

    /// Asks `instance` what `parts` and `body` ask.
    pub(crate) async fn pass_on(
        &self,
        instance: &Instance,
        parts: &Parts,
        body: Bytes,
    ) -> Result<Response, NotReached> {
        let stream = connect(&instance.url).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let stop = self.stop.clone();
        self.tasks.spawn(async move { stop.run_until_cancelled(connection.with_upgrades()).await });
        let answer = timeout(ANSWER_LIMIT, sender.send_request(self.request(parts, body)));
        let mut answer = answer.await.map_err(|_| NotReached::Silent)??;
        if answer.status() == StatusCode::SWITCHING_PROTOCOLS
            && let Some(ours) = parts.extensions.get::<OnUpgrade>().cloned()
        {
            self.join(ours, hyper::upgrade::on(&mut answer));
        }
        Ok(answer.map(Body::new))
    }

    fn request(&self, parts: &Parts, body: Bytes) -> hyper::Request<Body> {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut request = hyper::Request::new(Body::from(body));
        *request.method_mut() = parts.method.clone();
        *request.uri_mut() = path.parse().expect("it came out of an address");
        *request.headers_mut() = travelling(&parts.headers);
        let seal = self.seal.on(&parts.method, path, self.clock.now());
        request.headers_mut().insert(SEAL, seal);
        request
    }

    /// Carries bytes both ways until one side hangs up.
    fn join(&self, ours: OnUpgrade, theirs: OnUpgrade) {
        let stop = self.stop.clone();
        self.tasks.spawn(stop.run_until_cancelled_owned(async move {
            let (Ok(ours), Ok(theirs)) = tokio::join!(ours, theirs) else { return };
            let (mut ours, mut theirs) = (TokioIo::new(ours), TokioIo::new(theirs));
            // Either side may go at any time.
            let _gone = tokio::io::copy_bidirectional(&mut ours, &mut theirs).await;
        }));
    }
}

/// What belongs to the request, without what belongs to the connection it came by. The length is that of the body we hold.
fn travelling(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in [header::TRANSFER_ENCODING, header::CONTENT_LENGTH, SEAL] {
        headers.remove(name);
    }
    headers
}

async fn connect(url: &str) -> Result<TcpStream, NotReached> {
    let url = Url::parse(url).map_err(|_| NotReached::Address)?;
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return Err(NotReached::Address);
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let connecting = timeout(CONNECT_LIMIT, TcpStream::connect((host, port)));
    let stream = connecting.await.map_err(|_| NotReached::Silent)?.map_err(NotReached::Connect)?;
    // Frames and taps are small and must not wait for company.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}
