//! What a patient's message means. The trait is where a language model can take over; the rules are what there is without one.
//! Says nothing itself: what patients are told about times, prices and links always comes from data.

mod choice;
mod dates;
mod days;
mod grouping;
mod holidays;
mod hours;
mod person;
mod rules;
mod tokens;
mod wishes;

pub use rules::Rules;

use jiff::Timestamp;

use crate::clinic::Clinic;
use crate::conversation::{FullName, PatientKind, ProviderWish, Question};
use crate::schedule::Schedule;
use crate::slot::Slot;

/// Reads messages.
pub trait Understanding: std::fmt::Debug + Send + Sync {
    fn read(&self, text: &str, context: &Context<'_>) -> Reading;
}

/// What there is to understand a message by.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub now: Timestamp,
    pub clinic: &'a Clinic,
    /// What the patient was asked last.
    pub asked: Option<Question>,
    /// Services or providers that were listed with numbers, in their order.
    pub options: &'a [String],
    /// Times that were listed with numbers, in their order.
    pub slots: &'a [Slot],
    /// Who offers the service that is being talked about.
    pub providers: &'a [String],
}

/// Everything that a message says. Most messages say one thing.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Reading {
    pub name: Option<FullName>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    /// The service in the patient's words.
    pub service: Option<String>,
    pub provider: Option<ProviderWish>,
    pub patient: Option<PatientKind>,
    pub schedule: Option<Schedule>,
    /// The listed options or times that the message may mean, counted from 0. One is a choice, several are not.
    pub picks: Vec<usize>,
    pub wish: Option<Wish>,
}

/// What a patient wants of the conversation itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Yes,
    No,
    /// Other times than those listed.
    Others,
    /// Not to book after all.
    GiveUp,
    /// To begin again, with a new booking.
    BookAnew,
    /// To speak with a person.
    Person,
}

// What people write about themselves is never printed.
impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading")
            .field("picks", &self.picks)
            .field("wish", &self.wish)
            .finish_non_exhaustive()
    }
}
