//! Believes a callback or does not. Works on headers and bytes, so that it fits every web framework.

use baton_api::callback::CallbackBody;
use baton_api::signature::{CallbackSecret, MalformedSecret, SignatureError};
use jiff::Timestamp;

/// Checks callbacks against the secret that signs them.
///
/// ```
/// use baton_client::{CallbackSecret, CallbackVerifier, Timestamp};
///
/// // `BATON_CALLBACK_SECRET` of the service; here one that is made up on the spot.
/// let secret = CallbackSecret::generate();
/// let verifier = CallbackVerifier::new(&secret.reveal())?;
///
/// let body = br#"{"type":"booking.cancelled","timestamp":"2030-02-05T19:30:00Z","state":"cancelled",
///     "sessionId":"0193e4a0-0000-7000-8000-000000000000","outcome":"cancelled"}"#;
/// let now: Timestamp = "2030-02-05T19:30:01Z".parse()?;
/// let signature = secret.sign("msg_1", now, body);
///
/// let callback = verifier.verify("msg_1", &now.as_second().to_string(), &signature, body, now)?;
/// assert_eq!(callback.state.as_str(), "cancelled");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CallbackVerifier {
    secret: CallbackSecret,
}

/// Why a callback is not believed.
#[derive(Debug, thiserror::Error)]
pub enum CallbackError {
    #[error("the signature does not hold")]
    Signature(#[from] SignatureError),
    #[error("the body is no callback of Baton")]
    Body(#[source] serde_json::Error),
}

impl CallbackVerifier {
    /// Takes the secret as it is written: `whsec_…`.
    pub fn new(secret: &str) -> Result<Self, MalformedSecret> {
        secret.parse::<CallbackSecret>().map(Self::from)
    }

    /// Checks one callback: the values of `webhook-id`, `webhook-timestamp` and `webhook-signature`, and the bytes of the body just as
    /// they came. Returns what it says; its id tells repeats apart.
    pub fn verify(
        &self,
        id: &str,
        timestamp: &str,
        signatures: &str,
        body: &[u8],
        now: Timestamp,
    ) -> Result<CallbackBody, CallbackError> {
        self.secret.verify(id, timestamp, signatures, body, now)?;
        serde_json::from_slice(body).map_err(CallbackError::Body)
    }
}

impl From<CallbackSecret> for CallbackVerifier {
    fn from(secret: CallbackSecret) -> Self {
        Self { secret }
    }
}
