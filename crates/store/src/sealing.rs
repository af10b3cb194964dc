//! People's data and secrets at rest: sealed before they are written, opened after they are read. Knows no table.
//!
//! A sealed text is `sealed:1:<key id>:<nonce and ciphertext in base64>`. It is bound to its place (column and row), so nobody who can
//! only write to the database can move one person's data into another's session.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom as _, SystemRandom};
use sha2::{Digest as _, Sha256};

/// Begins every sealed text, and no JSON and no secret that was kept in plain words.
pub(crate) const MARK: &str = "sealed:1:";

/// Keys for data at rest. The first seals, all of them open: that is how one replaces the other. None at all leaves texts as they are.
#[derive(Clone, Default)]
pub struct Keyring(Arc<[SealingKey]>);

struct SealingKey {
    id: KeyId,
    key: LessSafeKey,
}

/// Names a key without telling it: the beginning of its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyId(String);

/// A text that is no list of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("every key is 32 bytes, in base64 or as 64 hexadecimal digits (openssl rand -base64 32)")]
pub struct MalformedKey;

/// Why a text cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unopened {
    /// It was sealed with a key that is not on the ring.
    UnknownKey(KeyId),
    /// It is not what any key sealed for this place.
    Damaged,
}

impl Keyring {
    /// Reads keys that are separated by commas or line ends. A line that begins with `#` is a remark.
    pub fn parse(text: &str) -> Result<Self, MalformedKey> {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let entries = lines.flat_map(|line| line.split(',')).map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(SealingKey::parse).collect::<Result<Vec<_>, _>>().map(|keys| Self(keys.into()))
    }

    /// Without keys nothing is sealed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ids of the keys, the sealing one first.
    pub fn ids(&self) -> impl Iterator<Item = &KeyId> {
        self.0.iter().map(|key| &key.id)
    }

    /// Seals `plain` for its place. Without keys it stays what it is.
    pub(crate) fn seal(&self, place: &str, plain: String) -> String {
        match self.0.first() {
            Some(key) => key.seal(place, plain),
            None => plain,
        }
    }

    /// Opens what was sealed for this place. A text that was written before there were keys is returned as it is.
    pub(crate) fn open(&self, place: &str, text: String) -> Result<String, Unopened> {
        let Some(sealed) = text.strip_prefix(MARK) else { return Ok(text) };
        let (id, body) = sealed.split_once(':').ok_or(Unopened::Damaged)?;
        let key = self.0.iter().find(|key| key.id.0 == id);
        key.ok_or_else(|| Unopened::UnknownKey(KeyId(id.to_owned())))?.open(place, body)
    }

    /// Whether the text stands as a write would leave it now.
    pub(crate) fn is_current(&self, text: &str) -> bool {
        self.current_mark().is_none_or(|mark| text.starts_with(&mark))
    }

    /// What texts begin with that the first key sealed; `None` without keys.
    pub(crate) fn current_mark(&self) -> Option<String> {
        self.0.first().map(|key| format!("{MARK}{}:", key.id))
    }

    pub(crate) fn knows(&self, id: &KeyId) -> bool {
        self.ids().any(|known| known == id)
    }
}

