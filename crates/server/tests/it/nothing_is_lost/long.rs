//! Runs that take minutes or hours, and the variables that ask for them.

/// Whether `BATON_LONG` asks for the long form.
pub(super) fn is_long() -> bool {
    std::env::var_os("BATON_LONG").is_some()
}

/// A number from the environment: `BATON_SEED`, `BATON_TIMES`, `BATON_RUNS`.
pub(super) fn number<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}
