//! Who may come in: bearers of a key. Where no keys are configured, whoever asks on this machine under its own address.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Span;

use super::Door;
use super::error::ApiError;
use crate::config::KeyName;

/// Whose request this is; an extension of every request behind the door.
#[derive(Debug, Clone)]
pub(super) struct Caller(pub(super) KeyName);

pub(super) async fn require_key(
    State(door): State<Door>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let caller = match identify(&door, request.headers()) {
        Ok(caller) => caller,
        Err(refused) => {
            door.limits.admit_stranger(request.extensions().get().copied())?;
            return Err(refused);
        }
    };
    Span::current().record("key", caller.as_str());
    if !door.api_keys.get().is_empty() {
        door.limits.admit_key(&caller)?;
    }
    request.extensions_mut().insert(Caller(caller));
    Ok(next.run(request).await)
}

fn identify(door: &Door, headers: &HeaderMap) -> Result<KeyName, ApiError> {
    let keys = door.api_keys.get();
    if keys.is_empty() {
        return if asks_for_us(headers, door.public_host.as_deref()) {
            Ok(KeyName::anybody())
        } else {
            Err(ApiError::ForeignHost)
        };
    }
    let key = bearer(headers).ok_or(ApiError::Unauthorized)?;
    keys.owner_of(key).cloned().ok_or(ApiError::Unauthorized)
}

/// Whether a request names this service by its own address.
pub(crate) fn asks_for_us(headers: &HeaderMap, public: Option<&str>) -> bool {
    host(headers).is_some_and(|host| is_own(host, public))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}

/// The `Host` header without its port.
fn host(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::HOST)?.to_str().ok()?;
    match value.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map(|(host, _)| host),
        None => Some(value.split_once(':').map_or(value, |(host, _)| host)),
    }
}

/// A page on the internet can make a browser on this machine ask us under a name of its own that means 127.0.0.1.
/// It cannot make it ask under a literal address or under our own name.
fn is_own(host: &str, public: Option<&str>) -> bool {
    let named = |name: &str| host.eq_ignore_ascii_case(name);
    named("localhost") || host.parse::<IpAddr>().is_ok() || public.is_some_and(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn the_key_follows_the_word_bearer() {
        let check =
            |value, expect| assert_eq!(bearer(&with(header::AUTHORIZATION, value)), expect, "{value}");
        check("Bearer sesame", Some("sesame"));
        check("bearer  sesame", Some("sesame"));
        check("Basic c2VzYW1l", None);
        check("sesame", None);
        check("Bearer", None);
    }

    #[test]
    fn a_name_that_is_not_ours_is_foreign() {
        let check = |value, expect| {
            let headers = with(header::HOST, value);
            assert_eq!(asks_for_us(&headers, Some("book.example.com")), expect, "{value}");
        };
        check("127.0.0.1:8080", true);
        check("[::1]:8080", true);
        check("localhost", true);
        check("Book.example.com", true);
        check("rebound.example.net:8080", false);
        check("localhost.example.net", false);
        check("", false);
    }
}