impl SealingKey {
    fn parse(entry: &str) -> Result<Self, MalformedKey> {
        let bytes = if entry.len() == 64 { from_hex(entry) } else { BASE64.decode(entry).ok() };
        let bytes = bytes.ok_or(MalformedKey)?;
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|_| MalformedKey)?;
        Ok(Self { id: KeyId::of(&bytes), key: LessSafeKey::new(key) })
    }

    fn seal(&self, place: &str, plain: String) -> String {
        // Drawn at random: two alike are not to be feared before some 2^32 texts under one key.
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).expect("the system has random numbers");
        let mut text = plain.into_bytes();
        let (aad, unique) = (Aad::from(place.as_bytes()), Nonce::assume_unique_for_key(nonce));
        self.key.seal_in_place_append_tag(unique, aad, &mut text).expect("the text is shorter than 256 GiB");
        format!("{MARK}{}:{}", self.id, BASE64.encode([&nonce[..], &text].concat()))
    }

    fn open(&self, place: &str, body: &str) -> Result<String, Unopened> {
        let bytes = BASE64.decode(body).map_err(|_| Unopened::Damaged)?;
        let (nonce, text) = bytes.split_at_checked(NONCE_LEN).ok_or(Unopened::Damaged)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Unopened::Damaged)?;
        let mut text = text.to_vec();
        let plain = self.key.open_in_place(nonce, Aad::from(place.as_bytes()), &mut text);
        let plain = plain.map_err(|_| Unopened::Damaged)?;
        String::from_utf8(plain.to_vec()).map_err(|_| Unopened::Damaged)
    }
}

impl KeyId {
    fn of(key: &[u8]) -> Self {
        let hash = Sha256::new_with_prefix(b"baton encryption key").chain_update(key);
        let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
        Self(format!("{:08x}", u32::from_be_bytes([a, b, c, d])))
    }

    /// The key that a sealed text names; `None` for a plain one.
    pub(crate) fn in_text(text: &str) -> Option<Self> {
        text.strip_prefix(MARK)?.split(':').next().map(|id| Self(id.to_owned()))
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.ids()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(keys: &str) -> Keyring {
        Keyring::parse(keys).unwrap()
    }

    fn key(byte: u8) -> String {
        BASE64.encode([byte; 32])
    }

    #[test]
    fn only_its_key_opens_a_text_and_only_in_its_place() {
        let ours = ring(&key(1));
        let sealed = ours.seal("lead/1", "Testa".to_owned());
        assert!(!sealed.contains("Testa") && sealed.starts_with(MARK), "{sealed}");
        assert_eq!(ours.open("lead/1", sealed.clone()).as_deref(), Ok("Testa"));
        assert_eq!(ours.open("lead/2", sealed.clone()), Err(Unopened::Damaged));
        let other = ring(&key(2));
        assert!(matches!(other.open("lead/1", sealed.clone()), Err(Unopened::UnknownKey(_))));
        // One bit of any byte is enough.
        for at in MARK.len() + 9..sealed.len() - 2 {
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(changed == sealed || ours.open("lead/1", changed).is_err(), "byte {at}");
        }
    }

    #[test]
    fn the_first_key_seals_and_all_of_them_open() {
        let before = ring(&key(1)).seal("place", "word".to_owned());
        let after = ring(&format!("{}\n# the one before\n{}", key(2), key(1)));
        assert_eq!(after.open("place", before.clone()).as_deref(), Ok("word"));
        assert!(!after.is_current(&before));
        assert!(after.is_current(&after.seal("place", "word".to_owned())));
    }

    #[test]
    fn the_same_text_is_sealed_differently_every_time() {
        let ring = ring(&key(1));
        assert_ne!(ring.seal("place", "word".to_owned()), ring.seal("place", "word".to_owned()));
    }

    #[test]
    fn without_keys_texts_stay_as_they_are() {
        let none = Keyring::default();
        assert_eq!(none.seal("place", "word".to_owned()), "word");
        assert_eq!(none.open("place", "word".to_owned()).as_deref(), Ok("word"));
        assert!(none.is_current("word"));
    }

    #[test]
    fn a_key_has_32_bytes_and_is_never_shown() {
        let hex = "ab".repeat(32);
        let ring = ring(&hex);
        assert!(!format!("{ring:?}").contains("abab"), "{ring:?}");
        for wrong in ["short", &"ab".repeat(31), &BASE64.encode([1; 31]), &"zz".repeat(32), "пароль"] {
            assert_eq!(Keyring::parse(wrong).err(), Some(MalformedKey), "{wrong}");
        }
        assert!(Keyring::parse(" , \n").unwrap().is_empty());
    }
}
