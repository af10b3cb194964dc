//! Who may look at the operators' page: whoever shows the key; without a key, whoever asks on this machine under its own address.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq as _;

/// What a browser is told of every answer: run and load nothing but our own, be framed by nobody, remember nothing.
const CAREFUL: [(header::HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
];

#[derive(Clone)]
pub(super) struct OperatorsDoor {
    key: Option<String>,
}

impl OperatorsDoor {
    pub(super) fn new(key: Option<String>) -> Self {
        Self { key }
    }

    /// Returns what to answer to somebody who may not look.
    pub(super) fn refuse(&self, headers: &HeaderMap) -> Option<Response> {
        match &self.key {
            Some(key) if shown(headers).is_some_and(|shown| same(&shown, key)) => None,
            Some(_) => {
                let ask = [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"operators\""))];
                Some((StatusCode::UNAUTHORIZED, ask).into_response())
            }
            // A page elsewhere that had its name point here would show itself by that name.
            None if is_here(headers) => None,
            None => Some(StatusCode::FORBIDDEN.into_response()),
        }
    }
}

/// The key, as a browser shows it (the password of any name) or a program (a bearer's token).
fn shown(headers: &HeaderMap) -> Option<String> {
    let (scheme, rest) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    let pair = STANDARD.decode(rest.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    Some(String::from_utf8(pair).ok()?.split_once(':')?.1.to_owned())
}

fn same(shown: &str, key: &str) -> bool {
    shown.as_bytes().ct_eq(key.as_bytes()).into()
}

fn is_here(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

pub(super) fn careful(mut response: Response) -> Response {
    for (name, value) in CAREFUL {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn without_a_key_only_this_machine_may_look() {
        let door = OperatorsDoor::new(None);
        let check = |host, may: bool| {
            assert_eq!(door.refuse(&asking(&[(header::HOST, host)])).is_none(), may, "{host}");
        };
        check("127.0.0.1:8070", true);
        check("localhost", true);
        check("[::1]:8070", true);
        check("rebound.example:8070", false);
        check("", false);
    }

    #[test]
    fn with_a_key_whoever_shows_it_may_look() {
        let door = OperatorsDoor::new(Some("open sesame".to_owned()));
        let basic = format!("Basic {}", STANDARD.encode("anybody:open sesame"));
        let check = |shown: &str, may: bool| {
            assert_eq!(door.refuse(&asking(&[(header::AUTHORIZATION, shown)])).is_none(), may, "{shown}");
        };
        check(&basic, true);
        check("Bearer open sesame", true);
        check("Bearer open barley", false);
        check("Basic !!!", false);
        assert!(door.refuse(&asking(&[(header::HOST, "127.0.0.1")])).is_some());
    }
}
