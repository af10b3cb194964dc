//! The one table from what went wrong to status, code and sentence; and the JSON shape around everything that is refused.

use std::any::Any;
use std::time::Duration;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use baton_api::booking::SessionState;
use baton_api::error::{ErrorBody, ErrorCode, FieldError};
use baton_store::StoreError;

use crate::sessions::StartError;

/// Why a request got no success.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    #[error("Some fields are not valid.")]
    Invalid(Vec<FieldError>),
    #[error("The body is not valid JSON (line {line}, column {column}).")]
    MalformedJson { line: usize, column: usize },
    #[error("An API key is needed: send it as \"Authorization: Bearer <key>\".")]
    Unauthorized,
    #[error("Without API keys this service answers only under its own address.")]
    ForeignHost,
    #[error("There is no such session.")]
    NoSession,
    #[error("There is nothing at this address.")]
    UnknownPath,
    #[error("This address does not take this method.")]
    MethodNotAllowed,
    #[error("The body did not arrive in time.")]
    BodyTimeout,
    #[error("The body is larger than {} KiB.", super::LARGEST_BODY / 1024)]
    BodyTooLarge,
    #[error("The body must be JSON: send it with \"Content-Type: application/json\".")]
    NotJson,
    #[error("The page is not ready yet.")]
    NotReady { state: SessionState },
    #[error("The session has ended; its link no longer works.")]
    SessionOver { state: SessionState },
    #[error("This idempotency key was used with another body.")]
    IdempotencyMismatch,
    #[error("The session has sent no callback: it has not ended, or named no callbackUrl.")]
    NoCallback,
    #[error("The queue is full.")]
    QueueFull { retry_after: Duration },
    #[error("Too many requests.")]
    RateLimited { retry_after: Duration },
    #[error("The service is shutting down.")]
    ShuttingDown,
    #[error("The session is on its way to another instance; ask again.")]
    BetweenInstances,
    #[error("The database is not available.")]
    StoreUnavailable(#[source] StoreError),
    #[error("Something went wrong inside the service.")]
    Internal,
    /// A refusal of the HTTP layer below, with nothing to add to its status.
    #[error("{}.", .0.canonical_reason().unwrap_or("The request was refused"))]
    Other(StatusCode),
}

/// The platform polls; this is when asking again makes sense.
const SOON: Duration = Duration::from_secs(2);

impl ApiError {
    fn table(&self) -> (StatusCode, ErrorCode) {
        match self {
            Self::Invalid(_) | Self::MalformedJson { .. } => {
                (StatusCode::BAD_REQUEST, ErrorCode::InvalidRequest)
            }
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, ErrorCode::Unauthorized),
            Self::ForeignHost => (StatusCode::FORBIDDEN, ErrorCode::Forbidden),
            Self::NoSession | Self::UnknownPath => (StatusCode::NOT_FOUND, ErrorCode::NotFound),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::MethodNotAllowed),
            Self::BodyTimeout => (StatusCode::REQUEST_TIMEOUT, ErrorCode::RequestTimeout),
            Self::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::PayloadTooLarge),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType),
            Self::NotReady { .. } => (StatusCode::CONFLICT, ErrorCode::NotReady),
            Self::SessionOver { .. } => (StatusCode::GONE, ErrorCode::SessionOver),
            Self::IdempotencyMismatch => (StatusCode::CONFLICT, ErrorCode::IdempotencyMismatch),
            Self::NoCallback => (StatusCode::CONFLICT, ErrorCode::NoCallback),
            Self::QueueFull { .. } => (StatusCode::TOO_MANY_REQUESTS, ErrorCode::QueueFull),
            Self::RateLimited { .. } => (StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited),
            Self::ShuttingDown | Self::BetweenInstances | Self::StoreUnavailable(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable)
            }
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal),
            Self::Other(status) if status.is_client_error() => (*status, ErrorCode::InvalidRequest),
            Self::Other(status) => (*status, ErrorCode::Internal),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::NotReady { .. }
            | Self::ShuttingDown
            | Self::BetweenInstances
            | Self::StoreUnavailable(_) => Some(SOON),
            Self::QueueFull { retry_after } | Self::RateLimited { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    fn body(self) -> ErrorBody {
        let (_, code) = self.table();
        let mut body = ErrorBody::new(code, self.to_string());
        match self {
            Self::Invalid(details) => body.details = details,
            Self::NotReady { state } | Self::SessionOver { state } => body.state = Some(state),
            _ => {}
        }
        body
    }

    /// A fault in one place, such as a header or a query parameter.
    pub(super) fn field(path: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { path: path.to_owned(), message: message.into() }])
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, _) = self.table();
        let retry_after = self.retry_after();
        let wants_key = matches!(self, Self::Unauthorized);
        let mut response = (status, Json(self.body())).into_response();
        let headers = response.headers_mut();
        if let Some(wait) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        if wants_key {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, source = std::error::Error::source(&error).map(tracing::field::display), "The store failed a request");
        if error.is_unavailable() { Self::StoreUnavailable(error) } else { Self::Internal }
    }
}

impl From<StartError> for ApiError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::QueueFull { retry_after } => Self::QueueFull { retry_after },
            StartError::IdempotencyMismatch => Self::IdempotencyMismatch,
            StartError::ShuttingDown => Self::ShuttingDown,
            StartError::Store(error) => error.into(),
        }
    }
}

pub(super) async fn unknown_path() -> ApiError {
    ApiError::UnknownPath
}

/// What is answered when a handler has panicked. The panic itself is in the log, never in the answer.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("A handler panicked");
    ApiError::Internal.into_response()
}

/// Gives refusals that the framework made in plain text the shape of all others. Headers such as `Allow` stay.
pub(super) async fn in_json(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let plain =
        |kind: Option<&HeaderValue>| kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let refused = status.is_client_error() || status.is_server_error();
    if !refused || !plain(response.headers().get(header::CONTENT_TYPE)) {
        return response;
    }
    let error = match status {
        StatusCode::METHOD_NOT_ALLOWED => ApiError::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::BodyTooLarge,
        status => ApiError::Other(status),
    };
    let mut answer = error.into_response();
    for (name, value) in response.headers() {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH) {
            answer.headers_mut().append(name, value.clone());
        }
    }
    answer
}
