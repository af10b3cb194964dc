//! Clients that are slow, broken or many, and a service that is told to stop.

use std::time::{Duration, Instant};

use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{TestApp, without_browser};

#[tokio::test]
async fn clients_that_never_finish_do_not_hold_the_others_up() {
    let app = TestApp::start().await;
    let mut idle = Vec::new();
    for turn in 0..200 {
        let mut stream = TcpStream::connect(app.address()).await.unwrap();
        let half =
            if turn % 2 == 0 { "" } else { "POST /api/v1/booking/start HTTP/1.1\r\nhost: 127.0.0.1\r\n" };
        stream.write_all(half.as_bytes()).await.unwrap();
        idle.push(stream);
    }
    let mut took = Vec::new();
    for _ in 0..20 {
        let begun = Instant::now();
        assert_eq!(app.get("/health").await.status, 200);
        took.push(begun.elapsed());
    }
    took.sort();
    assert!(took[10] < Duration::from_millis(100), "{:?} at the median", took[10]);
}

#[tokio::test]
async fn a_body_that_never_comes_is_given_up() {
    let app = TestApp::start().await;
    let mut stream = TcpStream::connect(app.address()).await.unwrap();
    let head = "POST /api/v1/booking/start HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
}

#[tokio::test]
async fn a_stopping_service_ends_the_waits_of_its_callers() {
    let app = TestApp::with(without_browser()).await;
    let id = app.book().await;
    let wait = app.ask(Method::GET, &format!("/api/v1/booking/{id}/status?wait=50s")).send();
    let following = app.ask(Method::GET, &format!("/api/v1/booking/{id}/events")).send().await.unwrap();
    let begun = Instant::now();
    // The stream ends, the wait is answered, and only then has the service stopped.
    let (waited, followed, ()) = tokio::join!(wait, following.bytes(), app.app.stop());
    assert!(followed.is_ok());
    assert!(waited.is_ok_and(|answer| answer.status() == 200) || begun.elapsed() < Duration::from_secs(1));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}
