//! The truth: what was booked, paid, pressed and held. `GET /control/state` answers it as it stands here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::visit::Contact;

/// What really happened at the clinic since it opened or was reset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClinicState {
    pub bookings: Vec<Booking>,
    pub payments: Vec<Payment>,
    /// How often a button that books or pays was pressed, whatever came of it.
    pub final_presses: u64,
    /// The same, by the button's label.
    pub presses: BTreeMap<String, u64>,
    /// Slots kept for patients who reached the review.
    pub holds: Vec<Hold>,
    /// Codes that a patient would have received by SMS.
    pub codes: Vec<SentCode>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Booking {
    pub confirmation_number: String,
    pub slug: String,
    pub service: String,
    pub provider: String,
    /// `2026-02-05`
    pub date: String,
    /// `14:30`, the clinic's wall time.
    pub time: String,
    pub first_name: String,
    pub last_name: String,
    pub phone: String,
    pub email: String,
    pub notes: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    pub result: PaymentResult,
    pub card_last4: String,
    pub amount_cents: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentResult {
    Approved,
    /// The card is kept on file; nothing is charged.
    OnFile,
    Declined,
    ExpiredCard,
    InsufficientFunds,
    IncorrectCvc,
    /// The patient's bank did not approve (3-D Secure).
    AuthenticationFailed,
}

impl PaymentResult {
    /// Whether the appointment is booked after it.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Approved | Self::OnFile)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hold {
    pub slug: String,
    pub service: String,
    pub provider: String,
    pub date: String,
    pub time: String,
    pub expires_at: Timestamp,
    /// The page the slot is kept for.
    pub visit: String,
    /// Who it is kept for, as far as the site has been told.
    #[serde(default)]
    pub contact: Contact,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentCode {
    pub phone: String,
    pub code: String,
}

impl ClinicState {
    /// Whether a booking, or another visit's hold that still stands, has this provider at this time.
    pub(crate) fn is_taken(&self, place: &Place<'_>, visit: &str, now: Timestamp) -> bool {
        let booked = self
            .bookings
            .iter()
            .any(|booking| place.is(&booking.slug, &booking.provider, &booking.date, &booking.time));
        let held = self.holds.iter().any(|hold| {
            hold.visit != visit
                && hold.expires_at > now
                && place.is(&hold.slug, &hold.provider, &hold.date, &hold.time)
        });
        booked || held
    }
}

/// One provider's slot: what two patients cannot both have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) slug: &'a str,
    pub(crate) provider: &'a str,
    pub(crate) date: &'a str,
    pub(crate) time: &'a str,
}

impl Place<'_> {
    fn is(&self, slug: &str, provider: &str, date: &str, time: &str) -> bool {
        (self.slug, self.provider, self.date, self.time) == (slug, provider, date, time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(visit: &str, expires_at: &str) -> Hold {
        Hold {
            slug: "forever-22".into(),
            service: "Lip Filler".into(),
            provider: "Gale Tesar".into(),
            date: "2026-02-05".into(),
            time: "14:30".into(),
            expires_at: expires_at.parse().unwrap(),
            visit: visit.into(),
            contact: Contact::default(),
        }
    }

    #[test]
    fn a_hold_keeps_others_out_until_it_expires() {
        let place = Place { slug: "forever-22", provider: "Gale Tesar", date: "2026-02-05", time: "14:30" };
        let state =
            ClinicState { holds: vec![hold("mine", "2026-02-05T15:00:00Z")], ..ClinicState::default() };
        let at = |text: &str| text.parse().unwrap();
        assert!(state.is_taken(&place, "theirs", at("2026-02-05T14:59:59Z")));
        assert!(!state.is_taken(&place, "mine", at("2026-02-05T14:59:59Z")));
        assert!(!state.is_taken(&place, "theirs", at("2026-02-05T15:00:00Z")));
        assert!(!state.is_taken(
            &Place { provider: "Brandi Sesock", ..place },
            "theirs",
            at("2026-02-05T14:00:00Z")
        ));
    }
}
