//! Finds the debugging socket of a browser from the address an operator writes down.

use std::time::Duration;

use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

use super::CdpError;

const LOOKUP_LIMIT: Duration = Duration::from_secs(10);
const LOOKUP_BYTES: u64 = 64 << 10;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    web_socket_debugger_url: String,
}

/// Returns the `ws://` address behind `endpoint`, which may be one already or the `http://` address of the
/// debugging port.
pub(crate) async fn resolve(endpoint: &str) -> Result<String, CdpError> {
    let url = Url::parse(endpoint).map_err(|error| refused(endpoint, &error.to_string()))?;
    match url.scheme() {
        "ws" => Ok(endpoint.to_owned()),
        "http" => tokio::time::timeout(LOOKUP_LIMIT, ask(endpoint, &url))
            .await
            .map_err(|_| refused(endpoint, "no answer"))?,
        other => Err(refused(endpoint, &format!("{other}:// is not supported, use ws:// or http://"))),
    }
}

async fn ask(endpoint: &str, url: &Url) -> Result<String, CdpError> {
    let failed = |error: std::io::Error| refused(endpoint, &error.to_string());
    let host = url.host_str().ok_or_else(|| refused(endpoint, "it names no host"))?;
    let port = url.port_or_known_default().unwrap_or(80);
    let mut stream = TcpStream::connect((host, port)).await.map_err(failed)?;
    // Chrome refuses host names other than localhost, so it is asked by address.
    let address = stream.peer_addr().map_err(failed)?;
    let request = format!("GET /json/version HTTP/1.0\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.map_err(failed)?;
    let answer = read_body(&mut stream).await.map_err(failed)?;
    let version: Version = serde_json::from_slice(&answer)
        .map_err(|_| refused(endpoint, "it does not answer like a browser"))?;
    Ok(version.web_socket_debugger_url)
}

/// Reads the body of a short answer. Chrome keeps the connection open whatever it is asked, so the length decides.
async fn read_body(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    let mut limited = stream.take(LOOKUP_BYTES);
    loop {
        if let Some(body) = complete_body(&answer) {
            return Ok(body.to_vec());
        }
        if limited.read_buf(&mut answer).await? == 0 {
            return Ok(answer.split_off(body_start(&answer).unwrap_or(0)));
        }
    }
}

fn complete_body(answer: &[u8]) -> Option<&[u8]> {
    let start = body_start(answer)?;
    let head = String::from_utf8_lossy(&answer[..start]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"))?.trim().parse().ok()?;
    answer.get(start..start.checked_add(length)?)
}

fn body_start(answer: &[u8]) -> Option<usize> {
    answer.windows(4).position(|end| end == b"\r\n\r\n").map(|end| end + 4)
}

fn refused(endpoint: &str, reason: &str) -> CdpError {
    CdpError::Connect { endpoint: endpoint.to_owned(), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_complete_when_all_its_bytes_are_there() {
        assert_eq!(complete_body(b"HTTP/1.1 200 OK\r\nContent-Length:2\r\n\r\n{"), None);
        assert_eq!(complete_body(b"HTTP/1.1 200 OK\r\nContent-Length:2\r\n\r\n{}"), Some(&b"{}"[..]));
    }

    #[tokio::test]
    async fn an_encrypted_endpoint_is_refused_with_the_reason() {
        let error = resolve("wss://example.test/").await.unwrap_err();
        assert!(error.to_string().contains("wss:// is not supported"), "{error}");
    }
}
