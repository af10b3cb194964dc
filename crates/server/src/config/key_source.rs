//! Where the API keys come from, and how they are exchanged while the service runs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use super::api_keys::ApiKeys;

/// The keys of the settings, and a file with further ones: NAME:KEY line by line, `#` for remarks.
#[derive(Debug, Clone, Default)]
pub struct KeySource {
    fixed: ApiKeys,
    file: Option<PathBuf>,
}

/// The keys that hold now. Clones see the same ones.
#[derive(Debug, Clone, Default)]
pub struct CurrentKeys(Arc<RwLock<Arc<ApiKeys>>>);

impl KeySource {
    pub(super) fn new(fixed: ApiKeys, file: Option<PathBuf>) -> Self {
        Self { fixed, file }
    }

    /// The file that is worth watching.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Reads all keys as they are now.
    pub fn read(&self) -> Result<ApiKeys, String> {
        let Some(file) = &self.file else { return Ok(self.fixed.clone()) };
        let text = std::fs::read_to_string(file).map_err(|error| format!("the key file: {error}"))?;
        let lines: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        let further = ApiKeys::parse(&lines.join(",")).map_err(|error| error.to_string())?;
        let keys = self.fixed.clone().and(further);
        // Without any key the door would stand open.
        if keys.is_empty() { Err("there is no key in it".to_owned()) } else { Ok(keys) }
    }
}

impl CurrentKeys {
    pub fn new(keys: ApiKeys) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(keys))))
    }

    pub fn get(&self) -> Arc<ApiKeys> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn exchange(&self, keys: ApiKeys) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_adds_to_the_keys_and_can_be_exchanged() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let source = KeySource::new(ApiKeys::parse("one:sesame").unwrap(), Some(file.path().to_owned()));
        std::fs::write(file.path(), "# platforms\ntwo:open\n\n").unwrap();
        let current = CurrentKeys::new(source.read().unwrap());
        let owner = |key: &str| current.get().owner_of(key).map(|name| name.as_str().to_owned());
        assert_eq!((owner("sesame").as_deref(), owner("open").as_deref()), (Some("one"), Some("two")));

        std::fs::write(file.path(), "two:next").unwrap();
        current.exchange(source.read().unwrap());
        assert_eq!((owner("open"), owner("next").as_deref()), (None, Some("two")));
    }

    #[test]
    fn a_file_that_leaves_no_key_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let source = KeySource::new(ApiKeys::default(), Some(file.path().to_owned()));
        assert!(source.read().is_err());
        std::fs::write(file.path(), "a b").unwrap();
        assert!(source.read().is_err());
    }
}
