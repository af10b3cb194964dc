//! Clients that are slow, broken or many, and a service that is told to stop.

use std::time::{Duration, Instant};

use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{TestApp, without_browser};

#[tokio::test]
#[expect(clippy::print_stderr, reason = "the figure is asked for")]
async fn clients_that_never_finish_do_not_hold_the_others_up() {
    let app = TestApp::start().await;
    let mut idle = Vec::new();
    for turn in 0..1_000 {
        let mut stream = TcpStream::connect(app.address()).await.unwrap();
        let half = match turn % 3 {
            0 => "",
            1 => "POST /api/v1/booking/start HTTP/1.1\r\nhost: 127.0.0.1\r\n",
            _ => "GET /h/0123456789abcdef/live HTTP/1.1\r\nhost: 127.0.0.1\r\nupgr",
        };
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
    eprintln!(
        "1000 clients that never finish: others are answered in {:?} at the median, {:?} at most",
        took[10], took[19]
    );
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
