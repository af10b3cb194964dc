//! The one way out for what a driven page loads: a forward proxy that looks a name up, judges every address it may mean, and connects
//! to exactly what it has judged. So windows, workers, web sockets, redirects and names that change their meaning are all held to the
//! same rule. Knows nothing of pages.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::client::conn::http1 as client;
use hyper::header::{self, HeaderName};
use hyper::http::uri::{Authority, Scheme};
use hyper::server::conn::http1 as server;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;
use url::{Host, Url};

use super::Egress;

/// Chrome itself gives up on a host that does not answer after a few times this.
const CONNECT_PATIENCE: Duration = Duration::from_secs(20);
/// The wait after a failed accept: what is missing then (file descriptors) needs others to finish.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// What concerns one connection only (RFC 9110, section 7.6.1).
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
];

/// Clones share one rule and one set of connections.
#[derive(Clone)]
pub struct Gate {
    admits: Arc<dyn Fn(SocketAddr) -> bool + Send + Sync>,
    tasks: TaskTracker,
}

/// Why a request goes no further.
#[derive(Debug, thiserror::Error)]
enum Stopped {
    #[error("this is a proxy: it wants a full address")]
    NoAddress,
    #[error("this address is private or local")]
    Private,
    #[error("the host cannot be reached")]
    Unreachable(#[from] io::Error),
    #[error("the host broke the connection")]
    Broken(#[from] hyper::Error),
}

impl Gate {
    /// A gate that holds to `egress`, except that the addresses in `known` are open (for tests: a clinic of their own).
    pub fn new(egress: Egress, known: Vec<SocketAddr>) -> Self {
        let admits = move |address: SocketAddr| egress.admits(address.ip()) || known.contains(&address);
        Self { admits: Arc::new(admits), tasks: TaskTracker::new() }
    }

    /// Serves everybody who comes to `listener`; ends, with all connections, when dropped.
    pub async fn serve(self, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    self.tasks.spawn(self.clone().converse(stream));
                }
                // tidy: pause, a socket that cannot accept, for want of descriptors, cannot tell when it can again
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            }
        }
    }

    async fn converse(self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let service = service_fn(|request| {
            let gate = self.clone();
            async move { Ok::<_, Infallible>(gate.answer(request).await) }
        });
        let connection = server::Builder::new().serve_connection(TokioIo::new(stream), service);
        // Browsers break connections off as they please.
        let _broken = connection.with_upgrades().await;
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        let answered = match *request.method() {
            Method::CONNECT => self.tunnel(request).await,
            _ => self.pass_on(request).await,
        };
        answered.unwrap_or_else(|stopped| stopped.answer())
    }

    /// For https and web sockets: what goes through is not looked at.
    async fn tunnel(&self, request: Request<Incoming>) -> Result<Response<Body>, Stopped> {
        let authority = request.uri().authority().ok_or(Stopped::NoAddress)?;
        let mut host = self.reach(authority, 443).await?;
        self.tasks.spawn(async move {
            if let Ok(browser) = hyper::upgrade::on(request).await {
                let _broken = tokio::io::copy_bidirectional(&mut TokioIo::new(browser), &mut host).await;
            }
        });
        Ok(Response::new(Body::empty()))
    }

    /// For plain http: one connection for each request.
    async fn pass_on(&self, mut request: Request<Incoming>) -> Result<Response<Body>, Stopped> {
        let plain = request.uri().scheme() == Some(&Scheme::HTTP);
        let authority = request.uri().authority().filter(|_| plain).ok_or(Stopped::NoAddress)?;
        let host = self.reach(authority, 80).await?;
        let (mut sender, connection) = client::handshake(TokioIo::new(host)).await?;
        self.tasks.spawn(async move {
            let _broken = connection.await;
        });
        *request.uri_mut() = path_of(request.uri());
        strip(request.headers_mut());
        let mut answer = sender.send_request(request).await?;
        strip(answer.headers_mut());
        Ok(answer.map(Body::new))
    }

    /// Connects to an address that was judged, never to a name that could mean another one by then.
    async fn reach(&self, authority: &Authority, port: u16) -> Result<TcpStream, Stopped> {
        let addresses = addresses(authority, authority.port_u16().unwrap_or(port)).await?;
        // One private address among public ones is how rebinding begins.
        if !addresses.iter().all(|address| (self.admits)(*address)) {
            return Err(Stopped::Private);
        }
        let connecting = TcpStream::connect(addresses.as_slice());
        let stream = tokio::time::timeout(CONNECT_PATIENCE, connecting).await.map_err(io::Error::from)??;
        let _ = stream.set_nodelay(true);
        Ok(stream)
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("connections", &self.tasks.len()).finish_non_exhaustive()
    }
}

impl Stopped {
    fn answer(&self) -> Response<Body> {
        let mut answer = Response::new(Body::from(self.to_string()));
        *answer.status_mut() = match self {
            Self::NoAddress => StatusCode::BAD_REQUEST,
            Self::Private => StatusCode::FORBIDDEN,
            Self::Unreachable(_) | Self::Broken(_) => StatusCode::BAD_GATEWAY,
        };
        answer
    }
}

/// Everything that `authority` means just now. The parser of URLs knows every way of writing a number.
async fn addresses(authority: &Authority, port: u16) -> Result<Vec<SocketAddr>, Stopped> {
    let url = Url::parse(&format!("http://{}/", authority.host())).map_err(|_| Stopped::NoAddress)?;
    match url.host() {
        Some(Host::Ipv4(ip)) => Ok(vec![SocketAddr::from((ip, port))]),
        Some(Host::Ipv6(ip)) => Ok(vec![SocketAddr::from((ip, port))]),
        Some(Host::Domain(name)) => Ok(tokio::net::lookup_host((name, port)).await?.collect()),
        None => Err(Stopped::NoAddress),
    }
}

fn path_of(uri: &Uri) -> Uri {
    uri.path_and_query().map_or_else(Uri::default, |path| Uri::from(path.clone()))
}

fn strip(headers: &mut HeaderMap) {
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
}
