//! The contract between this crate and the real Chrome. Every test launches one of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

mod launching;
mod losing;
mod reattaching;

mod frames;
mod pages;
mod waiting;
mod wide;

mod snapshots;
mod snapshots_hidden;
mod snapshots_states;

mod actions;
mod casting;
mod inputs;
