//! What carriers' answers mean for a message.

use reqwest::{Response, StatusCode};

use super::SendError;

/// Sorts a request that got no answer: one that never reached the carrier was not sent.
pub(super) fn unanswered(error: &reqwest::Error) -> SendError {
    if error.is_connect() {
        SendError::NotNow("it cannot be reached".to_owned())
    } else {
        SendError::Unclear("the connection broke or took too long".to_owned())
    }
}

/// Sorts an answer that is no success. Carriers refuse with 4xx before they send; after a 5xx nobody knows.
pub(super) async fn refused(
    response: Response,
    code: impl Fn(&serde_json::Value) -> Option<String>,
) -> SendError {
    let status = response.status();
    let body: serde_json::Value = response.json().await.unwrap_or_default();
    // The carrier's code and not its text, which may repeat the number.
    let reason =
        format!("{}{}", status.as_u16(), code(&body).map(|code| format!(" code {code}")).unwrap_or_default());
    match status {
        StatusCode::TOO_MANY_REQUESTS => SendError::NotNow(reason),
        status if status.is_client_error() => SendError::Refused(reason),
        _ => SendError::Unclear(reason),
    }
}
