//! Square: payment links for deposits, and the signed webhooks that tell of payments. Used for clinics of Square and for no others.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde_json::json;
use sha2::Sha256;

use crate::clinic::Money;
use crate::http::{self, Address};
use crate::sms::WebhookError;

/// The version of Square's interface that this was written for.
const VERSION: &str = "2025-01-23";

/// Speaks with one account of Square's.
pub struct Square {
    http: reqwest::Client,
    base: Address,
    token: String,
}

/// A link on which a deposit is paid.
#[derive(Clone, PartialEq, Eq)]
pub struct PaymentLink {
    pub order: String,
    pub url: String,
}

/// Why there is no link.
#[derive(Debug, thiserror::Error)]
pub enum SquareError {
    /// Asking again under the same key is safe and may help.
    #[error("Square does not answer")]
    Away,
    #[error("Square refused: {0}")]
    Refused(String),
}

/// What a payment link is for.
#[derive(Debug, Clone, Copy)]
pub struct DepositRequest<'a> {
    /// The same key makes the same link, however often it is asked for.
    pub key: &'a str,
    pub location: &'a str,
    pub name: &'a str,
    pub amount: &'a Money,
}

impl Square {
    pub const BASE: &'static str = "https://connect.squareup.com";

    pub fn new(base: &str, token: &str) -> Result<Self, http::HttpError> {
        Ok(Self { http: http::client()?, base: Address::parse(base)?, token: token.to_owned() })
    }

    /// Makes a payment link (`CreatePaymentLink` with `quick_pay`).
    pub async fn payment_link(&self, deposit: DepositRequest<'_>) -> Result<PaymentLink, SquareError> {
        let body = json!({
            "idempotency_key": deposit.key,
            "quick_pay": {
                "name": deposit.name,
                "price_money": { "amount": deposit.amount.cents, "currency": deposit.amount.currency },
                "location_id": deposit.location,
            },
        });
        let url = self.base.join(&["v2", "online-checkout", "payment-links"]);
        let request =
            self.http.post(url).bearer_auth(&self.token).header("Square-Version", VERSION).json(&body);
        let response = request.send().await.map_err(|_| SquareError::Away)?;
        let status = response.status();
        if status.is_server_error() || status.as_u16() == 429 {
            return Err(SquareError::Away);
        }
        let answer: Answer = response.json().await.map_err(|_| SquareError::Away)?;
        let link = answer.payment_link.filter(|_| status.is_success());
        let link = link.ok_or_else(|| SquareError::Refused(refusal(status.as_u16(), &answer.errors)))?;
        Ok(PaymentLink { order: link.order_id, url: link.url })
    }
}

#[derive(Deserialize)]
struct Answer {
    payment_link: Option<LinkBody>,
    #[serde(default)]
    errors: Vec<ErrorBody>,
}

#[derive(Deserialize)]
struct LinkBody {
    url: String,
    order_id: String,
}

#[derive(Deserialize)]
struct ErrorBody {
    code: String,
}

fn refusal(status: u16, errors: &[ErrorBody]) -> String {
    let codes: Vec<&str> = errors.iter().map(|error| error.code.as_str()).collect();
    format!("{status} {}", codes.join(", "))
}

/// Believes webhooks that carry Square's signature.
#[derive(Clone)]
pub struct SquareWebhook {
    key: String,
    /// The address that Square was given, to the letter: it is signed too.
    url: String,
}

/// A deposit that was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepositPaid {
    /// Tells repetitions.
    pub event: String,
    pub order: String,
}

impl SquareWebhook {
    pub fn new(key: &str, url: &str) -> Self {
        Self { key: key.to_owned(), url: url.to_owned() }
    }

    /// Reads a webhook: the header `x-square-hmacsha256-signature` and the body as it came. `None` for all news but a completed payment.
    pub fn read(&self, signature: &str, body: &[u8]) -> Result<Option<DepositPaid>, WebhookError> {
        self.verify(signature, body)?;
        let event: WebhookBody = serde_json::from_slice(body).map_err(|_| WebhookError::Body)?;
        if !matches!(event.kind.as_str(), "payment.created" | "payment.updated") {
            return Ok(None);
        }
        let payment = &event.data["object"]["payment"];
        if payment["status"] != "COMPLETED" {
            return Ok(None);
        }
        let order = payment["order_id"].as_str().ok_or(WebhookError::Body)?.to_owned();
        Ok(Some(DepositPaid { event: event.event_id, order }))
    }

    /// HMAC-SHA256 over the address and the body.
    fn verify(&self, signature: &str, body: &[u8]) -> Result<(), WebhookError> {
        let signature = STANDARD.decode(signature).map_err(|_| WebhookError::Signature)?;
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.key.as_bytes()).expect("an HMAC key may have any length");
        mac.update(self.url.as_bytes());
        mac.update(body);
        mac.verify_slice(&signature).map_err(|_| WebhookError::Signature)
    }
}

#[derive(Deserialize)]
struct WebhookBody {
    #[serde(rename = "type")]
    kind: String,
    event_id: String,
    data: serde_json::Value,
}

// Keys and links are never printed.
impl std::fmt::Debug for Square {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Square(…)")
    }
}

impl std::fmt::Debug for SquareWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SquareWebhook(…)")
    }
}

impl std::fmt::Debug for PaymentLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PaymentLink").field("order", &self.order).finish_non_exhaustive()
    }
}
