//! The files that make the service speak TLS itself.

use std::path::PathBuf;

/// A chain of certificates and its key, both in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFiles {
    pub chain: PathBuf,
    pub key: PathBuf,
}

/// Takes both files or none.
pub(super) fn files(
    chain: Option<String>,
    key: Option<String>,
) -> Result<Option<CertificateFiles>, &'static str> {
    match (chain, key) {
        (Some(chain), Some(key)) => Ok(Some(CertificateFiles { chain: chain.into(), key: key.into() })),
        (None, None) => Ok(None),
        _ => Err("BATON_TLS_CERT and BATON_TLS_KEY belong together: set both or neither"),
    }
}
