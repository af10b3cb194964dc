//! A lead: a person in conversation with a clinic, and how far their booking is. Knows what a callback changes; knows no HTTP.

use baton_api::booking::Outcome;
use baton_api::callback::CallbackBody;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::conversation::Ending;

/// Where a clinic takes its bookings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingPlatform {
    Moxie,
    Square,
}

/// What a conversation brings about for its lead.
#[derive(Clone, PartialEq)]
pub enum LeadChange {
    BookingBegan(Uuid),
    LinkMade(String),
    BookingEnded(Box<Ending>),
    DepositAsked(String),
    /// A person confirmed the appointment.
    Confirmed(Timestamp),
}

/// The booking fields of a lead. Who the lead is, is the platform's own affair: here they are a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    pub id: Uuid,
    pub booking_session_id: Option<Uuid>,
    pub booking_platform: Option<BookingPlatform>,
    pub booking_outcome: Option<Outcome>,
    pub booking_confirmation_number: Option<String>,
    /// Whoever has it has the payment page: it is never written to a log.
    pub booking_handoff_url: Option<String>,
    pub booking_handoff_sent_at: Option<Timestamp>,
    pub booking_completed_at: Option<Timestamp>,
}

impl Lead {
    pub fn new(id: Uuid) -> Self {
        Self {
            id,
            booking_session_id: None,
            booking_platform: None,
            booking_outcome: None,
            booking_confirmation_number: None,
            booking_handoff_url: None,
            booking_handoff_sent_at: None,
            booking_completed_at: None,
        }
    }

    /// Begins a booking. What an earlier one left behind is cleared, so that its outcome is never taken for this one's.
    pub fn begin_booking(&mut self, platform: BookingPlatform, session: Uuid) {
        *self = Self {
            booking_session_id: Some(session),
            booking_platform: Some(platform),
            ..Self::new(self.id)
        };
    }

    /// Notes that the link was sent to the person.
    pub fn handoff_sent(&mut self, url: &str, at: Timestamp) {
        self.booking_handoff_url = Some(url.to_owned());
        self.booking_handoff_sent_at = Some(at);
    }

    /// Notes how the booking ended. Returns whether that was news: a callback about another session changes nothing.
    pub fn booking_ended(&mut self, callback: &CallbackBody) -> bool {
        self.end(&Ending::from(callback.clone()))
    }

    /// Notes what a conversation has brought about.
    pub fn apply(&mut self, change: LeadChange) {
        match change {
            LeadChange::BookingBegan(session) => self.begin_booking(BookingPlatform::Moxie, session),
            LeadChange::LinkMade(url) => self.booking_handoff_url = Some(url),
            LeadChange::BookingEnded(ending) => drop(self.end(&ending)),
            LeadChange::DepositAsked(url) => self.begin_deposit(url),
            LeadChange::Confirmed(at) => self.confirmed(at),
        }
    }

    fn end(&mut self, ending: &Ending) -> bool {
        if self.booking_session_id != Some(ending.session) || self.booking_outcome.is_some() {
            return false;
        }
        self.booking_outcome = Some(ending.outcome);
        let details = ending.confirmation.as_ref();
        self.booking_confirmation_number = details.and_then(|details| details.confirmation_number.clone());
        self.booking_completed_at = Some(ending.at);
        // The link opens nothing any more; keeping it would only invite somebody to try.
        self.booking_handoff_url = None;
        true
    }

    /// A clinic of Square has no session: the link is that of the deposit, and a person ends the booking.
    fn begin_deposit(&mut self, url: String) {
        *self = Self {
            booking_platform: Some(BookingPlatform::Square),
            booking_handoff_url: Some(url),
            ..Self::new(self.id)
        };
    }

    fn confirmed(&mut self, at: Timestamp) {
        self.booking_outcome = Some(Outcome::Success);
        self.booking_completed_at = Some(at);
        self.booking_handoff_url = None;
    }
}

// Links are never printed.
impl std::fmt::Debug for LeadChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::BookingBegan(_) => "BookingBegan",
            Self::LinkMade(_) => "LinkMade",
            Self::BookingEnded(_) => "BookingEnded",
            Self::DepositAsked(_) => "DepositAsked",
            Self::Confirmed(_) => "Confirmed",
        })
    }
}

#[cfg(test)]
mod tests {
    use baton_api::booking::{ConfirmationDetails, SessionState};
    use baton_api::callback::CallbackKind;

    use super::*;

    fn completed(session: Uuid) -> CallbackBody {
        CallbackBody {
            kind: CallbackKind::Completed,
            timestamp: "2030-02-05T19:30:00Z".parse().unwrap(),
            session_id: session,
            state: SessionState::Completed,
            outcome: Outcome::Success,
            confirmation_details: Some(ConfirmationDetails {
                confirmation_number: Some("MXE-2030-TEST1".to_owned()),
                ..ConfirmationDetails::default()
            }),
            error: None,
            code: None,
        }
    }

    fn booking_lead(session: Uuid) -> Lead {
        let mut lead = Lead::new(Uuid::from_u128(7));
        lead.begin_booking(BookingPlatform::Moxie, session);
        lead.handoff_sent("https://book.example.com/h/a#b", "2030-02-05T19:20:00Z".parse().unwrap());
        lead
    }

    #[test]
    fn the_end_of_a_booking_is_noted_once() {
        let session = Uuid::from_u128(1);
        let mut lead = booking_lead(session);
        assert!(lead.booking_ended(&completed(session)));
        assert_eq!(lead.booking_outcome, Some(Outcome::Success));
        assert_eq!(lead.booking_confirmation_number.as_deref(), Some("MXE-2030-TEST1"));
        assert_eq!(lead.booking_handoff_url, None);
        assert!(!lead.booking_ended(&completed(session)));
    }

    #[test]
    fn a_late_callback_of_an_earlier_booking_changes_nothing() {
        let mut lead = booking_lead(Uuid::from_u128(2));
        let before = lead.clone();
        assert!(!lead.booking_ended(&completed(Uuid::from_u128(1))));
        assert_eq!(lead, before);
    }

    #[test]
    fn a_second_booking_clears_what_the_first_left_behind() {
        let mut lead = booking_lead(Uuid::from_u128(1));
        lead.booking_ended(&completed(Uuid::from_u128(1)));
        lead.begin_booking(BookingPlatform::Moxie, Uuid::from_u128(2));
        let mut fresh = Lead::new(lead.id);
        fresh.begin_booking(BookingPlatform::Moxie, Uuid::from_u128(2));
        assert_eq!(lead, fresh);
    }
}
