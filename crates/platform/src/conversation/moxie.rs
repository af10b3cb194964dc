//! A clinic of Moxie: the service and the times come from its site. Nothing here can speak of another way to pay.

use super::effect::{Errand, OperatorNote, SlotWish};
use super::event::ServiceAnswer;
use super::memory::{ProviderWish, Question, Service, Stage};
use super::{Turn, offer, words};
use crate::lead::BookingPlatform;
use crate::schedule::Schedule;
use crate::slot::Slot;
use crate::understanding::Reading;

impl Turn<'_> {
    pub(super) fn needs_service_looked_up(&self) -> bool {
        let service = self.memory.answers.service.as_ref();
        let known = self.memory.answers.name.is_some();
        known && service.is_some_and(|service| !service.found)
    }

    pub(super) fn look_up_service(&mut self, opening: &str) {
        let Some(service) = self.memory.answers.service.clone() else { return };
        if self.clinic.platform() == BookingPlatform::Square {
            return self.look_up_in_settings(&service, opening);
        }
        let ticket = self.memory.next_ticket();
        self.memory.stage = Stage::FindingService { ticket };
        if !opening.is_empty() {
            self.say(words::join(opening, words::LOOKING_UP));
        }
        self.errand(Errand::FindService { ticket, said: service.name.unwrap_or(service.said) });
    }

    pub(super) fn service_found(&mut self, ticket: u32, answer: ServiceAnswer) {
        if !matches!(self.memory.stage, Stage::FindingService { ticket: waiting } if waiting == ticket) {
            return;
        }
        match answer {
            ServiceAnswer::One { name, providers } => self.service_is(name, providers),
            ServiceAnswer::Several(options) => self.choose_service(options),
            ServiceAnswer::None(offered) => self.no_such_service(&offered),
            ServiceAnswer::Away => {
                self.pass_to_people(OperatorNote::AvailabilityAway, words::PEOPLE_WILL_ANSWER);
            }
        }
    }

    fn service_is(&mut self, name: String, providers: Vec<String>) {
        let Some(service) = &mut self.memory.answers.service else { return };
        *service = Service { said: service.said.clone(), name: Some(name), providers, found: true };
        self.resolve_provider();
        self.memory.stage = Stage::Asking { question: None };
        self.proceed("");
    }

    /// A provider who was named too early is one of those who offer the service, or is asked for again.
    fn resolve_provider(&mut self) {
        let answers = &mut self.memory.answers;
        let (Some(ProviderWish::Said(said)), Some(service)) = (&answers.provider, &answers.service) else {
            return;
        };
        let said = said.to_lowercase();
        let fitting = |name: &&String| name.to_lowercase().split_whitespace().any(|word| word == said);
        let fitting: Vec<&String> = service.providers.iter().filter(fitting).collect();
        answers.provider = match fitting.as_slice() {
            [one] => Some(ProviderWish::Named((*one).clone())),
            _ => None,
        };
    }

    pub(super) fn choose_service(&mut self, options: Vec<String>) {
        self.say(words::which_service(&options));
        self.memory.stage = Stage::ChoosingService { options };
    }

    pub(super) fn no_such_service(&mut self, offered: &[String]) {
        let said = self.memory.answers.service.take().map(|service| service.said).unwrap_or_default();
        self.memory.stage = Stage::Asking { question: Some(Question::Service) };
        self.say(words::no_such_service(&said, offered));
    }

    pub(super) fn find_slots(&mut self, opening: &str) {
        let schedule = self.memory.answers.schedule.clone().unwrap_or_else(Schedule::anytime);
        self.say(words::join(opening, &words::looking_for_times(self.said_service())));
        self.find_slots_in(schedule, false);
    }

    fn find_slots_in(&mut self, schedule: Schedule, widened: bool) {
        let ticket = self.memory.next_ticket();
        self.memory.stage = Stage::FindingSlots { ticket, widened };
        let service = self.memory.answers.service.as_ref();
        let service = service.and_then(|service| service.name.clone()).unwrap_or_default();
        let provider = self.wanted_provider();
        self.errand(Errand::FindSlots(SlotWish { ticket, service, provider, schedule }));
    }

    pub(super) fn slots_found(&mut self, ticket: u32, slots: Option<Vec<Slot>>) {
        let Stage::FindingSlots { ticket: waiting, widened } = self.memory.stage else { return };
        if waiting != ticket {
            return;
        }
        let Some(slots) = slots else {
            return self.pass_to_people(OperatorNote::AvailabilityAway, words::PEOPLE_WILL_ANSWER);
        };
        let anytime = Schedule::anytime();
        let wish = if widened { &anytime } else { self.memory.answers.schedule.as_ref().unwrap_or(&anytime) };
        let offered = offer::choose(slots, wish, &self.memory.taken, self.clinic, self.now);
        if !offered.is_empty() {
            return self.offer(offered, widened);
        }
        if widened {
            return self.ask_other_days();
        }
        self.find_slots_in(Schedule::anytime(), true);
    }

    fn ask_other_days(&mut self) {
        self.memory.answers.schedule = None;
        self.memory.stage = Stage::Asking { question: Some(Question::Schedule) };
        self.say(words::no_times(self.said_service()));
    }

    fn offer(&mut self, slots: Vec<Slot>, widened: bool) {
        self.say(if widened {
            words::offer_instead(&slots, self.clinic)
        } else {
            words::offer(&slots, self.clinic)
        });
        self.memory.stage = Stage::Offering { slots };
    }

    /// What was said while others are being asked. It may change what is looked for.
    pub(super) fn said_while_looking(&mut self, reading: &Reading) {
        if self.memory.answers.name.is_some() && self.take_in(reading, None) {
            self.memory.stage = Stage::Asking { question: None };
            self.proceed("");
        } else {
            self.say(words::STILL_LOOKING);
        }
    }

    /// The provider who was asked for by name, or the only one there is.
    pub(super) fn wanted_provider(&self) -> Option<String> {
        match &self.memory.answers.provider {
            Some(ProviderWish::Named(name)) => Some(name.clone()),
            Some(ProviderWish::Anyone | ProviderWish::Said(_)) => None,
            None => {
                let service = self.memory.answers.service.as_ref();
                service.and_then(|service| service.providers.first()).cloned()
            }
        }
    }

    pub(super) fn said_service(&self) -> &str {
        self.memory.answers.service.as_ref().map_or("", |service| service.said.as_str())
    }
}
