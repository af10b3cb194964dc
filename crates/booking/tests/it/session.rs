//! A session's life.

mod decisions;
mod fixtures;
mod lives;
