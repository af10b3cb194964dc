//! The end of every booking at these sites: who comes, the kept slot, the final button. Knows nothing of how pages look.

use serde::Deserialize;

use super::chosen::Chosen;
use crate::cards::TokenisedCard;
use crate::records::{Answer, Contact, SLOT_TAKEN, Submission};
use crate::site::Site;

/// The card fields of a payment page, in clear: these sites have no processor's frame.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CardFields {
    pub(super) number: String,
}

/// Writes down who comes and keeps the slot, or says why not.
pub(super) fn reserve(site: &Site, chosen: &Chosen, contact: Contact) -> Result<(), &'static str> {
    let wish = chosen.wish().ok_or("Please choose a treatment, a day and a time first.")?;
    let mut records = site.records();
    records.visit_mut(&chosen.visit).ok_or("This page is too old.")?.contact = contact;
    records.hold(&chosen.visit, &wish, site.now()).map(drop).map_err(|_| SLOT_TAKEN)
}

/// Counts the press of the final button and settles the booking.
pub(super) fn submit(site: &Site, visit: &str, button: &str, card: &CardFields) -> Answer {
    let mut records = site.records();
    records.press(button);
    let token = TokenisedCard::from_number(&card.number).map(|card| records.keep_card(card));
    records.settle(visit, &Submission { token, challenge: None }, site.now())
}

/// What the visitor reads where it did not end in a booking.
pub(super) fn refusal(answer: &Answer) -> &'static str {
    match answer {
        Answer::Declined { message, .. }
        | Answer::SlotTaken { message }
        | Answer::Incomplete { message }
        | Answer::Broken { message } => message,
        Answer::Challenge { .. } => "Your bank asks for more than this page can show.",
        Answer::Booked { .. } => "",
    }
}
