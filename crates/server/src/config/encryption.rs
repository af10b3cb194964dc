//! Where the keys for data at rest come from: the environment, or a file that only the service may read.

use std::path::Path;

use baton_store::Keyring;

/// Reads the keys out of the one place or the other.
pub(super) fn keyring(keys: Option<&str>, file: Option<&str>) -> Result<Keyring, String> {
    match (keys, file) {
        (Some(_), Some(_)) => Err("set either this or BATON_ENCRYPTION_KEY_FILE, not both".to_owned()),
        (Some(keys), None) => parsed(keys),
        (None, Some(file)) => from_file(Path::new(file)),
        (None, None) => Ok(Keyring::default()),
    }
}

fn from_file(path: &Path) -> Result<Keyring, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("the key file: {error}"))?;
    parsed(&text)
}

fn parsed(text: &str) -> Result<Keyring, String> {
    let keys = Keyring::parse(text).map_err(|error| error.to_string())?;
    if keys.is_empty() { Err("there is no key in it".to_owned()) } else { Ok(keys) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_from_one_place_only() {
        let key = "ab".repeat(32);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("# of this year\n{key}\n")).unwrap();
        let path = file.path().to_str().unwrap();

        let ids = |ring: Keyring| ring.ids().cloned().collect::<Vec<_>>();
        assert_eq!(ids(keyring(Some(&key), None).unwrap()), ids(keyring(None, Some(path)).unwrap()));
        assert!(keyring(Some(&key), Some(path)).is_err());
        assert!(keyring(None, Some("/nowhere/key")).is_err());
        assert!(keyring(None, None).unwrap().is_empty());
    }

    #[test]
    fn a_file_without_a_key_is_a_mistake_and_not_told_word_for_word() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for text in ["", "# nothing\n", "hunter2"] {
            std::fs::write(file.path(), text).unwrap();
            let said = keyring(None, file.path().to_str()).unwrap_err();
            assert!(!said.contains("hunter2"), "{said}");
        }
    }
}
