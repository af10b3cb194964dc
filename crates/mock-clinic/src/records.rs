//! Everything the clinic remembers between requests, behind one lock. Knows nothing of HTTP.

mod answer;
mod hold;
mod settle;
pub(crate) mod state;
mod visit;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::sync::OnceCell;

pub(crate) use answer::{Answer, SLOT_TAKEN};
pub(crate) use hold::{Offer, Wish, WishRefused, deposit};
pub(crate) use settle::Submission;
pub use visit::Contact;
pub(crate) use visit::{Selection, Visit, clock_text};

use crate::cards::TokenisedCard;
use crate::catalogue::DEFAULT_SLUG;
use crate::{Clinic, Scenario};
use state::ClinicState;

/// One final submit, however often the browser sends it.
pub(crate) type Attempt = Arc<OnceCell<Answer>>;

/// Letters and digits that nobody mistakes for one another on the phone.
const CONFIRMATION_ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Visits beyond this many are forgotten, oldest first.
const VISITS_KEPT: usize = 5_000;

#[derive(Debug)]
pub(crate) struct Records {
    pub(crate) state: ClinicState,
    default_scenario: Scenario,
    scenarios: HashMap<String, Scenario>,
    visits: HashMap<String, Visit>,
    visit_order: VecDeque<String>,
    attempts: HashMap<(String, String), Attempt>,
    cards: HashMap<String, TokenisedCard>,
    challenges: HashMap<String, Challenge>,
    first_loads: HashSet<String>,
    /// GraphQL knows clinics by number: those whose pages or catalogue were asked for.
    medspas: HashMap<String, String>,
    rng: StdRng,
}

/// A payment that waits for the patient's bank.
#[derive(Debug, Clone)]
pub(crate) struct Challenge {
    pub(crate) card: TokenisedCard,
    pub(crate) approved: Option<bool>,
}

impl Records {
    pub(crate) fn new(seed: Option<u64>, default_scenario: Scenario) -> Self {
        Self {
            state: ClinicState::default(),
            default_scenario,
            scenarios: HashMap::new(),
            visits: HashMap::new(),
            visit_order: VecDeque::new(),
            attempts: HashMap::new(),
            cards: HashMap::new(),
            challenges: HashMap::new(),
            first_loads: HashSet::new(),
            medspas: HashMap::from([(Clinic::medspa_id(DEFAULT_SLUG), DEFAULT_SLUG.to_owned())]),
            rng: seed.map_or_else(rand::make_rng, StdRng::seed_from_u64),
        }
    }

    /// Forgets bookings, payments, presses, holds, codes and first loads. Open pages and scenarios stay.
    pub(crate) fn reset(&mut self) {
        self.state = ClinicState::default();
        self.first_loads.clear();
        self.attempts.clear();
        for visit in self.visits.values_mut() {
            visit.confirmation = None;
        }
    }

    pub(crate) fn scenario(&self, slug: &str) -> Scenario {
        self.scenarios.get(slug).unwrap_or(&self.default_scenario).clone()
    }

    pub(crate) fn set_scenario(&mut self, slug: &str, scenario: Scenario) {
        self.scenarios.insert(slug.to_owned(), scenario);
    }

    /// Whether nobody asked for this page since the last reset.
    pub(crate) fn is_first_load(&mut self, page: &str) -> bool {
        self.first_loads.insert(page.to_owned())
    }

    pub(crate) fn remember_medspa(&mut self, slug: &str) {
        self.medspas.insert(Clinic::medspa_id(slug), slug.to_owned());
    }

    pub(crate) fn slug_of_medspa(&self, id: &str) -> Option<String> {
        self.medspas.get(id).cloned()
    }

    pub(crate) fn open_visit(&mut self, visit: Visit) -> String {
        self.remember_medspa(&visit.clinic.slug);
        if self.visit_order.len() >= VISITS_KEPT {
            self.forget_oldest_visit();
        }
        let key = self.key("visit");
        self.visit_order.push_back(key.clone());
        self.visits.insert(key.clone(), visit);
        key
    }

    fn forget_oldest_visit(&mut self) {
        let Some(oldest) = self.visit_order.pop_front() else { return };
        self.visits.remove(&oldest);
        self.attempts.retain(|(visit, _), _| *visit != oldest);
    }

    pub(crate) fn visit(&self, key: &str) -> Option<&Visit> {
        self.visits.get(key)
    }

    pub(crate) fn visit_mut(&mut self, key: &str) -> Option<&mut Visit> {
        self.visits.get_mut(key)
    }

    /// Returns the one attempt behind a page's key: a double click gets the same attempt twice.
    pub(crate) fn attempt(&mut self, visit: &str, key: &str) -> Attempt {
        Arc::clone(self.attempts.entry((visit.to_owned(), key.to_owned())).or_default())
    }

    pub(crate) fn press(&mut self, button: &str) {
        self.state.final_presses += 1;
        *self.state.presses.entry(button.to_owned()).or_default() += 1;
    }

    pub(crate) fn keep_card(&mut self, card: TokenisedCard) -> String {
        let token = self.key("tok");
        self.cards.insert(token.clone(), card);
        token
    }

    pub(crate) fn open_challenge(&mut self, card: TokenisedCard) -> String {
        let id = self.key("tds");
        self.challenges.insert(id.clone(), Challenge { card, approved: None });
        id
    }

    /// Returns whether there was such a challenge.
    pub(crate) fn answer_challenge(&mut self, id: &str, approved: bool) -> bool {
        self.challenges.get_mut(id).is_some_and(|challenge| {
            challenge.approved = Some(approved);
            true
        })
    }

    pub(crate) fn new_code(&mut self) -> String {
        format!("{:06}", self.rng.random_range(0..1_000_000))
    }

    pub(crate) fn confirmation_number(&mut self, now: Timestamp) -> String {
        let year = now.to_zoned(jiff::tz::TimeZone::UTC).year();
        let mut letter =
            || char::from(CONFIRMATION_ALPHABET[self.rng.random_range(0..CONFIRMATION_ALPHABET.len())]);
        let tail: String = std::iter::repeat_with(&mut letter).take(5).collect();
        format!("MXE-{year}-{tail}")
    }

    pub(crate) fn release_hold(&mut self, visit: &str) {
        self.state.holds.retain(|hold| hold.visit != visit);
    }

    fn key(&mut self, prefix: &str) -> String {
        format!("{prefix}_{:032x}", self.rng.random::<u128>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confirmation_numbers_look_like_the_real_ones_and_follow_the_seed() {
        let now = "2026-02-05T14:00:00Z".parse().unwrap();
        let number = |seed| Records::new(Some(seed), Scenario::default()).confirmation_number(now);
        assert_eq!(number(1), number(1));
        assert_ne!(number(1), number(2));
        assert!(number(1).starts_with("MXE-2026-") && number(1).len() == "MXE-2026-7K2QF".len());
    }

    #[test]
    fn a_page_is_first_loaded_once_until_the_reset() {
        let mut records = Records::new(Some(1), Scenario::default());
        assert!(records.is_first_load("/booking/a"));
        assert!(!records.is_first_load("/booking/a"));
        records.reset();
        assert!(records.is_first_load("/booking/a"));
    }
}
