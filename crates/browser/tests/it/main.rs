//! The contract between this crate and the real Chrome. Every test launches one of its own.

mod support;

mod actions;
mod snapshots;
