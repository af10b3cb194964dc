//! The service: starts bookings, runs them, passes their pages on, reports how they ended.
//!
//! Reading order: `app` wires everything, `http` is the front door, `sessions` runs the bookings, [`callbacks`] reports.

pub mod callbacks;
pub mod config;
pub mod lifecycle;
pub mod telemetry;
mod wire;
