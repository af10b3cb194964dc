//! Receives Baton's callbacks over HTTP: believes only what is signed and fresh, and answers with success only for what was taken.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use baton_client::{
    CallbackBody, CallbackVerifier, ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, Timestamp,
};
use futures_util::future::BoxFuture;

use crate::clinic::ClinicId;
use crate::leads::{Leads, News};

/// Far more than a callback needs.
const LONGEST_BODY: usize = 64 * 1024;

/// Tells the present moment; a platform hands in its own clock.
type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Takes callbacks that were found to be true, each once.
pub trait Callbacks: Send + Sync {
    /// The clinic is the one in whose name the session was started, where the address says so.
    fn take<'a>(
        &'a self,
        clinic: Option<ClinicId>,
        webhook_id: &'a str,
        callback: CallbackBody,
    ) -> BoxFuture<'a, Result<News, Unavailable>>;
}

/// A callback cannot be taken now; it is to be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("callbacks cannot be taken now")]
pub struct Unavailable;

/// Where callbacks arrive.
#[derive(Clone)]
pub struct CallbackReceiver {
    verifier: CallbackVerifier,
    callbacks: Arc<dyn Callbacks>,
    now: Now,
}

impl CallbackReceiver {
    pub fn new(verifier: CallbackVerifier, callbacks: impl Callbacks + 'static, now: Now) -> Self {
        Self { verifier, callbacks: Arc::new(callbacks), now }
    }

    /// Returns the routes `POST /callbacks` and `POST /callbacks/{clinic}`.
    pub fn router(self) -> Router {
        Router::new()
            .route("/callbacks", post(receive))
            .route("/callbacks/{clinic}", post(receive_for_clinic))
            .layer(DefaultBodyLimit::max(LONGEST_BODY))
            .with_state(self)
    }

    /// Answers 204 for what it took, now or before, 401 for what it does not believe, and 503 for what it cannot take now.
    async fn take(&self, clinic: Option<ClinicId>, headers: &HeaderMap, body: &[u8]) -> StatusCode {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (id, timestamp, signatures) =
            (header(ID_HEADER), header(TIMESTAMP_HEADER), header(SIGNATURE_HEADER));
        let callback = match self.verifier.verify(id, timestamp, signatures, body, (self.now)()) {
            Ok(callback) => callback,
            Err(error) => {
                tracing::warn!(%error, "Refused a callback");
                return StatusCode::UNAUTHORIZED;
            }
        };
        let session = callback.session_id;
        match self.callbacks.take(clinic, id, callback).await {
            Ok(news) => {
                tracing::info!(session.id = %session, ?news, "Took a callback");
                StatusCode::NO_CONTENT
            }
            Err(Unavailable) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

async fn receive(State(receiver): State<CallbackReceiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    receiver.take(None, &headers, &body).await
}

async fn receive_for_clinic(
    State(receiver): State<CallbackReceiver>,
    Path(clinic): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    receiver.take(Some(ClinicId(clinic)), &headers, &body).await
}

/// Leads in memory are of one clinic.
impl Callbacks for Leads {
    fn take<'a>(
        &'a self,
        _: Option<ClinicId>,
        webhook_id: &'a str,
        callback: CallbackBody,
    ) -> BoxFuture<'a, Result<News, Unavailable>> {
        Box::pin(async move { Ok(Self::take(self, webhook_id, callback)) })
    }
}

impl std::fmt::Debug for CallbackReceiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CallbackReceiver")
    }
}
