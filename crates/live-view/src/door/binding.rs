//! Whose link it is: a random key in a cookie of one device, of which only the hash is kept.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::Refused;

/// A device's key: 128 random bits, 32 hexadecimal digits in its cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceKey(Zeroizing<String>);

/// What is kept of a device's key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeviceHash(pub [u8; 32]);

/// Which device a link is bound to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Binding {
    device: Option<DeviceHash>,
}

impl DeviceKey {
    pub fn generate() -> Self {
        Self(Zeroizing::new(format!("{:032x}", rand::random::<u128>())))
    }

    /// Takes a key from a cookie; nothing when it cannot be one of ours.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        well_formed.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> DeviceHash {
        DeviceHash(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceKey(…)")
    }
}

impl Binding {
    /// A binding as it was kept.
    pub fn to(device: Option<DeviceHash>) -> Self {
        Self { device }
    }

    pub fn device(&self) -> Option<DeviceHash> {
        self.device
    }

    pub fn is_to(&self, device: &DeviceKey) -> bool {
        self.device.is_some_and(|bound| bound.0.ct_eq(&device.hash().0).into())
    }

    /// Binds to `device`, which has shown the secret; away from another one only by an explicit takeover.
    /// Answers whether another device has lost the link.
    pub fn claim(&mut self, device: &DeviceKey, takeover: bool) -> Result<bool, Refused> {
        let taken = self.device.is_some() && !self.is_to(device);
        if taken && !takeover {
            return Err(Refused::OtherDevice);
        }
        self.device = Some(device.hash());
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_device_has_the_link() {
        let (first, second) = (DeviceKey::generate(), DeviceKey::generate());
        let mut binding = Binding::default();
        assert_eq!(binding.claim(&first, false), Ok(false));
        assert_eq!(binding.claim(&first, false), Ok(false));
        assert_eq!(binding.claim(&second, false), Err(Refused::OtherDevice));
        assert!(binding.is_to(&first) && !binding.is_to(&second));
    }

    #[test]
    fn an_explicit_takeover_moves_it() {
        let (first, second) = (DeviceKey::generate(), DeviceKey::generate());
        let mut binding = Binding::to(Some(first.hash()));
        assert_eq!(binding.claim(&second, true), Ok(true));
        assert!(!binding.is_to(&first));
    }
}
