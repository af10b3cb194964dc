//! Hostile addresses in requests, and at the gate itself.

use std::collections::BTreeMap;

use baton_server::config::Settings;
use baton_server::egress::Egress;
use baton_server::egress::gate::Gate;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use url::Url;

use super::trap::Trap;
use crate::support::{TestApp, booking, without_browser};

fn hostile() -> impl Iterator<Item = &'static str> {
    include_str!("../../../src/egress/hostile.txt").lines().filter(|line| !line.starts_with('#'))
}

/// `address` with the trap's port, where it says none: then a connection that is made is counted.
fn at(port: u16, address: &str) -> String {
    match Url::parse(address) {
        Ok(mut url) if url.has_host() => {
            let _kept = url.set_port(Some(port));
            url.to_string()
        }
        _ => address.to_owned(),
    }
}

#[tokio::test]
async fn hostile_addresses_in_requests_are_refused_and_nobody_connects() {
    let trap = Trap::set().await;
    let settings = Settings { allow_private_network: Some("false".to_owned()), ..without_browser() };
    let app = TestApp::with(settings).await;
    let mut refused = 0;
    for address in hostile() {
        for field in ["bookingUrl", "callbackUrl"] {
            for address in [address.to_owned(), at(trap.address.port(), address)] {
                let mut body = booking();
                body[field] = json!(address);
                let answer = app.post("/api/v1/booking/start", &body).await;
                assert_eq!(answer.refusal(), (400, "invalid_request"), "{field}: {address}");
                refused += 1;
            }
        }
    }
    println!(
        "{refused} requests with {} hostile addresses: {} connections",
        hostile().count(),
        trap.caught()
    );
    assert_eq!(trap.caught(), 0);
}

#[tokio::test]
async fn the_gate_connects_to_none_of_them() {
    let trap = Trap::set().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gate = listener.local_addr().unwrap();
    let mut tasks = JoinSet::new();
    tasks.spawn(Gate::new(Egress::new(false), Vec::new()).serve(listener));

    let mut answers = BTreeMap::<String, usize>::new();
    for address in hostile() {
        let Ok(url) = Url::parse(&at(trap.address.port(), address)) else { continue };
        let Some(host) = url.host_str() else { continue };
        let (port, raw) = (trap.address.port(), raw_host(address));
        for host in [host, raw].into_iter().filter(|host| host.is_ascii()) {
            for ask in [
                format!("CONNECT {host}:{port} HTTP/1.1\r\nhost: {host}:{port}\r\n\r\n"),
                format!(
                    "GET http://{host}:{port}/ HTTP/1.1\r\nhost: {host}:{port}\r\nconnection: close\r\n\r\n"
                ),
            ] {
                let status = asked(gate, &ask).await;
                assert!(!status.starts_with('2'), "{ask} gave {status}");
                *answers.entry(status).or_default() += 1;
            }
        }
    }
    println!("the gate answered {answers:?}: {} connections", trap.caught());
    assert_eq!(trap.caught(), 0);
}

/// The host as it was written, before any parser made sense of it.
fn raw_host(address: &str) -> &str {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        host.split_inclusive(']').next().unwrap_or(host)
    } else {
        host.split(':').next().unwrap_or(host)
    }
}

async fn asked(gate: std::net::SocketAddr, ask: &str) -> String {
    let mut stream = TcpStream::connect(gate).await.unwrap();
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut status = [0; 12];
    match stream.read_exact(&mut status).await {
        Ok(_) => String::from_utf8_lossy(&status[9..]).into_owned(),
        Err(_) => "hung up".to_owned(),
    }
}
