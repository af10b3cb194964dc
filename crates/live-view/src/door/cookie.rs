//! The cookie that tells the device a link is bound to.

use axum::http::{HeaderMap, HeaderValue, header};
use url::Url;

use super::DeviceKey;

const NAME: &str = "baton_device";
/// Longer than any link lives.
const DAY: u32 = 86_400;

/// The device that a request comes from, if it shows a cookie of ours.
pub(super) fn device(headers: &HeaderMap) -> Option<DeviceKey> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == NAME).and_then(|(_, value)| DeviceKey::parse(value))
}

/// Lax, because the link is opened from a message: with Strict the patient's second tap on it would look like another device's.
pub(super) fn set(link: &str, device: &DeviceKey, public_url: &Url) -> HeaderValue {
    let secure = if public_url.scheme() == "https" { "; Secure" } else { "" };
    let key = device.reveal();
    let cookie = format!("{NAME}={key}; Path=/h/{link}; Max-Age={DAY}; HttpOnly; SameSite=Lax{secure}");
    let mut value = HeaderValue::try_from(cookie).unwrap_or_else(|_| HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_known_again_by_its_cookie() {
        let device = DeviceKey::generate();
        let set = set("abc", &device, &Url::parse("https://book.example").unwrap());
        let shown = set.to_str().unwrap();
        assert!(shown.contains("HttpOnly") && shown.contains("; Secure") && shown.contains("Path=/h/abc;"));
        let mut headers = HeaderMap::new();
        let cookie = format!("other=1; {}", shown.split(';').next().unwrap());
        headers.insert(header::COOKIE, HeaderValue::try_from(cookie).unwrap());
        assert_eq!(super::device(&headers), Some(device));
    }
}
