//! How single fields of the documents are written, where their types do not say so themselves.

/// Anything that is written as it prints.
pub(super) mod text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<T: Display, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(crate) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        String::deserialize(from)?.parse().map_err(|_| D::Error::custom("malformed text"))
    }
}

pub(super) mod optional_text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use url::Url;

    #[expect(clippy::ref_option, reason = "serde passes the field")]
    pub(crate) fn serialize<S: Serializer>(url: &Option<Url>, to: S) -> Result<S::Ok, S::Error> {
        url.as_ref().map(Url::as_str).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Url>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| text.parse().map_err(|_| D::Error::custom("malformed URL"))).transpose()
    }
}

pub(super) mod aliases {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::super::{AliasDocument, ServiceAlias};

    pub(crate) fn serialize<S: Serializer>(aliases: &[ServiceAlias], to: S) -> Result<S::Ok, S::Error> {
        let documents: Vec<_> = aliases.iter().cloned().map(AliasDocument).collect();
        documents.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ServiceAlias>, D::Error> {
        let documents = Vec::<AliasDocument>::deserialize(from)?;
        Ok(documents.into_iter().map(|document| document.0).collect())
    }
}

pub(super) mod deposit {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::super::{Money, MoneyDocument};

    #[expect(clippy::ref_option, reason = "serde passes the field")]
    pub(crate) fn serialize<S: Serializer>(money: &Option<Money>, to: S) -> Result<S::Ok, S::Error> {
        money.clone().map(MoneyDocument).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Money>, D::Error> {
        Ok(Option::<MoneyDocument>::deserialize(from)?.map(|document| document.0))
    }
}

pub(super) mod token_hashes {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use baton_booking::handoff::TokenHash;

    pub(crate) fn serialize<S: Serializer>(hashes: &[TokenHash], to: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<_> = hashes.iter().map(|hash| hash.0).collect();
        bytes.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<TokenHash>, D::Error> {
        let bytes = Vec::<[u8; 32]>::deserialize(from)?;
        Ok(bytes.into_iter().map(TokenHash).collect())
    }
}

pub(super) mod differences {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize as _, Serializer};

    use baton_booking::outcome::Difference;

    pub(crate) fn serialize<S: Serializer>(differs: &[Difference], to: S) -> Result<S::Ok, S::Error> {
        let names: Vec<_> = differs.iter().map(|difference| difference.as_str()).collect();
        names.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Difference>, D::Error> {
        let names = Vec::<String>::deserialize(from)?;
        let parse = |name: &String| Difference::parse(name);
        names.iter().map(parse).collect::<Option<_>>().ok_or_else(|| D::Error::custom("unknown difference"))
    }
}

pub(super) mod failure_code {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use baton_booking::outcome::FailureCode;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field")]
    pub(crate) fn serialize<S: Serializer>(code: &FailureCode, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(code.as_str())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<FailureCode, D::Error> {
        let name = String::deserialize(from)?;
        FailureCode::parse(&name).ok_or_else(|| D::Error::custom("unknown failure code"))
    }
}

pub(super) mod payment_result {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use baton_booking::outcome::PaymentResult;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field")]
    pub(crate) fn serialize<S: Serializer>(result: &PaymentResult, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(result.as_str())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PaymentResult, D::Error> {
        let name = String::deserialize(from)?;
        PaymentResult::parse(&name).ok_or_else(|| D::Error::custom("unknown payment result"))
    }
}
