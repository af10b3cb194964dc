//! The platform side, spoken to as patients and services speak to it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod carriers;
mod deposits;
mod desk;
mod fixtures;
mod lives;
mod phrases;
mod receiver;
mod sessions;
mod stand_ins;
mod transcripts;
mod world;
