//! Who is an operator: whoever shows one of the API keys, in a header or, from a browser, in a cookie made from it.
//! Without keys, whoever asks on this machine under its own address.

use std::fmt::Write as _;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;
use rand::RngExt as _;
use subtle::ConstantTimeEq as _;

use super::{Dashboard, forms, page};
use crate::http::asks_for_us;

const COOKIE: &str = "baton_operator";
/// A working day. Then the key is asked for again.
const KEPT_SECONDS: i64 = 10 * 60 * 60;

/// What proves that a form came from one of our own pages, where there is no key to make the proof from.
#[derive(Clone)]
pub(super) struct Seal([u8; 32]);

/// Somebody who may look and act. Its token is in every form of the pages that are shown to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Operator {
    pub(super) form_token: String,
    /// Whether there is anything to sign out of.
    pub(super) signed_in: bool,
}

pub(super) async fn require_operator(
    State(dashboard): State<Dashboard>,
    mut request: Request,
    next: Next,
) -> Response {
    match dashboard.operator(request.headers()) {
        Some(operator) => {
            request.extensions_mut().insert(operator);
            next.run(request).await
        }
        None if dashboard.api_keys.get().is_empty() => page::foreign(),
        // Whoever shows a wrong key may be trying one after the other; a browser that shows none only wants to see the form.
        None if request.headers().contains_key(header::AUTHORIZATION) => {
            let origin = request.extensions().get().copied();
            dashboard.limits.turn_away(origin).unwrap_or_else(forms::asked_for_a_key)
        }
        None => forms::asked_for_a_key(),
    }
}

impl Dashboard {
    pub(super) fn operator(&self, headers: &HeaderMap) -> Option<Operator> {
        if self.api_keys.get().is_empty() {
            let token = hex(&self.seal.0);
            let here = asks_for_us(headers, self.public_host.as_deref());
            return here.then_some(Operator { form_token: token, signed_in: false });
        }
        let now = self.registry.clock().now();
        let cookie = cookie(headers).filter(|shown| self.is_ours(shown, now));
        if let Some(shown) = cookie {
            let form_token = self.api_keys.get().seals(&form_message(shown)).next().map(|seal| hex(&seal))?;
            return Some(Operator { form_token, signed_in: true });
        }
        let bearer = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        let known = bearer.0.eq_ignore_ascii_case("bearer")
            && self.api_keys.get().owner_of(bearer.1.trim()).is_some();
        known.then(|| Operator { form_token: String::new(), signed_in: false })
    }

    /// The cookie for somebody who has shown `key`; `None` when it is no key.
    pub(super) fn cookie_for(&self, key: &str, now: Timestamp) -> Option<HeaderValue> {
        self.api_keys.get().owner_of(key)?;
        let until = now.as_second() + KEPT_SECONDS;
        let seal = self.api_keys.get().seal_with(key, &cookie_message(until))?;
        Some(self.set_cookie(&format!("{until}.{}", hex(&seal)), KEPT_SECONDS))
    }

    /// The cookie that takes the other one away.
    pub(super) fn no_cookie(&self) -> HeaderValue {
        self.set_cookie("", 0)
    }

    /// Strict: no other site can make a browser bring it along, not even by a link.
    fn set_cookie(&self, value: &str, seconds: i64) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!(
            "{COOKIE}={value}; Path=/dashboard; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
        );
        let mut header = HeaderValue::try_from(cookie).expect("the cookie is made of digits and letters");
        header.set_sensitive(true);
        header
    }

    /// Every key is tried every time, so that the time taken says nothing.
    fn is_ours(&self, shown: &str, now: Timestamp) -> bool {
        let Some((until, seal)) = shown.split_once('.') else { return false };
        let Ok(until) = until.parse::<i64>() else { return false };
        let made_by = |own: [u8; 32]| bool::from(hex(&own).as_bytes().ct_eq(seal.as_bytes()));
        let message = cookie_message(until);
        let is_known = self.api_keys.get().seals(&message).map(made_by).fold(false, |any, this| any | this);
        is_known && until > now.as_second()
    }
}

impl Operator {
    /// Whether a form carries the token of a page that was shown to this operator.
    pub(super) fn has_sent(&self, token: &str) -> bool {
        !self.form_token.is_empty() && bool::from(self.form_token.as_bytes().ct_eq(token.as_bytes()))
    }
}

impl Seal {
    pub(super) fn generate() -> Self {
        Self(rand::rng().random())
    }
}

/// Whether a browser says that one of our own pages sends this. Old browsers say nothing; for them the token stands alone.
pub(super) fn is_sent_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin")
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

fn cookie_message(until: i64) -> Vec<u8> {
    format!("operator until {until}").into_bytes()
}

fn form_message(cookie: &str) -> Vec<u8> {
    format!("forms of {cookie}").into_bytes()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}
