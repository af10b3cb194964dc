//! A service on a free port, and short words for what tests ask of it. Every person here is invented.

use std::net::SocketAddr;

use baton_server::app::App;
use baton_server::config::{Config, Settings};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

/// A running service and somebody who talks to it.
pub(crate) struct TestApp {
    pub(crate) app: App,
    client: Client,
}

/// Settings of a service that keeps nothing and reaches for a browser that is not there: sessions are taken on and wait.
pub(crate) fn without_browser() -> Settings {
    Settings {
        listen: Some("127.0.0.1:0".to_owned()),
        database_url: Some("sqlite::memory:".to_owned()),
        // The discard port: nobody listens there.
        browser_urls: Some("ws://127.0.0.1:9".to_owned()),
        shutdown_grace: Some("5s".to_owned()),
        ..Settings::default()
    }
}

impl TestApp {
    pub(crate) async fn start() -> Self {
        Self::with(without_browser()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let config = Config::resolve(settings).expect("test settings are valid");
        let app = App::start(config).await.expect("the service starts");
        Self { app, client: Client::new() }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.app.address()
    }

    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address()))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.ask(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.ask(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.ask(Method::POST, path).json(body)).await
    }

    /// Starts a session and gives its id.
    pub(crate) async fn book(&self) -> String {
        let started = self.post("/api/v1/booking/start", &booking()).await;
        assert_eq!(started.status, 201, "{}", started.body);
        started.body["sessionId"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn status(&self, id: &str) -> Value {
        let answer = self.get(&format!("/api/v1/booking/{id}/status")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response: Response = request.send().await.expect("the service answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self { status, headers, body }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The refusal's status and code, after a look at the shape that all refusals share.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        assert_eq!(self.header("content-type"), "application/json");
        assert_eq!(self.body["success"], false, "{}", self.body);
        let sentence = self.body["error"].as_str().unwrap();
        assert!(sentence.ends_with('.') && sentence.len() > 10, "{sentence}");
        (self.status, self.body["code"].as_str().unwrap())
    }
}

/// A booking that is far enough in the future for every time zone and many years of tests.
pub(crate) fn booking() -> Value {
    json!({
        "bookingUrl": "https://clinic.example.com/book",
        "date": "2099-02-05",
        "time": "2:30pm",
        "lead": {
            "firstName": "Jane",
            "lastName": "Sample",
            "phone": "+14407031022",
            "email": "jane@example.com"
        }
    })
}
