//! The keys that platforms come with. Only their hashes are kept, and every one is compared every time.

use std::fmt::{self, Write as _};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

/// The keys that open `/api`. None at all leaves the door open, which is for loopback only.
#[derive(Clone, Default)]
pub struct ApiKeys(Vec<ApiKey>);

#[derive(Clone)]
struct ApiKey {
    name: KeyName,
    hash: [u8; 32],
}

/// Who came with a key: for logs and for the scope of idempotency keys. Never the key itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyName(String);

/// A list that holds something that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("every key is KEY or NAME:KEY, in visible ASCII characters without commas")]
pub struct MalformedKeys;

impl ApiKeys {
    /// Reads a comma-separated list.
    pub fn parse(text: &str) -> Result<Self, MalformedKeys> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(ApiKey::parse).collect::<Result<_, _>>().map(Self)
    }

    /// These keys and those.
    pub(super) fn and(mut self, mut others: Self) -> Self {
        self.0.append(&mut others.0);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says whose key this is. Takes the same time for every key and for none.
    pub fn owner_of(&self, presented: &str) -> Option<&KeyName> {
        let hash = hash(presented);
        // 0 means nobody; the position of the match is gathered without a branch.
        let found = (1_u32..).zip(&self.0).fold(0, |found, (position, key)| {
            let matches: Choice = key.hash.ct_eq(&hash);
            u32::conditional_select(&found, &position, matches)
        });
        let index = usize::try_from(found).ok()?.checked_sub(1)?;
        self.0.get(index).map(|key| &key.name)
    }

    /// What each key makes of `message`; nobody without a key can make any of it.
    pub fn seals(&self, message: &[u8]) -> impl Iterator<Item = [u8; 32]> {
        self.0.iter().map(move |key| sealed(&key.hash, message))
    }

    /// What `presented` makes of `message`, if it is one of the keys.
    pub fn seal_with(&self, presented: &str, message: &[u8]) -> Option<[u8; 32]> {
        self.owner_of(presented).map(|_| sealed(&hash(presented), message))
    }
}

impl ApiKey {
    fn parse(entry: &str) -> Result<Self, MalformedKeys> {
        let (name, key) =
            entry.split_once(':').map_or((None, entry), |(name, key)| (Some(name.trim()), key.trim()));
        let well_formed =
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic()) && name != Some("");
        if !well_formed {
            return Err(MalformedKeys);
        }
        let hash = hash(key);
        Ok(Self { name: KeyName(name.map_or_else(|| unnamed(&hash), str::to_owned)), hash })
    }
}

impl KeyName {
    /// Whoever comes when no key is asked for.
    pub fn anybody() -> Self {
        Self("anybody".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn hash(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

fn sealed(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// A key without a name is called by the beginning of its hash, which stays the same however the list is ordered.
fn unnamed(hash: &[u8; 32]) -> String {
    hash[..4].iter().fold("key-".to_owned(), |mut name, byte| {
        write!(name, "{byte:02x}").expect("writing to a string cannot fail");
        name
    })
}

impl fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.name)).finish()
    }
}
