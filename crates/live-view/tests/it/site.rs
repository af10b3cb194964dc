//! A clinic's payment page for tests: fields of every kind, and card fields in an iframe of another site.

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

const PAGE: &str = include_str!("site/page.html");
const CARD: &str = include_str!("site/card.html");
const ASKING: &str = include_str!("site/asking.html");
const ELSEWHERE: &str = "<!doctype html><title>Elsewhere</title><a href='/asking'>Back to the clinic</a>";
const POPUP: &str = include_str!("site/popup.html");

/// The running site. The card fields are on `localhost`, the page on `127.0.0.1`: different sites to a browser.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) url: String,
    _servers: JoinSet<()>,
}

impl Site {
    pub(crate) async fn spawn() -> Self {
        let mut servers = JoinSet::new();
        let card = serve(&mut servers, Router::new().route("/card", get(|| async { Html(CARD) }))).await;
        let page = Router::new()
            .route("/", get(page))
            .route("/popup", get(|| async { Html(POPUP) }))
            .route("/asking", get(|| async { Html(ASKING) }))
            .route("/elsewhere", get(|| async { Html(ELSEWHERE) }))
            .route("/file", get(|| async { [7_u8; 64].to_vec() }))
            .with_state(format!("http://localhost:{card}/card"));
        let port = serve(&mut servers, page).await;
        Self { url: format!("http://127.0.0.1:{port}/"), _servers: servers }
    }
}

async fn page(State(card): State<String>) -> Html<String> {
    Html(PAGE.replace("{{card}}", &card))
}

pub(crate) async fn serve(servers: &mut JoinSet<()>, router: Router) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    servers.spawn(async move { axum::serve(listener, router).await.unwrap() });
    port
}
