//! A clinic of Square: a refundable deposit by a checkout link, then a person confirms the appointment.

use jiff::Timestamp;

use super::effect::{DepositWish, Effect, Errand, OperatorNote};
use super::memory::{Service, Stage};
use super::{Turn, words};
use crate::clinic::BookingWay;
use crate::lead::LeadChange;
use crate::understanding::Reading;

impl Turn<'_> {
    /// The services are those that the clinic has set up; where it has set up none, the patient's word is good.
    pub(super) fn look_up_in_settings(&mut self, service: &Service, opening: &str) {
        let said = service.name.as_ref().unwrap_or(&service.said);
        let mut found = self.clinic.services_like(said);
        match found.len() {
            1 => self.settle_service(found.remove(0), opening),
            0 if self.clinic.services.is_empty() => self.settle_service(said.clone(), opening),
            0 => self.no_such_service(&self.clinic.services.clone()),
            _ => self.choose_service(found),
        }
    }

    fn settle_service(&mut self, name: String, opening: &str) {
        if let Some(service) = &mut self.memory.answers.service {
            service.name = Some(name);
            service.found = true;
        }
        self.proceed(opening);
    }

    pub(super) fn ask_for_deposit(&mut self) {
        let BookingWay::Square { deposit, .. } = &self.clinic.booking else { return };
        let (service, amount) = (self.said_service().to_owned(), deposit.clone());
        let ticket = self.memory.next_ticket();
        self.memory.stage = Stage::MakingDepositLink { ticket };
        self.errand(Errand::MakeDepositLink(DepositWish { ticket, service, amount }));
    }

    pub(super) fn deposit_link_made(&mut self, ticket: u32, order: String, url: String) {
        if !matches!(self.memory.stage, Stage::MakingDepositLink { ticket: waiting } if waiting == ticket) {
            return;
        }
        let BookingWay::Square { deposit, .. } = &self.clinic.booking else { return };
        let text = words::deposit_link(deposit, self.said_service(), &url, self.clinic);
        self.effects.push(Effect::Lead(LeadChange::DepositAsked(url.clone())));
        self.send(super::Message { text, carries_link: true });
        self.memory.stage = Stage::AwaitingDeposit { order, url };
    }

    pub(super) fn deposit_link_failed(&mut self, ticket: u32) {
        if matches!(self.memory.stage, Stage::MakingDepositLink { ticket: waiting } if waiting == ticket) {
            self.pass_to_people(OperatorNote::DepositLinkFailed, words::PEOPLE_WILL_ANSWER);
        }
    }

    pub(super) fn deposit_paid(&mut self, paid: &str) {
        match &self.memory.stage {
            Stage::AwaitingDeposit { order, .. } if order == paid => {
                self.memory.stage = Stage::AwaitingOperator { order: paid.to_owned() };
                self.effects.push(Effect::TellOperator(OperatorNote::ConfirmAppointment));
                self.say(words::deposit_received(self.clinic));
            }
            Stage::AwaitingOperator { order } if order == paid => {}
            Stage::Booked { .. } => {}
            _ => self.effects.push(Effect::TellOperator(OperatorNote::UnexpectedDeposit)),
        }
    }

    pub(super) fn operator_confirmed(&mut self, start: Timestamp) {
        if matches!(self.memory.stage, Stage::Booked { .. }) {
            return;
        }
        self.effects.push(Effect::Lead(LeadChange::Confirmed(self.now)));
        self.memory.stage = Stage::Booked { start: Some(start) };
        self.say(words::confirmed(start, self.said_service(), self.clinic));
    }

    /// Wishes may still change; the link stays the same.
    pub(super) fn said_before_deposit(&mut self, reading: &Reading, url: &str) {
        let opening = if self.take_in(reading, None) { words::NOTED } else { "" };
        self.say(words::join(opening, &words::deposit_again(url)));
    }
}
