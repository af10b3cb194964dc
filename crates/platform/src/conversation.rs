//! The conversation with one patient, as a pure state machine: an event in, effects out. Knows no network, no database and no clock; what it
//! says about times, prices and links comes from data alone.
//!
//! Reading order: [`Event`] and [`Effect`] are its two sides, [`Memory`] is what it keeps between two events. `qualify` asks, `moxie` and
//! `square` are the two ways to an appointment, `booking` follows a session of Baton to its end, `keywords` come before everything else.

mod booking;
mod effect;
mod event;
mod keywords;
mod memory;
mod moxie;
mod offer;
mod qualify;
mod square;
mod words;

pub use effect::{BookingWish, DepositWish, Effect, Errand, Message, OperatorNote, SlotWish};
pub use event::{Ending, Event, ServiceAnswer};
pub use memory::{Answers, FullName, Memory, PatientKind, ProviderWish, Question, Service, Stage};

use std::sync::Arc;

use jiff::Timestamp;

use crate::clinic::Clinic;
use crate::lead::BookingPlatform;
use crate::understanding::{Context, Reading, Understanding, Wish};

/// One patient and one clinic, talking.
#[derive(Debug, Clone)]
pub struct Conversation {
    clinic: Arc<Clinic>,
    understanding: Arc<dyn Understanding>,
    memory: Memory,
}

impl Conversation {
    pub fn new(clinic: Arc<Clinic>, understanding: Arc<dyn Understanding>) -> Self {
        Self::resume(clinic, understanding, Memory::default())
    }

    /// Goes on where a conversation stood.
    pub fn resume(clinic: Arc<Clinic>, understanding: Arc<dyn Understanding>, memory: Memory) -> Self {
        Self { clinic, understanding, memory }
    }

    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Takes one event and returns what is to be done, in this order. An event that comes again, late or for something that is over has
    /// no effects.
    pub fn on(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let mut turn = Turn {
            clinic: &self.clinic,
            understanding: self.understanding.as_ref(),
            memory: &mut self.memory,
            now,
            effects: Vec::new(),
        };
        turn.take(event);
        turn.effects
    }
}

/// One event being dealt with.
struct Turn<'a> {
    clinic: &'a Clinic,
    understanding: &'a dyn Understanding,
    memory: &'a mut Memory,
    now: Timestamp,
    effects: Vec<Effect>,
}

impl Turn<'_> {
    fn take(&mut self, event: Event) {
        match event {
            Event::Said(text) => self.said(&text),
            Event::ServiceFound { ticket, answer } => self.service_found(ticket, answer),
            Event::SlotsFound { ticket, slots } => self.slots_found(ticket, slots),
            Event::BookingStarted { ticket, session } => self.booking_started(ticket, session),
            Event::BookingNotStarted { ticket } => self.booking_not_started(ticket),
            Event::LinkReady { session, url } => self.link_ready(session, url),
            Event::BookingEnded(ending) => self.booking_ended(ending),
            Event::DepositLinkMade { ticket, order, url } => self.deposit_link_made(ticket, order, url),
            Event::DepositLinkFailed { ticket } => self.deposit_link_failed(ticket),
            Event::DepositPaid { order } => self.deposit_paid(&order),
            Event::OperatorConfirmed { start } => self.operator_confirmed(start),
        }
    }

    fn said(&mut self, text: &str) {
        if self.keyword(text) || self.memory.stopped {
            return;
        }
        let reading = self.read(text);
        match reading.wish {
            Some(Wish::Person) => {
                return self.pass_to_people(OperatorNote::AsksForPerson, words::PEOPLE_WILL_ANSWER);
            }
            Some(Wish::GiveUp) => return self.give_up(),
            _ => {}
        }
        match self.memory.stage.clone() {
            Stage::Asking { .. } | Stage::ChoosingService { .. } => self.answered(&reading),
            Stage::FindingService { .. } | Stage::FindingSlots { .. } => self.said_while_looking(&reading),
            Stage::Offering { slots } => self.chose(&reading, &slots),
            Stage::Preparing { slot, .. } => self.said_while_preparing(&reading, &slot),
            Stage::LinkSent { slot, url, .. } => self.said_before_paying(&reading, &slot, &url),
            Stage::NotBooked { slot } => self.said_after_failure(&reading, slot),
            Stage::MakingDepositLink { .. } => self.said_while_looking(&reading),
            Stage::AwaitingDeposit { url, .. } => self.said_before_deposit(&reading, &url),
            Stage::AwaitingOperator { .. } => self.say(words::deposit_received(self.clinic)),
            Stage::Booked { .. } | Stage::GivenUp => self.said_afterwards(&reading),
            // People have taken over; a machine that goes on talking would only be in their way.
            Stage::WithPeople => {}
        }
    }

    fn read(&self, text: &str) -> Reading {
        let (asked, options, slots) = match &self.memory.stage {
            Stage::Asking { question } => (*question, self.options_of(*question), &[][..]),
            Stage::ChoosingService { options } => (Some(Question::Service), options.clone(), &[][..]),
            Stage::Offering { slots } => (None, Vec::new(), slots.as_slice()),
            _ => (None, Vec::new(), &[][..]),
        };
        let providers =
            self.memory.answers.service.as_ref().map_or(&[][..], |service| service.providers.as_slice());
        let context =
            Context { now: self.now, clinic: self.clinic, asked, options: &options, slots, providers };
        self.understanding.read(text, &context)
    }

    /// The next step, once everything that was said is taken in.
    fn proceed(&mut self, opening: &str) {
        if self.ask_next(opening) {
            return;
        }
        match self.clinic.platform() {
            BookingPlatform::Moxie => self.find_slots(opening),
            BookingPlatform::Square => self.ask_for_deposit(),
        }
    }

    fn give_up(&mut self) {
        if matches!(self.memory.stage, Stage::Booked { .. }) {
            return self.pass_to_people(OperatorNote::WantsToCancel, words::CANCEL_BY_PEOPLE);
        }
        self.cancel_session();
        self.memory.stage = Stage::GivenUp;
        self.say(words::GIVEN_UP);
    }

    fn pass_to_people(&mut self, note: OperatorNote, text: &str) {
        self.cancel_session();
        self.memory.stage = Stage::WithPeople;
        self.effects.push(Effect::TellOperator(note));
        self.say(text);
    }

    fn say(&mut self, text: impl Into<String>) {
        self.send(Message { text: text.into(), carries_link: false });
    }

    fn send(&mut self, message: Message) {
        if !self.memory.stopped {
            self.effects.push(Effect::Send(message));
        }
    }

    fn errand(&mut self, errand: Errand) {
        self.effects.push(Effect::Errand(errand));
    }
}
