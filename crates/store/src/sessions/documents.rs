//! The parts of a session that are kept as JSON, because nothing ever searches in them. Serde checks at build time that
//! each mirror here names every field of its domain type.

use std::time::Duration;

use baton_booking::handoff::{Handoff, HandoffMode, HandoffReason, TokenHash};
use baton_booking::id::PublicId;
use baton_booking::outcome::{Confirmation, Failure, FailureCode, Money, PaymentAttempt, PaymentResult};
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
    #[serde(with = "text")]
    booking_url: Url,
    date: Date,
    time: Time,
    service: Option<String>,
    provider: Option<String>,
    #[serde(with = "optional_text")]
    callback_url: Option<Url>,
    #[serde(with = "PreferenceMirror")]
    handoff: HandoffPreference,
    timezone: Option<String>,
    timeout: Option<Duration>,
    profile: Option<String>,
    #[serde(with = "aliases")]
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
    #[serde(with = "text")]
    public_id: PublicId,
    #[serde(with = "token_hashes")]
    tokens: Vec<TokenHash>,
    #[serde(with = "ModeMirror")]
    mode: HandoffMode,
    #[serde(with = "ReasonMirror")]
    reason: HandoffReason,
    ready_at: Timestamp,
    #[serde(with = "deposit")]
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
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Failure")]
struct FailureMirror {
    #[serde(with = "failure_code")]
    code: FailureCode,
    message: String,
    choices: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PaymentAttempt")]
struct AttemptMirror {
    at: Timestamp,
    #[serde(with = "payment_result")]
    result: PaymentResult,
    message: String,
}

/// Anything that is written as it prints.
mod text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<T: Display, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        String::deserialize(from)?.parse().map_err(|_| D::Error::custom("malformed text"))
    }
}

mod optional_text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use url::Url;

    #[expect(clippy::ref_option, reason = "serde passes the field")]
    pub(super) fn serialize<S: Serializer>(url: &Option<Url>, to: S) -> Result<S::Ok, S::Error> {
        url.as_ref().map(Url::as_str).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Url>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| text.parse().map_err(|_| D::Error::custom("malformed URL"))).transpose()
    }
}

mod aliases {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{AliasDocument, ServiceAlias};

    pub(super) fn serialize<S: Serializer>(aliases: &[ServiceAlias], to: S) -> Result<S::Ok, S::Error> {
        let documents: Vec<_> = aliases.iter().cloned().map(AliasDocument).collect();
        documents.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ServiceAlias>, D::Error> {
        let documents = Vec::<AliasDocument>::deserialize(from)?;
        Ok(documents.into_iter().map(|document| document.0).collect())
    }
}

mod deposit {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Money, MoneyDocument};

    #[expect(clippy::ref_option, reason = "serde passes the field")]
    pub(super) fn serialize<S: Serializer>(money: &Option<Money>, to: S) -> Result<S::Ok, S::Error> {
        money.clone().map(MoneyDocument).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Money>, D::Error> {
        Ok(Option::<MoneyDocument>::deserialize(from)?.map(|document| document.0))
    }
}

mod token_hashes {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::TokenHash;

    pub(super) fn serialize<S: Serializer>(hashes: &[TokenHash], to: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<_> = hashes.iter().map(|hash| hash.0).collect();
        bytes.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<TokenHash>, D::Error> {
        let bytes = Vec::<[u8; 32]>::deserialize(from)?;
        Ok(bytes.into_iter().map(TokenHash).collect())
    }
}

mod failure_code {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::FailureCode;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field")]
    pub(super) fn serialize<S: Serializer>(code: &FailureCode, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(code.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<FailureCode, D::Error> {
        let name = String::deserialize(from)?;
        FailureCode::parse(&name).ok_or_else(|| D::Error::custom("unknown failure code"))
    }
}

mod payment_result {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::PaymentResult;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field")]
    pub(super) fn serialize<S: Serializer>(result: &PaymentResult, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(result.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PaymentResult, D::Error> {
        let name = String::deserialize(from)?;
        PaymentResult::parse(&name).ok_or_else(|| D::Error::custom("unknown payment result"))
    }
}
