//! The identifiers that appear in URLs, rows and logs. None of them tells anything about a person.

use std::fmt;
use std::str::FromStr;

use rand::RngExt;
use uuid::Uuid;

/// Names one booking session. Ordered by creation (UUID version 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(Uuid);

impl SessionId {
    /// Makes a fresh id.
    pub fn generate() -> Self {
        Self(Uuid::now_v7())
    }

    pub fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    pub fn as_uuid(&self) -> Uuid {
        self.0
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SessionId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// The public half of a handoff link: finds the session, opens nothing. Ten letters and digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicId(String);

/// A text that is no public id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a public id is {} letters or digits", PublicId::LENGTH)]
pub struct MalformedPublicId;

impl PublicId {
    /// 62^10 ids: enough that guessing one is idle, and guessing opens nothing anyway.
    pub const LENGTH: usize = 10;

    pub fn generate() -> Self {
        Self(rand::rng().sample_iter(rand::distr::Alphanumeric).take(Self::LENGTH).map(char::from).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PublicId {
    type Err = MalformedPublicId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let well_formed = text.len() == Self::LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if well_formed { Ok(Self(text.to_owned())) } else { Err(MalformedPublicId) }
    }
}
