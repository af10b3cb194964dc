//! Standard Webhooks 1.0, symmetric (`v1`): how a receiver knows that a callback is ours, fresh and untouched.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// Stays the same however often a callback is sent.
pub const ID_HEADER: &str = "webhook-id";
/// The second at which this attempt was signed.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// One or more signatures, with a space between: several while a secret is being replaced.
pub const SIGNATURE_HEADER: &str = "webhook-signature";

/// How old or new a signed timestamp may be, against replays.
pub const TOLERANCE: Duration = Duration::from_mins(5);

const PREFIX: &str = "whsec_";

/// The key that signs callbacks: `whsec_` and 24 to 64 bytes in base64. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct CallbackSecret(Zeroizing<Vec<u8>>);

/// A text that is no callback secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a callback secret is \"whsec_\" followed by 24 to 64 bytes in base64")]
pub struct MalformedSecret;

/// Why a callback is not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("the timestamp is no number of seconds")]
    MalformedTimestamp,
    #[error("the timestamp is too far from now")]
    Stale,
    #[error("no signature matches")]
    NoMatch,
}

impl CallbackSecret {
    pub fn generate() -> Self {
        Self(Zeroizing::new(rand::random::<[u8; 32]>().to_vec()))
    }

    /// The secret as a receiver has to be told it.
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{PREFIX}{}", STANDARD.encode(self.0.as_slice())))
    }

    /// The value of `webhook-signature` for one attempt.
    pub fn sign(&self, id: &str, at: Timestamp, body: &[u8]) -> String {
        format!("v1,{}", STANDARD.encode(self.mac(id, at.as_second(), body).finalize().into_bytes()))
    }

    /// Believes `body` only if one of `signatures` is ours and `timestamp` is near `now`.
    pub fn verify(
        &self,
        id: &str,
        timestamp: &str,
        signatures: &str,
        body: &[u8],
        now: Timestamp,
    ) -> Result<(), SignatureError> {
        let second: i64 = timestamp.parse().map_err(|_| SignatureError::MalformedTimestamp)?;
        if second.abs_diff(now.as_second()) > TOLERANCE.as_secs() {
            return Err(SignatureError::Stale);
        }
        let expected = self.mac(id, second, body).finalize().into_bytes();
        let presented = signatures.split(' ').filter_map(|part| part.strip_prefix("v1,"));
        let matches = presented
            .filter_map(|text| STANDARD.decode(text).ok())
            .fold(false, |found, signature| found | bool::from(expected.ct_eq(&signature)));
        if matches { Ok(()) } else { Err(SignatureError::NoMatch) }
    }

    fn mac(&self, id: &str, second: i64, body: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of every length");
        mac.update(format!("{id}.{second}.").as_bytes());
        mac.update(body);
        mac
    }
}

impl FromStr for CallbackSecret {
    type Err = MalformedSecret;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let encoded = text.trim().strip_prefix(PREFIX).ok_or(MalformedSecret)?;
        let bytes = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| MalformedSecret)?);
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(MalformedSecret) }
    }
}

impl fmt::Debug for CallbackSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallbackSecret(…)")
    }
}

#[cfg(test)]
mod tests;
