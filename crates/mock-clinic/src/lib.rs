//! The practice clinic: a booking site that stands for one Baton does not control.
//! Owns the pages, the slots and the truth about what was booked and paid. Knows nothing of Baton.
//!
//! ```no_run
//! # async fn story() -> anyhow::Result<()> {
//! use baton_mock_clinic::MockClinic;
//!
//! let clinic = MockClinic::spawn().await;
//! let (date, time) = clinic.open_slot();
//! println!("{} has room on {date} at {time}", clinic.booking_url_with(&[("slotDelayMs", "0")]));
//! assert!(clinic.state().await.bookings.is_empty());
//! # Ok(())
//! # }
//! ```

mod clinic;
mod options;

mod calendar;
mod cards;
mod catalogue;
mod clock;
mod records;
mod scenario;
mod site;

pub use calendar::{DayState, OfferedSlot};
pub use cards::{APPROVED_CARD, DECLINED_CARD, EXPIRED_CARD};
pub use catalogue::{Category, Clinic, DEFAULT_SLUG, Provider, Service};
pub use clinic::MockClinic;
pub use clock::ClinicClock;
pub use options::ClinicOptions;
pub use records::Contact;
pub use records::state::{Booking, ClinicState, Hold, Payment, PaymentResult, SentCode};
pub use scenario::{
    CardForm, Clock, Confirmation, ContactError, DeclineWith, FirstLoad, Formatter, InvalidSwitch, Lang,
    Order, PhoneField, Policy, Scenario, ServerError, SlotFormat, SlotList, SlotLost, ThreeDs,
};
