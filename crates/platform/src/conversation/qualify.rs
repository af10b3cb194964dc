//! Getting to know what a patient wants: takes in whatever a message says and asks for what is missing, one thing at a time.

use super::memory::{Question, Service, Stage};
use super::{Turn, words};
use crate::lead::BookingPlatform;
use crate::schedule::Schedule;
use crate::understanding::{Reading, Wish};

impl Turn<'_> {
    /// An answer to a question.
    pub(super) fn answered(&mut self, reading: &Reading) {
        let asked = match &self.memory.stage {
            Stage::Asking { question } => *question,
            _ => Some(Question::Service),
        };
        let news = self.take_in(reading, asked);
        let opening = match (asked, news) {
            (None, _) => words::greeting(self.clinic),
            // "None" is an answer that changes nothing.
            (Some(Question::LastName), false) if reading.last_name.is_some() => words::NO_PROBLEM.to_owned(),
            (Some(_), false) => words::NOT_UNDERSTOOD.to_owned(),
            (Some(Question::Name | Question::LastName), true) => self.thanks(),
            (Some(_), true) => String::new(),
        };
        if let (Stage::ChoosingService { options }, false) = (&self.memory.stage, news) {
            let text = words::join(&opening, &words::which_service(options));
            return self.say(text);
        }
        self.proceed(&opening);
    }

    fn thanks(&self) -> String {
        self.memory.answers.name.as_ref().map(|name| words::thanks(&name.first)).unwrap_or_default()
    }

    /// Takes over everything that a message says. Returns whether it says anything.
    pub(super) fn take_in(&mut self, reading: &Reading, asked: Option<Question>) -> bool {
        let before = self.memory.answers.clone();
        self.take_service(reading);
        self.take_person(reading, asked);
        let answers = &mut self.memory.answers;
        answers.patient = reading.patient.or(answers.patient);
        if let Some(provider) = reading.provider.clone().or_else(|| self.picked_provider(reading, asked)) {
            self.memory.answers.provider = Some(provider);
        }
        // "April May" is a name, and "Summer Friday" too.
        let is_name = matches!(asked, Some(Question::Name | Question::LastName))
            && self.memory.answers.name != before.name;
        if let Some(schedule) = reading.schedule.clone().filter(|_| !is_name) {
            self.memory.answers.schedule = Some(schedule);
        } else if asked == Some(Question::Schedule) && matches!(reading.wish, Some(Wish::Yes | Wish::No)) {
            self.memory.answers.schedule = Some(Schedule::anytime());
        }
        self.memory.answers != before || (asked == Some(Question::Schedule) && reading.schedule.is_some())
    }

    fn take_person(&mut self, reading: &Reading, asked: Option<Question>) {
        let answers = &mut self.memory.answers;
        if let (Some(last), Some(name)) = (&reading.last_name, &mut answers.name)
            && asked == Some(Question::LastName)
        {
            name.last.clone_from(last);
            answers.asked_last_name = true;
        } else if let Some(name) = &reading.name {
            answers.name = Some(name.clone());
        }
        answers.email = reading.email.clone().or(answers.email.take());
    }

    fn take_service(&mut self, reading: &Reading) {
        let picked = match &self.memory.stage {
            Stage::ChoosingService { options } => {
                only(&reading.picks).and_then(|pick| options.get(pick)).cloned()
            }
            _ => None,
        };
        if let Some(name) = picked {
            // What was picked from a list is called by its name from here on: the patient's own word meant several.
            self.memory.answers.service =
                Some(Service { said: name.clone(), name: Some(name), providers: Vec::new(), found: false });
            self.memory.stage = Stage::Asking { question: Some(Question::Service) };
        } else if let Some(said) = &reading.service {
            self.name_service(said);
        }
    }

    /// Takes over the service as the patient calls it. What was said of another one's provider is forgotten.
    pub(super) fn name_service(&mut self, said: &str) {
        if self.memory.answers.service.as_ref().is_some_and(|service| service.said == said) {
            return;
        }
        let name = self.clinic.alias_of(said).map(|(_, name)| name.to_owned());
        self.memory.answers.service =
            Some(Service { said: said.to_owned(), name, providers: Vec::new(), found: false });
        self.memory.answers.provider = None;
        if let Stage::ChoosingService { .. } = self.memory.stage {
            self.memory.stage = Stage::Asking { question: Some(Question::Service) };
        }
    }

    fn picked_provider(&self, reading: &Reading, asked: Option<Question>) -> Option<super::ProviderWish> {
        let providers = &self.memory.answers.service.as_ref()?.providers;
        let pick = only(&reading.picks).filter(|_| asked == Some(Question::Provider))?;
        // The last number on the list stands for "no preference".
        Some(
            providers
                .get(pick)
                .map_or(super::ProviderWish::Anyone, |name| super::ProviderWish::Named(name.clone())),
        )
    }

    /// What is listed with numbers under a question.
    pub(super) fn options_of(&self, question: Option<Question>) -> Vec<String> {
        match (question, &self.memory.answers.service) {
            (Some(Question::Provider), Some(service)) => words::provider_options(service),
            _ => Vec::new(),
        }
    }

    /// Asks for the next thing that is missing. Returns whether anything is.
    pub(super) fn ask_next(&mut self, opening: &str) -> bool {
        if self.needs_service_looked_up() {
            self.look_up_service(opening);
            return true;
        }
        let Some(question) = self.missing() else { return false };
        self.ask(question, opening);
        true
    }

    pub(super) fn ask(&mut self, question: Question, opening: &str) {
        if question == Question::LastName {
            self.memory.answers.asked_last_name = true;
        }
        self.memory.stage = Stage::Asking { question: Some(question) };
        let text = words::join(opening, &self.question(question));
        self.say(text);
    }

    fn missing(&self) -> Option<Question> {
        let answers = &self.memory.answers;
        let moxie = self.clinic.platform() == BookingPlatform::Moxie;
        let service = answers.service.as_ref();
        let choice = service.is_some_and(|service| service.providers.len() > 1);
        if answers.name.is_none() {
            Some(Question::Name)
        } else if answers.name.as_ref().is_some_and(|name| name.last.is_empty()) && !answers.asked_last_name {
            Some(Question::LastName)
        } else if service.is_none() {
            Some(Question::Service)
        } else if moxie && choice && answers.provider.is_none() {
            Some(Question::Provider)
        } else if answers.patient.is_none() {
            Some(Question::PatientKind)
        } else if answers.schedule.is_none() {
            Some(Question::Schedule)
        } else if answers.email.is_none() {
            Some(Question::Email)
        } else {
            None
        }
    }

    pub(super) fn question(&self, question: Question) -> String {
        let said = self.memory.answers.service.as_ref();
        words::question(question, self.clinic, said)
    }
}

/// The one that was meant, if it was one.
pub(super) fn only(picks: &[usize]) -> Option<usize> {
    match picks {
        [one] => Some(*one),
        _ => None,
    }
}
