//! Whether receivers of callbacks can know the secret that signs them.

use super::Finding;
use crate::config::Config;

pub(super) fn check(config: &Config) -> Finding {
    match config.callback_secrets.len() {
        0 => Finding::doubtful(
            "not set: one is generated and kept in the database, and receivers have to be told it",
            "set BATON_CALLBACK_SECRET (whsec_ and 24 to 64 bytes in base64) here and at the receiver",
        ),
        1 => Finding::fine("set"),
        count => Finding::fine(format!("{count} are set: the first signs, the others are being replaced")),
    }
}
