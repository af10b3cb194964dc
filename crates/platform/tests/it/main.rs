//! The platform side, spoken to as patients and services speak to it.

mod carriers;
mod deposits;
mod desk;
mod fixtures;
mod phrases;
mod receiver;
mod stand_ins;
mod transcripts;
mod world;
