//! Whether a request comes from our own page.

use axum::http::{HeaderMap, header};
use url::Url;

/// A tap on our page: a POST that no other site and no link preview can make. The header cannot be sent across origins without a
/// permission that is never given.
pub(super) fn is_a_tap(headers: &HeaderMap, public_url: &Url) -> bool {
    let has_header = headers.get("x-baton-tap").is_some_and(|value| value == "1");
    let site = headers.get("sec-fetch-site");
    // Older Safari sends no Sec-Fetch-Site.
    has_header && site.is_none_or(|site| site == "same-origin") && is_same_origin(headers, public_url)
}

/// Whether the request's Origin is the public address, or the very host that it was sent to.
pub(super) fn is_same_origin(headers: &HeaderMap, public_url: &Url) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()) else {
        return false;
    };
    let Ok(origin) = Url::parse(origin) else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    origin.origin() == public_url.origin() || host.is_some_and(|host| authority(&origin) == host)
}

fn authority(origin: &Url) -> String {
    let host = origin.host_str().unwrap_or_default();
    origin.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tapped(lines: &[(&'static str, &'static str)]) -> bool {
        let lines = lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let headers: HeaderMap = lines.collect();
        is_a_tap(&headers, &Url::parse("https://book.example").unwrap())
    }

    #[test]
    fn only_our_own_page_can_tap() {
        let ours =
            [("x-baton-tap", "1"), ("origin", "https://book.example"), ("sec-fetch-site", "same-origin")];
        assert!(tapped(&ours));
        assert!(tapped(&ours[..2]), "an older Safari");
        assert!(!tapped(&ours[1..]), "a form of another site");
        assert!(!tapped(&[("x-baton-tap", "1"), ("origin", "https://evil.example")]));
        assert!(!tapped(&[("x-baton-tap", "1")]), "a script without an origin");
        assert!(!tapped(&[ours[0], ours[1], ("sec-fetch-site", "cross-site")]));
    }
}
