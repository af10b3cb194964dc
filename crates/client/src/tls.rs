//! Gives rustls its cryptography (ring), so that a program that only wants a client need not know that there is a choice.

/// Installs ring for the process, unless the program has chosen already.
pub(crate) fn provide() {
    // An error means that a provider is installed: whoever installed it had a reason.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
