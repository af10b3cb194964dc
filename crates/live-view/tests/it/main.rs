//! The handoff as a patient has it: a real Chrome holds a clinic's page, another real Chrome is the phone, and between them
//! there is only the handoff page.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::print_stdout, reason = "how many of many went well is told also when all did")]

mod cable;
mod entries;
mod phone;
mod random;
mod site;
mod stand;
mod webkit;

mod asking;
mod asleep;
mod coming_back;
mod covered;
mod door;
mod fidelity;
mod fields;
mod frames;
mod fuzz;
mod iphone;
mod journey;
mod names;
mod presses;
mod resume;
mod typing;
mod wide;
