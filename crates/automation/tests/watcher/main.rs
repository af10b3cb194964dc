//! The watcher on a real Chrome: small pages of our own for when it wakes, the practice clinic for what it sees.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "a test shows what it measured")]

mod clinic;
mod foreign;
mod pages;
mod site;
mod stage;
