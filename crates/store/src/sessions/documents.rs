//! The parts of a session that are kept as JSON, because nothing ever searches in them. Serde checks at build time that
//! each mirror here names every field of its domain type.

mod fields;

use std::time::Duration;

use baton_booking::handoff::{Handoff, HandoffMode, HandoffReason, TokenHash};
use baton_booking::id::PublicId;
use baton_booking::outcome::{
    Confirmation, Difference, Failure, FailureCode, Money, PaymentAttempt, PaymentResult,
};
use baton_booking::request::{BookingRequest, HandoffPreference, Lead, ServiceAlias};
use jiff::civil::{Date, Time};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use url::Url;

/// Wraps a domain type so that it can be written and read through its mirror.
macro_rules! document {
    ($name:ident($domain:ty) through $mirror:literal) => {
        #[derive(Serialize, Deserialize)]
        #[serde(transparent)]
        pub(super) struct $name(#[serde(with = $mirror)] pub(super) $domain);
    };
}

document!(RequestDocument(BookingRequest) through "RequestMirror");
document!(LeadDocument(Lead) through "LeadMirror");
document!(HandoffDocument(Handoff) through "HandoffMirror");
document!(ConfirmationDocument(Confirmation) through "ConfirmationMirror");
document!(FailureDocument(Failure) through "FailureMirror");
document!(AttemptDocument(PaymentAttempt) through "AttemptMirror");
document!(AliasDocument(ServiceAlias) through "AliasMirror");
document!(MoneyDocument(Money) through "MoneyMirror");

#[derive(Serialize, Deserialize)]
#[serde(remote = "BookingRequest")]
struct RequestMirror {
    #[serde(with = "fields::text")]
    booking_url: Url,
    date: Date,
    time: Time,
    service: Option<String>,
    provider: Option<String>,
    #[serde(with = "fields::optional_text")]
    callback_url: Option<Url>,
    #[serde(with = "PreferenceMirror")]
    handoff: HandoffPreference,
    timezone: Option<String>,
    timeout: Option<Duration>,
    profile: Option<String>,
    #[serde(with = "fields::aliases")]
    aliases: Vec<ServiceAlias>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ServiceAlias")]
struct AliasMirror {
    said: String,
    service: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "HandoffPreference", rename_all = "snake_case")]
enum PreferenceMirror {
    Auto,
    Live,
    Direct,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Lead")]
struct LeadMirror {
    first_name: String,
    last_name: String,
    phone: String,
    email: String,
    notes: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Handoff")]
struct HandoffMirror {
    #[serde(with = "fields::text")]
    public_id: PublicId,
    #[serde(with = "fields::token_hashes")]
    tokens: Vec<TokenHash>,
    #[serde(with = "ModeMirror")]
    mode: HandoffMode,
    #[serde(with = "ReasonMirror")]
    reason: HandoffReason,
    ready_at: Timestamp,
    #[serde(with = "fields::deposit")]
    deposit: Option<Money>,
    page_url: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "HandoffMode", rename_all = "snake_case")]
enum ModeMirror {
    Live,
    Direct,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "HandoffReason", rename_all = "snake_case")]
enum ReasonMirror {
    Payment,
    Review,
    VerificationCode,
    Captcha,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Money")]
struct MoneyMirror {
    cents: i64,
    currency: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Confirmation")]
struct ConfirmationMirror {
    number: Option<String>,
    appointment: Option<Zoned>,
    appointment_text: Option<String>,
    provider: Option<String>,
    service: Option<String>,
    #[serde(with = "fields::differences", default)]
    differs: Vec<Difference>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Failure")]
struct FailureMirror {
    #[serde(with = "fields::failure_code")]
    code: FailureCode,
    message: String,
    choices: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PaymentAttempt")]
struct AttemptMirror {
    at: Timestamp,
    #[serde(with = "fields::payment_result")]
    result: PaymentResult,
    message: String,
}
