//! A booking session of Baton, from the chosen time to its end. A session counts only while the conversation stands at it.

use baton_api::booking::Outcome;
use uuid::Uuid;

use super::effect::{BookingWish, Effect, Errand, Message, OperatorNote};
use super::event::Ending;
use super::memory::Stage;
use super::{Turn, words};
use crate::lead::LeadChange;
use crate::slot::Slot;
use crate::understanding::{Reading, Wish};

impl Turn<'_> {
    /// Starts a session for a time. Every start is a new ticket, and so a session of its own.
    pub(super) fn book(&mut self, slot: Slot) {
        let answers = self.memory.answers.clone();
        let (Some(name), Some(service), Some(email)) = (answers.name, answers.service, answers.email) else {
            return self.proceed("");
        };
        let ticket = self.memory.next_ticket();
        self.say(words::preparing(&slot, &service.said, self.clinic));
        let provider = self.wanted_provider().or_else(|| slot.provider.clone());
        let service = service.name.unwrap_or(service.said);
        self.memory.stage = Stage::Preparing { slot: slot.clone(), ticket, session: None };
        self.errand(Errand::StartBooking(BookingWish { ticket, slot, service, provider, name, email }));
    }

    pub(super) fn booking_started(&mut self, ticket: u32, started: Uuid) {
        match &mut self.memory.stage {
            Stage::Preparing { ticket: waiting, session, .. } if *waiting == ticket => {
                if session.replace(started).is_none() {
                    self.effects.push(Effect::Lead(LeadChange::BookingBegan(started)));
                    self.errand(Errand::AwaitLink { session: started });
                }
            }
            // Nobody waits for it any more: the patient has changed their mind since.
            _ => self.errand(Errand::CancelBooking { session: started }),
        }
    }

    pub(super) fn booking_not_started(&mut self, ticket: u32) {
        if matches!(self.memory.stage, Stage::Preparing { ticket: waiting, .. } if waiting == ticket) {
            self.pass_to_people(OperatorNote::BookingFailed, words::BOOKING_BY_PEOPLE);
        }
    }

    pub(super) fn link_ready(&mut self, ready: Uuid, url: String) {
        let Stage::Preparing { slot, session: Some(session), .. } = self.memory.stage.clone() else { return };
        if session != ready {
            return;
        }
        self.effects.push(Effect::Lead(LeadChange::LinkMade(url.clone())));
        self.send(Message {
            text: words::link(&slot, self.said_service(), &url, self.clinic),
            carries_link: true,
        });
        self.errand(Errand::AwaitOutcome { session });
        self.memory.stage = Stage::LinkSent { slot, session, url };
    }

    pub(super) fn booking_ended(&mut self, ending: Ending) {
        let current = match self.memory.stage.clone() {
            Stage::Preparing { slot, session: Some(session), .. } | Stage::LinkSent { slot, session, .. }
                if session == ending.session =>
            {
                Some(slot)
            }
            _ => None,
        };
        let Some(slot) = current else { return self.former_ended(&ending) };
        self.effects.push(Effect::Lead(LeadChange::BookingEnded(Box::new(ending.clone()))));
        // The session is over: nothing that follows has to cancel it.
        self.memory.stage = Stage::NotBooked { slot: slot.clone() };
        if is_unclear(&ending) {
            return self.pass_to_people(OperatorNote::OutcomeUnknown, words::OUTCOME_UNKNOWN);
        }
        match ending.outcome {
            Outcome::Success => self.booked(&slot, &ending),
            Outcome::PaymentFailed => self.not_booked(slot, words::PAYMENT_FAILED),
            Outcome::Timeout => self.not_booked(slot, words::LINK_EXPIRED),
            Outcome::Cancelled => self.not_booked(slot, words::CANCELLED),
            Outcome::SlotUnavailable => self.slot_gone(&slot),
            Outcome::Error => self.failed(ending),
        }
    }

    /// A session that was given up ended. Only a payment matters then: it must neither be lost nor followed by a second one.
    fn former_ended(&mut self, ending: &Ending) {
        let Some(at) = self.memory.former.iter().position(|(session, _)| *session == ending.session) else {
            return;
        };
        let (session, slot) = self.memory.former.remove(at);
        if is_unclear(ending) {
            return self.pass_to_people(OperatorNote::OutcomeUnknown, words::OUTCOME_UNKNOWN);
        }
        if ending.outcome != Outcome::Success {
            return;
        }
        self.cancel_session();
        self.effects.push(Effect::Lead(LeadChange::BookingBegan(session)));
        self.effects.push(Effect::Lead(LeadChange::BookingEnded(Box::new(ending.clone()))));
        self.effects.push(Effect::TellOperator(OperatorNote::EarlierBookingCompleted));
        self.say(words::PAID_EARLIER);
        self.booked(&slot, ending);
    }

    fn booked(&mut self, slot: &Slot, ending: &Ending) {
        self.say(words::booked(slot, self.said_service(), ending.confirmation.as_ref(), self.clinic));
        self.memory.stage = Stage::Booked { start: Some(slot.start) };
    }

    fn not_booked(&mut self, slot: Slot, why: &str) {
        self.say(words::join(why, &words::not_booked(&slot, self.clinic)));
        self.memory.stage = Stage::NotBooked { slot };
    }

    fn slot_gone(&mut self, slot: &Slot) {
        self.memory.taken.push(slot.start);
        self.find_slots(&words::slot_gone(slot, self.clinic));
    }

    fn failed(&mut self, ending: Ending) {
        match ending.code.as_deref() {
            Some("service_ambiguous") if !ending.choices.is_empty() => self.choose_service(ending.choices),
            _ => self.pass_to_people(OperatorNote::BookingFailed, words::BOOKING_BY_PEOPLE),
        }
    }

    /// Gives the current session up, if there is one.
    pub(super) fn cancel_session(&mut self) {
        let current = match &self.memory.stage {
            Stage::Preparing { slot, session: Some(session), .. } | Stage::LinkSent { slot, session, .. } => {
                Some((*session, slot.clone()))
            }
            _ => None,
        };
        if let Some((session, slot)) = current {
            self.errand(Errand::CancelBooking { session });
            self.memory.former.push((session, slot));
        }
    }

    pub(super) fn said_while_preparing(&mut self, reading: &Reading, slot: &Slot) {
        if !self.changes_mind(reading) {
            self.say(words::still_preparing(slot, self.clinic));
        }
    }

    pub(super) fn said_before_paying(&mut self, reading: &Reading, slot: &Slot, url: &str) {
        if !self.changes_mind(reading) {
            self.say(words::link_again(slot, url, self.clinic));
        }
    }

    /// Another service, provider or time: the prepared page is given up for it.
    fn changes_mind(&mut self, reading: &Reading) -> bool {
        let others = matches!(reading.wish, Some(Wish::Others));
        if !self.take_in(reading, None) && !others {
            return false;
        }
        self.cancel_session();
        if others && reading.schedule.is_none() {
            self.memory.answers.schedule = None;
        }
        self.memory.stage = Stage::Asking { question: None };
        self.proceed(words::NO_PROBLEM);
        true
    }

    pub(super) fn said_after_failure(&mut self, reading: &Reading, slot: Slot) {
        if self.take_in(reading, None) {
            self.memory.stage = Stage::Asking { question: None };
            return self.proceed("");
        }
        match reading.wish {
            Some(Wish::Yes) if slot.start > self.now => self.book(slot),
            Some(Wish::Yes | Wish::BookAnew) => self.find_slots(""),
            Some(Wish::Others) => {
                self.memory.answers.schedule = None;
                self.ask(super::Question::Schedule, words::NO_PROBLEM);
            }
            Some(Wish::No) => self.give_up(),
            _ => self.say(words::not_booked(&slot, self.clinic)),
        }
    }

    /// After a booking, or after giving one up: a new one begins when the patient wants one.
    pub(super) fn said_afterwards(&mut self, reading: &Reading) {
        let wants = reading.service.is_some() || matches!(reading.wish, Some(Wish::BookAnew));
        let restarts = matches!(self.memory.stage, Stage::GivenUp) && reading.schedule.is_some();
        if !wants && !restarts {
            return self.repeat("");
        }
        let was_booked = matches!(self.memory.stage, Stage::Booked { .. });
        self.memory.begin_anew();
        if was_booked {
            self.memory.answers.patient = Some(super::PatientKind::Existing);
        }
        self.take_in(reading, None);
        let opening = self.memory.answers.name.as_ref().map(|name| words::welcome_back(&name.first));
        self.proceed(&opening.unwrap_or_default());
    }
}

/// Whether the patient may have paid: also a session that was cancelled while its payment was under way. Nobody is offered a second one then.
fn is_unclear(ending: &Ending) -> bool {
    ending.code.as_deref() == Some("outcome_unknown")
}
