//! The platform side of Baton: what a service that talks with patients needs around a booking. Begins with the receiver for callbacks and the lead
//! it keeps up to date. Knows Baton by its client and its wire format only.

mod lead;
mod leads;
mod receiver;

pub use lead::{BookingPlatform, Lead};
pub use leads::{Leads, News};
pub use receiver::CallbackReceiver;
