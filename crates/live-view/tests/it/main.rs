//! The handoff as a patient has it: a real Chrome holds a clinic's page, another real Chrome is the phone, and between them
//! there is only the handoff page.

mod phone;
mod site;
mod stand;

mod door;
mod frames;
mod fuzz;
mod journey;
mod typing;
