//! Two sites on loopback, which Chrome takes for two: `{other}` in a page stands for the other one's origin.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

pub(crate) struct Site {
    address: SocketAddr,
    _server: JoinSet<()>,
}

impl Site {
    pub(crate) async fn serve(pages: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let other = format!("http://localhost:{}", address.port());
        let pages: HashMap<_, _> =
            pages.iter().map(|(path, html)| ((*path).to_owned(), html.replace("{other}", &other))).collect();
        let mut server = JoinSet::new();
        server.spawn(accept(listener, Arc::new(pages)));
        Self { address, _server: server }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

async fn accept(listener: TcpListener, pages: Arc<HashMap<String, String>>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(answer(stream, Arc::clone(&pages)));
    }
}

/// `/status/502` and the like answer with that status; everything unknown with 404.
async fn answer(mut stream: TcpStream, pages: Arc<HashMap<String, String>>) {
    let mut request = vec![0; 16 << 10];
    let mut length = 0;
    while !request[..length].windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut request[length..]).await {
            Ok(read) if read > 0 => length += read,
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&request[..length]).into_owned();
    let path = head.split_whitespace().nth(1).unwrap_or("/");
    let (status, body) = match path.strip_prefix("/status/") {
        Some(status) => (status, "<h1>Not this time</h1>"),
        None => pages.get(path).map_or(("404", "<p>Nothing here</p>"), |html| ("200", html)),
    };
    let answer = format!(
        "HTTP/1.1 {status} x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    // A browser that has gone away needs no answer.
    let _written = stream.write_all(answer.as_bytes()).await;
}
