//! The store's promises. One suite, run on SQLite test by test and on PostgreSQL as one test over a cluster of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod crash;
mod faults;
mod sqlite;
mod suite;
mod support;
