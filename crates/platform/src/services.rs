//! Whom the platform asks: for free times, and for booking sessions. Traits, because a platform may have its own catalogue, and because
//! conversations are tried out without either. [`BatonTimes`] and [`BatonBooking`] are the real ones.

mod booking;
mod times;

pub use booking::BatonBooking;
pub use times::BatonTimes;

use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::clinic::Clinic;
use crate::conversation::{BookingWish, Ending, ServiceAnswer, SlotWish};
use crate::slot::Slot;

/// Knows a clinic's services and its free times.
pub trait Availability: std::fmt::Debug + Send + Sync {
    /// What the clinic offers under a name.
    fn service<'a>(&'a self, clinic: &'a Clinic, said: &'a str) -> BoxFuture<'a, ServiceAnswer>;

    /// Free times; `None` if nobody can be asked now. More than was asked for does no harm.
    fn slots<'a>(&'a self, clinic: &'a Clinic, wish: &'a SlotWish) -> BoxFuture<'a, Option<Vec<Slot>>>;
}

/// Runs booking sessions.
pub trait Booking: std::fmt::Debug + Send + Sync {
    /// Starts a session; the same key gives the same session.
    fn start<'a>(&'a self, order: BookingOrder<'a>) -> BoxFuture<'a, Result<Uuid, Trouble>>;

    /// Waits a while for the link of a session.
    fn link(&self, session: Uuid) -> BoxFuture<'_, Result<Progress, Trouble>>;

    /// How a session ended; `None` while it lives.
    fn outcome(&self, session: Uuid) -> BoxFuture<'_, Result<Option<Ending>, Trouble>>;

    fn cancel(&self, session: Uuid) -> BoxFuture<'_, Result<(), Trouble>>;
}

/// A session to start.
#[derive(Debug, Clone, Copy)]
pub struct BookingOrder<'a> {
    pub clinic: &'a Clinic,
    /// E.164.
    pub phone: &'a str,
    pub wish: &'a BookingWish,
    pub key: &'a str,
}

/// How far a session is.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    Ready { url: String },
    Ended(Box<Ending>),
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("there is no answer now")]
    Later,
    #[error("there will be no answer")]
    Never,
}
