//! What shows one instance that a request comes from another: a code over the request and the time, made with a secret that the
//! database keeps. Whoever has the database has everything anyway; nobody else can make one.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

/// The header that carries the seal.
pub(crate) const SEAL: HeaderName = HeaderName::from_static("x-baton-instance");

/// How far the clocks of two machines may be apart.
const TOLERANCE: Duration = Duration::from_mins(2);

/// Makes seals and checks them.
#[derive(Clone)]
pub(crate) struct Seal(String);

impl Seal {
    pub(crate) fn with(secret: String) -> Self {
        Self(secret)
    }

    /// The seal of a request that is sent at `now`.
    pub(crate) fn on(&self, method: &Method, path: &str, now: Timestamp) -> HeaderValue {
        let at = now.as_second().to_string();
        let code = self.code(method, path, &at).finalize().into_bytes();
        let code = code.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        HeaderValue::try_from(format!("{at}.{code}")).expect("digits are visible ASCII")
    }

    /// Whether `seal` is ours, for this request, and of about now.
    pub(crate) fn fits(&self, seal: &HeaderValue, method: &Method, path: &str, now: Timestamp) -> bool {
        let read = || {
            let (at, code) = seal.to_str().ok()?.split_once('.')?;
            let moment = Timestamp::from_second(at.parse().ok()?).ok()?;
            let is_fresh = now.duration_since(moment).unsigned_abs() <= TOLERANCE;
            let verified = self.code(method, path, at).verify_slice(&unhex(code)?).is_ok();
            Some(is_fresh && verified)
        };
        read().unwrap_or(false)
    }

    fn code(&self, method: &Method, path: &str, at: &str) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes keys of every length");
        mac.update(format!("{at} {method} {path}").as_bytes());
        mac
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_fits_its_own_request_at_its_own_time_only() {
        let seal = Seal::with("one".into());
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let made = seal.on(&Method::GET, "/h/abc/live", now);
        assert!(seal.fits(&made, &Method::GET, "/h/abc/live", now + Duration::from_secs(90)));
        assert!(!seal.fits(&made, &Method::DELETE, "/h/abc/live", now));
        assert!(!seal.fits(&made, &Method::GET, "/h/other/live", now));
        assert!(!seal.fits(&made, &Method::GET, "/h/abc/live", now + Duration::from_secs(121)));
        assert!(!Seal::with("another".into()).fits(&made, &Method::GET, "/h/abc/live", now));
        for nonsense in ["", "1", "1800000000.", "1800000000.zz", "x.00"] {
            assert!(!seal.fits(&HeaderValue::from_static(nonsense), &Method::GET, "/h/abc/live", now));
        }
    }
}
