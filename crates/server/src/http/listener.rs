//! Accepts connections and speaks HTTP/1.1 on them, with limits that `axum::serve` does not set. Knows no routes.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use super::origin::Encrypted;

/// A client that does not get its headers through by then holds nothing up but itself.
const HEADERS_PATIENCE: Duration = Duration::from_secs(10);
/// The same for a TLS handshake.
const HANDSHAKE_PATIENCE: Duration = Duration::from_secs(10);
/// Room for the headers of one request.
const HEADERS_ROOM: usize = 32 * 1024;
/// The wait after a failed accept: what is missing then (file descriptors) needs others to finish.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop`; then takes nobody new and lets every request under way finish. `tasks` owns the connections.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    tasks: TaskTracker,
    stop: CancellationToken,
) {
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok((stream, peer)) => {
                tasks.spawn(welcome(stream, peer, tls.clone(), router.clone(), stop.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "Could not accept a connection");
                // tidy: pause, a socket that cannot accept, for want of descriptors, cannot tell when it can again
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn welcome(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<TlsAcceptor>,
    router: Router,
    stop: CancellationToken,
) {
    // Frames and taps are small and must not wait for company.
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else { return converse(stream, (ConnectInfo(peer), None), router, stop).await };
    match timeout(HANDSHAKE_PATIENCE, tls.accept(stream)).await {
        Ok(Ok(stream)) => {
            converse(stream, (ConnectInfo(peer), Some(Encrypted)), router, stop).await;
        }
        Ok(Err(error)) => tracing::debug!(%error, "A handshake failed"),
        Err(_) => tracing::debug!("A handshake took too long"),
    }
}

async fn converse<S>(
    stream: S,
    (peer, encrypted): (ConnectInfo<SocketAddr>, Option<Encrypted>),
    router: Router,
    stop: CancellationToken,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        if let Some(encrypted) = encrypted {
            request.extensions_mut().insert(encrypted);
        }
        router.clone().oneshot(request)
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_PATIENCE)
            .max_buf_size(HEADERS_ROOM)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades()
    );
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "A connection broke");
    }
}
