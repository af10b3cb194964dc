//! Databases to test on, and sessions to put into them. Every person here is invented.

pub(crate) mod database;
pub(crate) mod fixtures;
pub(crate) mod postgres;
