//! What the page hears after its final button. The texts are the real site's.

use serde::Serialize;

use super::state::PaymentResult;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Answer {
    Booked {
        confirmation_number: String,
    },
    Declined {
        result: PaymentResult,
        message: &'static str,
    },
    SlotTaken {
        message: &'static str,
    },
    /// The bank wants to see the patient first.
    Challenge {
        challenge: String,
    },
    /// The page left something out.
    Incomplete {
        message: &'static str,
    },
    /// The server broke, before or after it charged.
    Broken {
        message: &'static str,
    },
}

impl Answer {
    pub(crate) fn declined(result: PaymentResult) -> Self {
        Self::Declined { result, message: message_of(result) }
    }
}

/// Why nothing was even tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    NothingSelected,
    NoContact,
    NoCard,
    ServerError,
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NothingSelected => {
                Self::Incomplete { message: "Please choose a service, a date and a time first." }
            }
            Refusal::NoContact => Self::Incomplete { message: "Please tell us who you are first." },
            Refusal::NoCard => Self::Incomplete { message: "Please enter your card details." },
            Refusal::ServerError => {
                Self::Broken { message: "Something went wrong on our side. Please try again." }
            }
        }
    }
}

pub(crate) const SLOT_TAKEN: &str = "Sorry, this time is no longer available. Please choose another time.";

fn message_of(result: PaymentResult) -> &'static str {
    match result {
        PaymentResult::Approved | PaymentResult::OnFile => "",
        PaymentResult::Declined => "Payment Failed: Your card was declined. Please try a different card.",
        PaymentResult::ExpiredCard => "Your card has expired. Please use a valid card.",
        PaymentResult::InsufficientFunds => {
            "Payment Failed: Your card has insufficient funds. Please try a different card."
        }
        PaymentResult::IncorrectCvc => {
            "Payment Failed: Your card's security code is incorrect. Please check it and try again."
        }
        PaymentResult::AuthenticationFailed => {
            "Payment Failed: Your bank did not approve this payment. Please try a different card."
        }
    }
}
