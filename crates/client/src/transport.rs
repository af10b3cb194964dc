//! Sends one request and reads one answer: key, retries that are safe, errors by their code. Knows no endpoint.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::error::{ClientError, Refusal};

/// Tried this often in all when the service cannot be reached or says that it is busy.
const ATTEMPTS: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// A service that asks for more patience than this gets its refusal passed on to the caller.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub(crate) struct Transport {
    http: reqwest::Client,
    base: Url,
    api_key: Option<String>,
}

/// One request. All of Baton's requests may be sent again: questions and cancels by nature, starts by their idempotency key.
#[derive(Debug)]
pub(crate) struct Ask<'a, B: Serialize> {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) body: Option<&'a B>,
    pub(crate) idempotency_key: Option<String>,
    /// How long the service may think about it on purpose (a long poll), on top of the ordinary deadline.
    pub(crate) patience: Duration,
    /// Whether the body of a 502 is an answer of its own: it then says what the service could not read.
    pub(crate) tells_with_502: bool,
}

impl Ask<'_, ()> {
    pub(crate) fn new(method: Method, path: String) -> Self {
        Ask {
            method,
            path,
            query: Vec::new(),
            body: None,
            idempotency_key: None,
            patience: Duration::ZERO,
            tells_with_502: false,
        }
    }

    pub(crate) fn with_body<B: Serialize>(self, body: &B) -> Ask<'_, B> {
        let Ask { method, path, query, idempotency_key, patience, tells_with_502, .. } = self;
        Ask { method, path, query, body: Some(body), idempotency_key, patience, tells_with_502 }
    }
}

impl<B: Serialize> Ask<'_, B> {
    fn path_and_query(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish();
        format!("{}?{query}", self.path)
    }
}

impl Transport {
    pub(crate) fn new(base: &str, api_key: Option<&str>) -> Result<Self, ClientError> {
        crate::tls::provide();
        // A trailing slash makes `join` keep a path in front of a service that lives below one.
        let base = Url::parse(&format!("{}/", base.trim_end_matches('/')))?;
        let http =
            reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { http, base, api_key: api_key.map(str::to_owned) })
    }

    pub(crate) fn base_url(&self) -> &str {
        self.base.as_str()
    }

    /// Sends a request until it is answered, and returns the body of a success.
    pub(crate) async fn ask<B: Serialize, A: DeserializeOwned>(
        &self,
        ask: Ask<'_, B>,
    ) -> Result<A, ClientError> {
        let mut pause = FIRST_PAUSE;
        for _ in 1..ATTEMPTS {
            let error = match self.once(&ask).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let Some(asked_for) = error.retry_after_at_most(LONGEST_PAUSE) else { return Err(error) };
            tracing::debug!(path = ask.path, %error, "Asking again");
            // tidy: pause, the service was busy or out of reach; asking at once would not find it better.
            tokio::time::sleep(asked_for.max(pause)).await;
            pause *= 2;
        }
        self.once(&ask).await
    }

    /// Opens an answer that goes on for as long as the service has something to say.
    pub(crate) async fn open(&self, path: &str, last_event: Option<&str>) -> Result<Response, ClientError> {
        let mut request = self.request(Method::GET, path)?.header(header::ACCEPT, "text/event-stream");
        if let Some(id) = last_event {
            request = request.header("Last-Event-ID", id);
        }
        let response = request.send().await?;
        if response.status().is_success() { Ok(response) } else { Err(refusal(response).await) }
    }

    async fn once<B: Serialize, A: DeserializeOwned>(&self, ask: &Ask<'_, B>) -> Result<A, ClientError> {
        let mut request = self.request(ask.method.clone(), &ask.path_and_query())?;
        request = request.timeout(ANSWER_WITHIN + ask.patience);
        if let Some(body) = ask.body {
            request = request.json(body);
        }
        if let Some(key) = &ask.idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        let response = request.send().await?;
        let status = response.status();
        if status == StatusCode::BAD_GATEWAY && ask.tells_with_502 {
            // A proxy in between answers with the same status, and with a page.
            let told = response.json().await;
            return told.map_err(|_| ClientError::Unexpected { status: status.as_u16(), busy: true });
        }
        if !status.is_success() {
            return Err(refusal(response).await);
        }
        response.json().await.map_err(ClientError::Malformed)
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, ClientError> {
        let request = self.http.request(method, self.base.join(path)?);
        Ok(match &self.api_key {
            Some(key) => request.bearer_auth(key),
            None => request,
        })
    }
}

async fn refusal(response: Response) -> ClientError {
    let status = response.status();
    let retry_after = seconds(&response);
    match response.json().await {
        Ok(body) => ClientError::Refused(Box::new(Refusal::new(status.as_u16(), body, retry_after))),
        // A proxy in between may answer with a page of its own.
        Err(_) => ClientError::Unexpected { status: status.as_u16(), busy: is_busy(status) },
    }
}

fn seconds(response: &Response) -> Option<Duration> {
    let value = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    value.parse().ok().map(Duration::from_secs)
}

fn is_busy(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 502 | 503 | 504)
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transport").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}
