//! What a final submit comes to: charge, book, or say why not. Pure: one call, no waiting.

use jiff::Timestamp;

use super::answer::{Answer, Refusal, SLOT_TAKEN};
use super::state::{Booking, Payment, PaymentResult, Place};
use super::visit::clock_text;
use super::{Records, Selection, Visit};
use crate::cards::{TokenisedCard, charge};
use crate::scenario::{ServerError, SlotLost, ThreeDs};

/// What the page sends with its final button.
#[derive(Debug, Clone, Default)]
pub(crate) struct Submission {
    pub(crate) token: Option<String>,
    /// A challenge that the patient has answered.
    pub(crate) challenge: Option<String>,
}

impl Records {
    pub(crate) fn settle(&mut self, key: &str, submission: &Submission, now: Timestamp) -> Answer {
        self.try_settle(key, submission, now).unwrap_or_else(Answer::from)
    }

    fn try_settle(&mut self, key: &str, submission: &Submission, now: Timestamp) -> Result<Answer, Refusal> {
        let visit = self.visit(key).cloned().ok_or(Refusal::NothingSelected)?;
        let selection = visit.selection.clone().ok_or(Refusal::NothingSelected)?;
        if visit.contact.phone.is_empty() {
            return Err(Refusal::NoContact);
        }
        if visit.scenario.server_error == ServerError::Submit {
            return Err(Refusal::ServerError);
        }
        if visit.confirmation.is_none() && self.is_lost(key, &visit, &selection, SlotLost::Payment, now) {
            self.release_hold(key);
            return Ok(Answer::SlotTaken { message: SLOT_TAKEN });
        }
        if selection.deposit_cents > 0 {
            match self.pay(&visit, &selection, submission)? {
                Charged::Challenge(challenge) => return Ok(Answer::Challenge { challenge }),
                Charged::Result(result) if !result.is_good() => return Ok(Answer::declined(result)),
                Charged::Result(_) => {}
            }
        }
        let confirmation_number = self.book(key, &visit, &selection, now);
        match visit.scenario.server_error {
            ServerError::AfterCharge => Err(Refusal::ServerError),
            ServerError::None | ServerError::Submit => Ok(Answer::Booked { confirmation_number }),
        }
    }

    /// Whether somebody else has the slot by now, by chance or because the scenario says so at this moment.
    pub(super) fn is_lost(
        &mut self,
        key: &str,
        visit: &Visit,
        selection: &Selection,
        moment: SlotLost,
        now: Timestamp,
    ) -> bool {
        if visit.scenario.slot_lost == moment && !visit.slot_was_lost {
            self.give_to_a_stranger(key, visit, selection, now);
        }
        let (date, time) = (selection.date.to_string(), clock_text(selection.time));
        let place =
            Place { slug: &visit.clinic.slug, provider: &selection.provider, date: &date, time: &time };
        self.state.is_taken(&place, key, now)
    }

    fn give_to_a_stranger(&mut self, key: &str, visit: &Visit, selection: &Selection, now: Timestamp) {
        if let Some(visit) = self.visit_mut(key) {
            visit.slot_was_lost = true;
        }
        let stranger = self.key("stranger");
        self.state.holds.push(visit.hold(&stranger, selection, now));
    }

    fn pay(
        &mut self,
        visit: &Visit,
        selection: &Selection,
        submission: &Submission,
    ) -> Result<Charged, Refusal> {
        let (card, approved) = self.card_of(submission).ok_or(Refusal::NoCard)?;
        let scenario = &visit.scenario;
        let result = match (charge(card.kind, scenario.decline_with, scenario.hold_only), approved) {
            (result, None) if result.is_good() && scenario.three_ds != ThreeDs::Off => {
                return Ok(Charged::Challenge(self.open_challenge(card)));
            }
            (_, Some(false)) => PaymentResult::AuthenticationFailed,
            (result, _) => result,
        };
        let amount_cents = if result == PaymentResult::OnFile { 0 } else { selection.deposit_cents };
        self.state.payments.push(Payment { result, card_last4: card.last4, amount_cents });
        Ok(Charged::Result(result))
    }

    /// Returns the card and what the bank said about it, if it was asked. Tokens and challenges are good for once.
    fn card_of(&mut self, submission: &Submission) -> Option<(TokenisedCard, Option<bool>)> {
        if let Some(id) = &submission.challenge {
            let challenge = self.challenges.remove(id)?;
            return Some((challenge.card, Some(challenge.approved.unwrap_or(false))));
        }
        Some((self.cards.remove(submission.token.as_deref()?)?, None))
    }

    /// Books once per visit: a second submit of the same page pays again, but finds its appointment booked.
    fn book(&mut self, key: &str, visit: &Visit, selection: &Selection, now: Timestamp) -> String {
        if let Some(confirmation) = &visit.confirmation {
            return confirmation.clone();
        }
        let confirmation_number = self.confirmation_number(now);
        let contact = &visit.contact;
        self.state.bookings.push(Booking {
            confirmation_number: confirmation_number.clone(),
            slug: visit.clinic.slug.clone(),
            service: selection.service.clone(),
            provider: selection.provider.clone(),
            date: selection.date.to_string(),
            time: clock_text(selection.time),
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            phone: contact.phone.clone(),
            email: contact.email.clone(),
            notes: contact.notes.clone(),
        });
        self.release_hold(key);
        if let Some(visit) = self.visit_mut(key) {
            visit.confirmation = Some(confirmation_number.clone());
        }
        confirmation_number
    }
}

enum Charged {
    Challenge(String),
    Result(PaymentResult),
}
