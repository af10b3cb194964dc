//! The detector held against the corpus of payment histories (see README.md beside this file), and against random ones.

#![expect(clippy::print_stdout, reason = "the test shows its confusion matrix")]

mod histories;
mod matrix;
mod mismatches;
mod notation;
mod page;
mod random;
mod replay;
