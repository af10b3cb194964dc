//! The client against a stand-in that speaks the contract's wire format.

mod availability;
mod callbacks;
mod endpoints;
mod events;
mod patience;
mod support;
