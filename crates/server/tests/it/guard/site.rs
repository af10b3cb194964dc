//! A site that is allowed, and whose page tries everything to reach what is not.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::response::{Html, Redirect};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub(super) struct Site {
    pub(super) address: SocketAddr,
    /// How often the page has called home.
    calls: Arc<AtomicUsize>,
    _task: JoinSet<()>,
}

impl Site {
    /// Opens a site whose page goes after `trap`.
    pub(super) async fn open(trap: SocketAddr) -> Self {
        let calls = Arc::new(AtomicUsize::new(0));
        let page = include_str!("intruder.html").replace("PORT_OF_THE_TRAP", &trap.port().to_string());
        let counted = Arc::clone(&calls);
        let call = move || async move { (counted.fetch_add(1, Ordering::SeqCst) + 1).to_string() };
        let redirect = move || async move { Redirect::temporary(&format!("http://{trap}/redirected")) };
        let router = Router::new()
            .route("/", get(async || Html(page)))
            .route("/links", get(async || Html(include_str!("links.html"))))
            .route("/call", get(call))
            .route("/redirect", get(redirect))
            .route(
                "/worker.js",
                get(async || ([("content-type", "text/javascript")], include_str!("worker.js"))),
            );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut task = JoinSet::new();
        task.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, calls, _task: task }
    }

    pub(super) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}
