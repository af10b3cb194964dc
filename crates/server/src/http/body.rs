//! Takes a JSON body off the wire, whole, in time and in bounds. What its fields may hold is judged elsewhere.

use std::time::Duration;

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::error::ApiError;

/// A body that is JSON of whatever shape.
#[derive(Debug)]
pub(super) struct JsonBody(pub(super) Value);

/// A client that sends 64 KiB slower than this is not sending.
const PATIENCE: Duration = Duration::from_secs(10);

impl JsonBody {
    /// The same for bodies that mean the same, whatever their spaces and the order of their fields.
    pub(super) fn fingerprint(&self) -> [u8; 32] {
        // Without serde_json's `preserve_order` an object is a sorted map, so its text is canonical.
        Sha256::digest(self.0.to_string()).into()
    }
}

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::NotJson);
        }
        let arriving = tokio::time::timeout(PATIENCE, Bytes::from_request(request, state)).await;
        let bytes =
            arriving.map_err(|_| ApiError::BodyTimeout)?.map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => ApiError::BodyTooLarge,
                status => ApiError::Other(status),
            })?;
        let malformed =
            |error: serde_json::Error| ApiError::MalformedJson { line: error.line(), column: error.column() };
        serde_json::from_slice(&bytes).map(Self).map_err(malformed)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_fingerprint_is_of_the_meaning() {
        let print = |text: &str| JsonBody(serde_json::from_str(text).unwrap()).fingerprint();
        assert_eq!(print(r#"{"a": 1, "b": {"d": 2, "c": 3}}"#), print(r#"{"b":{"c":3,"d":2},"a":1}"#));
        assert_ne!(print(r#"{"a": 1}"#), print(r#"{"a": "1"}"#));
        assert_eq!(JsonBody(json!({})).fingerprint(), JsonBody(json!({})).fingerprint());
    }
}
