//! What a conversation wants done. Nothing here has happened yet.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::memory::FullName;
use crate::clinic::Money;
use crate::lead::LeadChange;
use crate::schedule::Schedule;
use crate::slot::Slot;

#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Send(Message),
    /// Messages that were not sent yet must not be: the patient wants none.
    DropUnsent,
    Errand(Errand),
    Lead(LeadChange),
    TellOperator(OperatorNote),
}

/// An SMS to the patient.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    /// Whether it hands the payment page over.
    pub carries_link: bool,
}

/// Something that others have to be asked for; the answer is an event. An errand may be run again: its ticket or session makes that the same errand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    FindService {
        ticket: u32,
        said: String,
    },
    FindSlots(SlotWish),
    StartBooking(BookingWish),
    AwaitLink {
        session: Uuid,
    },
    /// The callback says the same, sooner; this is for one that got lost.
    AwaitOutcome {
        session: Uuid,
    },
    CancelBooking {
        session: Uuid,
    },
    MakeDepositLink(DepositWish),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlotWish {
    pub ticket: u32,
    pub service: String,
    /// `None` where anyone will do.
    pub provider: Option<String>,
    pub schedule: Schedule,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct BookingWish {
    pub ticket: u32,
    pub slot: Slot,
    pub service: String,
    pub provider: Option<String>,
    pub name: FullName,
    pub email: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DepositWish {
    pub ticket: u32,
    pub service: String,
    pub amount: Money,
}

/// What a person at the clinic should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatorNote {
    AsksForPerson,
    WantsToCancel,
    /// The site could not be asked for services or times.
    AvailabilityAway,
    BookingFailed,
    /// Nobody can tell whether the booking came through.
    OutcomeUnknown,
    /// An earlier session was paid for although another one had been begun.
    EarlierBookingCompleted,
    DepositLinkFailed,
    /// A deposit was paid: the appointment is to be confirmed.
    ConfirmAppointment,
    /// A deposit was paid that nobody waited for any more.
    UnexpectedDeposit,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message").field("carries_link", &self.carries_link).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for BookingWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BookingWish")
            .field("ticket", &self.ticket)
            .field("slot", &self.slot)
            .finish_non_exhaustive()
    }
}
