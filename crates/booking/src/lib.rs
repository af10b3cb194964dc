//! The domain of Baton: what a booking is, how it may go, how it ends. Pure: knows no runtime, no database, no HTTP, no browser.
//!
//! Reading order: a [`request::BookingRequest`] becomes a [`session::Session`]; a [`flow`] drives a page through its steps by a
//! [`profile`]; a [`handoff`] passes the page on; a [`detector`] turns observations into a verdict; an [`outcome`] ends it.

pub mod availability;
pub mod calendar;
pub mod clock;
pub mod contact;
pub mod detector;
pub mod final_control;
pub mod flow;
pub mod handoff;
pub mod id;
pub mod matching;
pub mod observation;
pub mod outcome;
pub mod privacy;
pub mod profile;
pub mod request;
pub mod session;
pub mod wall_time;
pub mod wording;
