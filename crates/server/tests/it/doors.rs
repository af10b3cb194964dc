//! Who may come in, from where, how often and over what: keys that change, proxies, limits, hosts, TLS.

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use baton_server::config::Settings;
use reqwest::{Certificate, Client, Method};
use serde_json::json;
use tempfile::TempDir;

use crate::support::{Answer, TestApp, booking, without_browser};

const LIST: &str = "/api/v1/booking/sessions";

/// A service behind a proxy on this machine.
fn behind_a_proxy(settings: Settings) -> Settings {
    Settings { trusted_proxies: Some("127.0.0.1".to_owned()), ..settings }
}

async fn opened_by(app: &TestApp, address: &str) -> Answer {
    Answer::of(app.ask(Method::GET, "/h/0123456789abcdef").header("x-forwarded-for", address)).await
}

#[tokio::test]
async fn one_address_opens_handoff_pages_only_so_often() {
    let tight = Settings { address_rate: Some("3/1h".to_owned()), ..without_browser() };
    let app = TestApp::with(behind_a_proxy(tight)).await;
    for _ in 0..3 {
        assert_eq!(opened_by(&app, "198.51.100.1").await.status, 404);
    }
    let refused = opened_by(&app, "198.51.100.1").await;
    assert_eq!(refused.refusal(), (429, "rate_limited"));
    assert_eq!(refused.header("retry-after"), "1200");
    for path in ["claim", "summary", "live"] {
        let method = if path == "live" { Method::GET } else { Method::POST };
        let request = app.ask(method, &format!("/h/0123456789abcdef/{path}"));
        let answer = Answer::of(request.header("x-forwarded-for", "198.51.100.1")).await;
        assert_eq!(answer.refusal(), (429, "rate_limited"), "{path}");
    }
    assert_eq!(opened_by(&app, "198.51.100.2").await.status, 404, "another phone is not held up");
}

#[tokio::test]
async fn nobody_but_a_trusted_proxy_is_believed() {
    let tight = Settings { address_rate: Some("1/1h".to_owned()), ..without_browser() };
    // Without the setting the header counts for nothing: everybody is this machine, which is not counted.
    let app = TestApp::with(tight).await;
    for _ in 0..4 {
        assert_eq!(opened_by(&app, "198.51.100.1").await.status, 404);
    }
}

#[tokio::test]
async fn who_guesses_keys_is_soon_not_answered_any_more() {
    for path in [LIST, "/dashboard"] {
        let tight = Settings {
            api_keys: Some("platform:sesame".to_owned()),
            address_rate: Some("3/1h".to_owned()),
            ..without_browser()
        };
        let app = TestApp::with(behind_a_proxy(tight)).await;
        let ask = || app.ask(Method::GET, path).header("x-forwarded-for", "198.51.100.1");
        let guess = |key: &'static str| Answer::of(ask().bearer_auth(key));
        for _ in 0..3 {
            assert_eq!(guess("wrong").await.status, 401, "{path}");
        }
        assert_eq!(guess("wrong").await.refusal(), (429, "rate_limited"), "{path}");
        let known = guess("sesame").await.status;
        assert_eq!(known, 200, "{path}: whoever has a key is not held up by those who have none");
    }
}

#[tokio::test]
async fn the_form_for_the_key_may_be_looked_at_as_often_as_one_likes() {
    let tight = Settings {
        api_keys: Some("platform:sesame".to_owned()),
        address_rate: Some("1/1h".to_owned()),
        ..without_browser()
    };
    let app = TestApp::with(behind_a_proxy(tight)).await;
    for _ in 0..3 {
        let look = app.ask(Method::GET, "/dashboard").header("x-forwarded-for", "198.51.100.1");
        assert_eq!(Answer::of(look).await.status, 401);
    }
}

#[tokio::test]
async fn each_key_has_a_count_of_its_own() {
    let tight = Settings {
        api_keys: Some("one:sesame,two:open".to_owned()),
        key_rate: Some("2/1h".to_owned()),
        ..without_browser()
    };
    let app = TestApp::with(tight).await;
    let ask = |key: &'static str| Answer::of(app.ask(Method::GET, LIST).bearer_auth(key));
    assert_eq!((ask("sesame").await.status, ask("sesame").await.status), (200, 200));
    let refused = ask("sesame").await;
    assert_eq!(refused.refusal(), (429, "rate_limited"));
    assert_eq!(refused.header("retry-after"), "1800");
    assert_eq!(ask("open").await.status, 200);
}

