//! One POST to a receiver: signed, guarded, bounded in time and in what is read of the answer.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use baton_api::signature::{CallbackSecret, ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use baton_store::DueCallback;
use jiff::Timestamp;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Response};
use url::Url;

use super::retry::Answer;
use crate::config::AllowedHosts;
use crate::egress::{self, Egress, GuardedResolver, NotAllowed};

/// From the first packet to the end of the answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Of the answer only the status counts; this much is read so that the connection can be used again.
const LARGEST_ANSWER: usize = 16 * 1024;

/// Carries callbacks to their receivers. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Courier {
    client: Client,
    egress: Egress,
    hosts: AllowedHosts,
    secrets: Arc<[CallbackSecret]>,
}

impl Courier {
    /// Every one of `secrets` signs every callback, so that a receiver may know either while one replaces the other.
    pub fn new(egress: Egress, hosts: AllowedHosts, secrets: Vec<CallbackSecret>) -> reqwest::Result<Self> {
        let client = egress::client()
            .user_agent(concat!("Baton/", env!("CARGO_PKG_VERSION")))
            .timeout(PATIENCE)
            // A proxy from the environment would connect for us, past the guard.
            .no_proxy()
            .dns_resolver(Arc::new(GuardedResolver::new(egress)))
            .build()?;
        Ok(Self { client, egress, hosts, secrets: secrets.into() })
    }

    /// Sends `callback` once.
    pub async fn attempt(&self, callback: &DueCallback, now: Timestamp) -> Answer {
        let Ok(url) = callback.url.parse::<Url>() else { return Answer::Silent("the address is not valid") };
        // Literal addresses never reach the resolver, so they are judged here; and the list may be another one by now.
        if self.egress.check(&url).is_err() || self.hosts.check(&url).is_err() {
            return Answer::Silent("the address is not allowed");
        }
        match self.post(url, callback, now).await {
            Ok(response) => {
                let answer = Answer::of_status(response.status().as_u16());
                skim(response).await;
                answer
            }
            Err(error) => Answer::Silent(why(&error)),
        }
    }

    async fn post(&self, url: Url, callback: &DueCallback, now: Timestamp) -> reqwest::Result<Response> {
        let id = callback.webhook_id.as_str();
        let body = callback.body.clone();
        let signatures: Vec<_> =
            self.secrets.iter().map(|secret| secret.sign(id, now, body.as_bytes())).collect();
        let request = self.client.post(url).header(CONTENT_TYPE, "application/json");
        let request = request.header(ID_HEADER, id).header(TIMESTAMP_HEADER, now.as_second());
        request.header(SIGNATURE_HEADER, signatures.join(" ")).body(body).send().await
    }
}

/// Reads a little and lets the rest go. What is wrong with the rest changes nothing: the status has been said.
async fn skim(mut response: Response) {
    let mut read = 0;
    while let (true, Ok(Some(chunk))) = (read < LARGEST_ANSWER, response.chunk().await) {
        read += chunk.len();
    }
}

/// In words of our own: the library's would repeat the address, which may hold a secret.
fn why(error: &reqwest::Error) -> &'static str {
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    let is_guarded = |cause: &(dyn Error + 'static)| cause.to_string() == NotAllowed::Private.to_string();
    if causes.any(is_guarded) {
        "the address is not allowed"
    } else if error.is_timeout() {
        "no answer came in time"
    } else if error.is_connect() {
        "no connection could be made"
    } else {
        "the connection broke"
    }
}
