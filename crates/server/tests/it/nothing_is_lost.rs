//! The service dies, is stopped, loses its browser: every booking still comes to its one end, on the page and by the link it had.
//! The service is a process of its own here, so that it can be killed; the phone is another browser.

#![expect(clippy::print_stdout, reason = "what was measured and counted is worth a line")]

mod balancer;
mod browser;
mod canary;
mod chaos;
mod endurance;
mod faults;
mod instances;
mod limits;
mod long;
mod orphans;
mod postgres;
mod process;
mod restart;
mod storm_of_two;
mod world;

use world::Wreckable;
