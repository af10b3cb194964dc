//! Finds what a person named among what a site offers. Never guesses: what fits twice is ambiguous, what fits nowhere is missing.

mod choose;
mod text;

pub use choose::{Aliases, Match, choose};
pub use text::{Words, contains_phrase, fold, same};