#[tokio::test]
async fn keys_are_exchanged_without_a_restart() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "platform:before\n").unwrap();
    let keys = Settings { api_keys_file: Some(path(file.path())), ..without_browser() };
    let app = TestApp::with(keys).await;
    let status = async |key: &str| Answer::of(app.ask(Method::GET, LIST).bearer_auth(key)).await.status;
    assert_eq!((status("before").await, status("after-it").await), (200, 401));

    std::fs::write(file.path(), "platform:after-it\n").unwrap();

    until(async || status("after-it").await == 200).await;
    assert_eq!(status("before").await, 401);
    // A file that would leave the door open is not taken.
    std::fs::write(file.path(), "").unwrap();
    std::fs::write(file.path(), "no key at all").unwrap();
    assert_eq!((status("after-it").await, status("").await), (200, 401));
}

#[tokio::test]
async fn only_listed_hosts_are_gone_to() {
    let listed = Settings {
        booking_hosts: Some("*.example.com".to_owned()),
        callback_hosts: Some("hooks.platform.example".to_owned()),
        ..without_browser()
    };
    let app = TestApp::with(listed).await;
    let start = async |field: &str, address: &str| {
        let mut body = booking();
        body[field] = json!(address);
        app.post("/api/v1/booking/start", &body).await
    };
    assert_eq!(start("callbackUrl", "https://hooks.platform.example/baton").await.status, 201);
    for (field, address) in [
        ("bookingUrl", "https://clinic.example.org/book"),
        ("bookingUrl", "https://example.com/book"),
        ("bookingUrl", "https://clinic.example.com.example.org/"),
        ("callbackUrl", "https://platform.example/baton"),
        ("callbackUrl", "https://hooks.platform.example@example.org/"),
    ] {
        let refused = start(field, address).await;
        assert_eq!(refused.refusal(), (400, "invalid_request"), "{address}");
        assert_eq!(refused.body["details"][0]["path"], field, "{address}");
    }
    let asked = json!({ "bookingUrl": "https://clinic.example.org/book", "date": "2099-02-05" });
    assert_eq!(app.post("/api/v1/availability", &asked).await.refusal(), (400, "invalid_request"));
}

/// A certificate for this machine, and its key, in files.
struct Issued {
    folder: TempDir,
}

impl Issued {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Writes a new certificate and returns what trusts it.
    fn renew(&self) -> Certificate {
        let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(self.key(), issued.signing_key.serialize_pem()).unwrap();
        std::fs::write(self.chain(), issued.cert.pem()).unwrap();
        Certificate::from_pem(issued.cert.pem().as_bytes()).unwrap()
    }

    fn chain(&self) -> String {
        path(&self.folder.path().join("chain.pem"))
    }

    fn key(&self) -> String {
        path(&self.folder.path().join("key.pem"))
    }
}

async fn health(app: &TestApp, trusted: &Certificate) -> reqwest::Result<reqwest::Response> {
    let address = (IpAddr::from([127, 0, 0, 1]), app.address().port()).into();
    let client = Client::builder().tls_certs_only([trusted.clone()]).resolve("localhost", address);
    client.build().unwrap().get(format!("https://localhost:{}/health", app.address().port())).send().await
}

#[tokio::test]
async fn certificates_are_exchanged_without_a_restart() {
    let issued = Issued::new();
    let first = issued.renew();
    let tls = Settings { tls_cert: Some(issued.chain()), tls_key: Some(issued.key()), ..without_browser() };
    let app = TestApp::with(tls).await;
    assert!(app.app.base_url().starts_with("https://"));

    let answer = health(&app, &first).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("strict-transport-security"));
    assert!(app.ask(Method::GET, "/health").send().await.is_err(), "plain HTTP is not spoken");

    let second = issued.renew();
    until(async || health(&app, &second).await.is_ok()).await;
    assert!(health(&app, &first).await.is_err());
    // Half a pair is not taken: the certificate that works stays.
    std::fs::write(issued.key(), "-----BEGIN NOTHING-----").unwrap();
    assert!(health(&app, &second).await.is_ok());
}

#[tokio::test]
async fn over_tls_the_operator_s_cookie_is_secure() {
    let issued = Issued::new();
    let trusted = issued.renew();
    let tls = Settings {
        tls_cert: Some(issued.chain()),
        tls_key: Some(issued.key()),
        api_keys: Some("ops:sesame".to_owned()),
        ..without_browser()
    };
    let app = TestApp::with(tls).await;
    let address = (IpAddr::from([127, 0, 0, 1]), app.address().port()).into();
    let client = Client::builder().tls_certs_only([trusted]).resolve("localhost", address);
    let client = client.redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let url = format!("https://localhost:{}/dashboard/sign-in", app.address().port());
    let form =
        client.post(url).header("content-type", "application/x-www-form-urlencoded").body("key=sesame");
    let answer = form.send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("; Secure") && cookie.contains("HttpOnly"), "{cookie}");
}

fn path(file: &Path) -> String {
    file.to_str().unwrap().to_owned()
}

/// Asks until it is so: files are looked at every few seconds.
async fn until(mut ask: impl AsyncFnMut() -> bool) {
    let asking = async { while !ask().await {} };
    tokio::time::timeout(Duration::from_secs(20), asking).await.expect("the file is read again");
}
