//! The platform side of Baton: what a service that talks with patients needs around a booking. Knows Baton by its client and its wire format only.
//!
//! Reading order: [`conversation`] is what is said and done, pure; [`understanding`] reads what patients write; [`Clinic`] and [`Lead`] are
//! whom it is about. The receiver takes Baton's callbacks; [`service`] is all of it as a program.

mod clinic;
mod lead;
mod schedule;
mod slot;

pub mod conversation;
pub mod understanding;

pub mod sms;
pub mod square;
pub mod store;

pub mod desk;
pub mod service;
pub mod webhooks;

mod http;
mod leads;
mod receiver;
mod services;

pub use clinic::{BookingWay, Clinic, ClinicId, Money};
pub use http::HttpError;
pub use lead::{BookingPlatform, Lead, LeadChange};
pub use leads::{Leads, News};
pub use receiver::{CallbackReceiver, Callbacks, Unavailable};
pub use schedule::{Hours, Schedule, Weekdays, Window};
pub use services::{Availability, BatonBooking, BatonTimes, Booking, BookingOrder, Progress, Trouble};
pub use slot::Slot;
