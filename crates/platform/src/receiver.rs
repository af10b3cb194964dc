//! Receives Baton's callbacks over HTTP: believes only what is signed and fresh, and takes each once.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use baton_client::{CallbackVerifier, ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, Timestamp};

use crate::leads::Leads;

/// Far more than a callback needs.
const LONGEST_BODY: usize = 64 * 1024;

/// Tells the present moment; a platform hands in its own clock.
type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Where callbacks arrive.
#[derive(Clone)]
pub struct CallbackReceiver {
    verifier: CallbackVerifier,
    leads: Leads,
    now: Now,
}

impl CallbackReceiver {
    pub fn new(verifier: CallbackVerifier, leads: Leads, now: Now) -> Self {
        Self { verifier, leads, now }
    }

    /// Returns the route `POST /callbacks`.
    pub fn router(self) -> Router {
        Router::new()
            .route("/callbacks", post(receive))
            .layer(DefaultBodyLimit::max(LONGEST_BODY))
            .with_state(self)
    }

    /// Answers 204 for what it took, now or before, and 401 for what it does not believe.
    fn take(&self, headers: &HeaderMap, body: &[u8]) -> StatusCode {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (id, timestamp, signatures) =
            (header(ID_HEADER), header(TIMESTAMP_HEADER), header(SIGNATURE_HEADER));
        match self.verifier.verify(id, timestamp, signatures, body, (self.now)()) {
            Ok(callback) => {
                let session = callback.session_id;
                let news = self.leads.take(id, callback);
                tracing::info!(session.id = %session, ?news, "Took a callback");
                StatusCode::NO_CONTENT
            }
            Err(error) => {
                tracing::warn!(%error, "Refused a callback");
                StatusCode::UNAUTHORIZED
            }
        }
    }
}

async fn receive(State(receiver): State<CallbackReceiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    receiver.take(&headers, &body)
}

impl std::fmt::Debug for CallbackReceiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallbackReceiver").field("leads", &self.leads).finish_non_exhaustive()
    }
}
