//! Whether people's data and secrets are encrypted in the database.

use super::Finding;
use crate::config::Config;

pub(super) fn check(config: &Config) -> Finding {
    let ids: Vec<_> = config.keyring.ids().map(ToString::to_string).collect();
    match ids.split_first() {
        None => Finding::doubtful(
            "no key: people's data stands in the database in plain words until it is erased",
            "set BATON_ENCRYPTION_KEY or BATON_ENCRYPTION_KEY_FILE (openssl rand -base64 32), and keep the key apart from backups",
        ),
        Some((first, [])) => Finding::fine(format!("the key {first} encrypts")),
        Some((first, others)) => {
            Finding::fine(format!("the key {first} encrypts; {} is being replaced", others.join(", ")))
        }
    }
}
