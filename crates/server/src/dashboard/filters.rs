//! What templates do to a text.

#![expect(unreachable_pub, reason = "askama's macro makes the filter's struct with a public function")]

/// "ready_for_handoff" as a person writes it.
#[askama::filter_fn]
pub(super) fn words(text: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(text.to_string().replace('_', " "))
}
