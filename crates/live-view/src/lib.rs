//! The page on the patient's phone: moving picture, native controls over it, the way in by a link. Knows browsers, not bookings.
//!
//! Reading order: a [`Hub`] shows one page to the phones that hold its link, each served by a viewer, both speaking the
//! [`protocol`]; a mirror knows the page's controls; the relay carries out what the patient does; the [`door`] lets phones in.

pub mod door;
mod hub;
mod mirror;
mod phase;
pub mod protocol;
mod relay;
mod viewer;

pub use hub::{FinalPress, Hub, HubOptions, Now};
pub use phase::{Advice, Booked, Phase};
