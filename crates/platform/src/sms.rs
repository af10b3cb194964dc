//! Text messages by whoever carries them. What matters to the sender of a message is one thing: whether it may be sent again.

mod console;
mod http;
mod telnyx;
mod twilio;

pub use console::Console;
pub use telnyx::{Telnyx, TelnyxWebhook};
pub use twilio::{Twilio, TwilioWebhook};

use futures_util::future::BoxFuture;

/// Sends messages.
pub trait SmsSender: std::fmt::Debug + Send + Sync {
    /// Hands a message to the carrier; returns the carrier's id for it.
    fn send<'a>(&'a self, sms: &'a Sms) -> BoxFuture<'a, Result<String, SendError>>;
}

/// One message. Numbers are E.164.
#[derive(Clone, PartialEq, Eq)]
pub struct Sms {
    pub from: String,
    pub to: String,
    pub text: String,
}

/// A message that came in, and whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundSms {
    /// The carrier's id, which tells repetitions.
    pub id: String,
    pub sms: Sms,
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It was not sent, and may be later.
    #[error("the carrier takes no message now: {0}")]
    NotNow(String),
    /// It was not sent and never will be.
    #[error("the carrier refused the message: {0}")]
    Refused(String),
    /// Nobody knows whether it was sent.
    #[error("the carrier's answer is missing: {0}")]
    Unclear(String),
}

/// Why an inbound webhook is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    #[error("the signature does not hold")]
    Signature,
    #[error("the timestamp is too far from now")]
    Stale,
    #[error("the body cannot be read")]
    Body,
}

// Numbers and texts are never printed.
impl std::fmt::Debug for Sms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sms(…)")
    }
}

impl std::fmt::Debug for InboundSms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InboundSms").field("id", &self.id).finish_non_exhaustive()
    }
}
