//! The one HTML page, with what the service knows filled in, and the headers that lock it down.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use url::Url;

use super::{Seen, assets};

/// Tells a phone whose line was refused what has become of its link.
const STATE: HeaderName = HeaderName::from_static("x-baton-handoff");

const PAGE: &str = include_str!("../../assets/handoff.html");

/// Renders the page as it has to start.
pub(super) fn render(link: &str, seen: &Seen, public_url: &Url) -> Response {
    let (status, state, phase) = match seen {
        Seen::Waiting => (StatusCode::OK, "waiting", None),
        Seen::Yours => (StatusCode::OK, "claimed", None),
        Seen::Over(phase) => (StatusCode::GONE, "over", phase.as_ref()),
        Seen::Unknown => (StatusCode::NOT_FOUND, "over", None),
    };
    let phase = phase.and_then(|phase| serde_json::to_string(phase).ok()).unwrap_or_default();
    let html = PAGE
        .replace("{{assets}}", &format!("/h/assets/{}", assets::version()))
        .replace("{{link}}", &escape(link))
        .replace("{{state}}", state)
        .replace("{{phase}}", &escape(&phase));
    let mut response = (status, Html(html)).into_response();
    response.headers_mut().extend(headers(public_url));
    response.headers_mut().insert(STATE, HeaderValue::from_static(state));
    response
}

fn headers(public_url: &Url) -> Vec<(HeaderName, HeaderValue)> {
    let fixed = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow, noarchive"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), usb=()"),
    ];
    let mut headers: Vec<_> =
        fixed.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
    if let Ok(policy) = HeaderValue::try_from(content_policy(public_url)) {
        headers.push((header::CONTENT_SECURITY_POLICY, policy));
    }
    headers
}

/// Nothing from elsewhere, nothing inline, nobody around us. Older Safari does not count a WebSocket as `'self'`.
fn content_policy(public_url: &Url) -> String {
    let scheme = if public_url.scheme() == "https" { "wss" } else { "ws" };
    let host = public_url.host_str().unwrap_or_default();
    let port = public_url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' {scheme}://{host}{port}; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_cannot_break_out_of_the_page() {
        assert_eq!(escape(r#""><script>"#), "&quot;&gt;&lt;script&gt;");
    }

    #[test]
    fn a_link_that_is_over_is_gone() {
        let url = Url::parse("http://127.0.0.1:8080").unwrap();
        assert_eq!(render("abc", &Seen::Over(None), &url).status(), StatusCode::GONE);
    }
}
