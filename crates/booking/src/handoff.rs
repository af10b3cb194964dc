//! Passing the page on: the link, its secret, and what the patient is asked to do there.

mod restored;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

pub use restored::Preparedness;

use crate::id::PublicId;
use crate::outcome::Money;

/// A page that waits for the patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handoff {
    pub public_id: PublicId,
    /// Every secret that opens the link. One is minted at the start; another by each process that took the session over,
    /// because only hashes are stored and a hash cannot be turned into a link again.
    pub tokens: Vec<TokenHash>,
    pub mode: HandoffMode,
    pub reason: HandoffReason,
    pub ready_at: Timestamp,
    pub deposit: Option<Money>,
    /// The prepared page's own URL: handed out in direct mode, never a secret of ours.
    pub page_url: String,
}

impl Handoff {
    /// Whether `token` opens this link. Takes the same time whatever the answer.
    pub fn opens_with(&self, token: &HandoffToken) -> bool {
        let presented = token.hash();
        self.tokens.iter().fold(false, |opened, stored| opened | stored.matches(&presented))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandoffMode {
    /// The very page, shown live on the patient's phone.
    Live,
    /// The site's own URL, proven to restore the prepared page in another browser.
    Direct,
}

impl HandoffMode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Direct => "direct",
        }
    }
}

/// What the patient is asked to do on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandoffReason {
    Payment,
    /// A booking without a deposit: only the last button is left.
    Review,
    VerificationCode,
    Captcha,
}

impl HandoffReason {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Review => "review",
            Self::VerificationCode => "verification_code",
            Self::Captcha => "captcha",
        }
    }

    /// Whether automation goes on by itself once the patient has passed this.
    pub fn is_interlude(self) -> bool {
        match self {
            Self::VerificationCode | Self::Captcha => true,
            Self::Payment | Self::Review => false,
        }
    }
}

/// The secret half of a handoff link: 128 random bits that travel in the URL's fragment and are never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct HandoffToken(Zeroizing<[u8; 16]>);

/// A text that is no handoff token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a handoff token is 32 hexadecimal digits")]
pub struct MalformedToken;

impl HandoffToken {
    pub fn generate() -> Self {
        Self(Zeroizing::new(rand::random()))
    }

    /// The token as it stands in the link.
    pub fn reveal(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Zeroizing::new(digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect())
    }

    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_slice()).into())
    }
}

impl FromStr for HandoffToken {
    type Err = MalformedToken;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(MalformedToken);
        }
        let mut bytes = Zeroizing::new([0; 16]);
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).map_err(|_| MalformedToken)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Debug for HandoffToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandoffToken(…)")
    }
}

/// What is stored of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_trip_through_a_link() {
        let token = HandoffToken::generate();
        assert_eq!(token.reveal().parse::<HandoffToken>().unwrap(), token);
    }

    #[test]
    fn a_token_is_never_printed() {
        let token = HandoffToken::generate();
        assert!(!format!("{token:?}").contains(token.reveal().as_str()));
    }

    #[test]
    fn malformed_tokens_are_refused() {
        for text in ["", "abc", "zz".repeat(16).as_str(), "+1".repeat(16).as_str(), "é".repeat(16).as_str()]
        {
            assert_eq!(text.parse::<HandoffToken>(), Err(MalformedToken), "{text}");
        }
    }
}
