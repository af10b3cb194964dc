//! The service: starts bookings, runs them, passes their pages on, reports how they ended.
//!
//! Reading order: [`app`] wires everything, `http` is the front door, [`sessions`] runs the bookings on pages that [`browsers`]
//! lend, [`callbacks`] reports. [`cli`] is what the binary can be told to do.

pub mod app;
pub mod availability;
pub mod browsers;
pub mod callbacks;
pub mod config;
mod dashboard;
pub mod egress;
mod http;
mod instances;
pub mod lifecycle;
mod reload;
pub mod sessions;
pub mod telemetry;
mod wire;

mod book;
pub mod cli;
pub mod demo;
mod doctor;
