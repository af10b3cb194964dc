//! The service as its callers meet it: over real sockets, with a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod api;
mod availability;
mod callbacks;
mod command;
mod connections;
mod dashboard;
mod doors;
mod fuzz;
mod guard;
mod metrics;
mod nothing_is_lost;
mod process;
mod start;
mod story;
mod support;
mod transcripts;
