//! What became of the payment: turns what was seen and heard of a handed-off page into a verdict. Pure; time is a parameter. Knows no browser.
//!
//! Evidence counts, not presence: only what has appeared since the handoff, in the frame where it belongs. Failure wins over success on the
//! same evidence, and a success takes several proofs that agree.

mod attempt;
mod confirmation;
mod differences;
mod evidence;
mod indicators;
mod lines;
mod memory;
mod payment_form;
mod places;
mod proof;
mod reading;
mod traffic;
mod verdict;
mod vocabulary;

pub use evidence::{Evidence, ResourceKind, Response};
pub use indicators::{Indicators, Signs};
pub use verdict::{Refusal, Verdict};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use self::attempt::{Attempt, Stage};
use self::confirmation::{Details, Part};
use self::memory::Memory;
use self::places::Place;
use self::proof::{Proof, Urls};
use self::reading::{ReadLine, Reader, Reading};
use self::vocabulary::Statement;
use crate::observation::{Node, PageObservation};
use crate::wall_time::slot_time;

/// The appointment that the patient is about to pay for.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    pub service: Option<String>,
    pub provider: Option<String>,
    /// Wall time at the clinic.
    pub date: Date,
    pub time: Time,
    /// Without it nobody can say at which moment the appointment begins, only what stands on the clinic's page.
    pub zone: Option<TimeZone>,
}

/// Watches one handed-off page.
#[derive(Debug, Clone)]
pub struct Detector {
    reader: Reader,
    expected: Expected,
    urls: Urls,
    memory: Memory,
    attempt: Attempt,
    last_page: PageObservation,
}

impl Detector {
    /// `baseline` is the page as it was handed over: nothing on it is news.
    pub fn new(indicators: Indicators, expected: Expected, baseline: PageObservation) -> Self {
        let urls = Urls::new(&baseline.url, &indicators.success.urls);
        let reader = Reader::new(indicators, &baseline);
        let lines = reader.lines(&baseline);
        let memory = Memory::of(lines.iter().map(|(_, line)| line));
        Self { reader, expected, urls, memory, attempt: Attempt::default(), last_page: baseline }
    }

    /// The CSS selectors that observations have to be asked for.
    pub fn selectors(&self) -> Vec<String> {
        self.reader.indicators.selectors()
    }

    /// Takes one piece of evidence in, in the order in which things happened.
    pub fn observe(&mut self, evidence: Evidence, now: Timestamp) -> Verdict {
        if self.attempt.stage == Stage::Decided {
            return Verdict::Pending;
        }
        match evidence {
            Evidence::Page(page) => self.look_at(page, now),
            Evidence::FinalPress => self.submit(Some(now)),
            Evidence::SubmittedBefore => self.submit(None),
            Evidence::RequestStarted { url, method } => {
                let pays = self.attempt.traffic.request(&url, &method, &self.reader.places);
                if pays { self.submit_by_request() } else { Verdict::Pending }
            }
            Evidence::Response(response) => {
                self.attempt.traffic.response(&response, &self.reader.places, now);
                Verdict::Pending
            }
            Evidence::RequestFailed { url, given_up } => {
                self.attempt.traffic.failure(&url, given_up, &self.reader.places, now);
                Verdict::Pending
            }
            Evidence::Said(text) => self.look_at(saying(self.last_page.clone(), text), now),
            Evidence::LoadFailed => {
                self.attempt.traffic.load_failed(now);
                Verdict::Pending
            }
            // Where the page has gone is read from the page itself.
            Evidence::Navigated { .. } => Verdict::Pending,
        }
    }

    /// `pressed_at` where everything that the press brought about is heard.
    fn submit(&mut self, pressed_at: Option<Timestamp>) -> Verdict {
        // A second tap on the same control is the same submit.
        if self.attempt.is_submitted() {
            return Verdict::Pending;
        }
        self.begin();
        self.attempt.pressed_at = pressed_at;
        self.attempt.traffic = traffic::Traffic::default();
        Verdict::Submitted
    }

    /// The press was not seen, but its request was.
    fn submit_by_request(&mut self) -> Verdict {
        if self.attempt.is_submitted() {
            return Verdict::Pending;
        }
        self.begin();
        Verdict::Submitted
    }

    /// From here on only what comes after counts as the answer.
    fn begin(&mut self) {
        let lines = self.reader.lines(&self.last_page);
        self.memory.press(lines.iter().map(|(_, line)| line));
        self.attempt.begin();
    }

    /// Failure is looked for before success: on the same evidence it wins.
    fn look_at(&mut self, page: PageObservation, now: Timestamp) -> Verdict {
        self.reader.places.learn(&page);
        let reading = self.reader.read(&page, &self.memory);
        self.memory.let_go(reading.lines.iter().map(|read| &read.line));
        self.last_page = page;
        if reading.final_control_works && !self.attempt.is_submitted() {
            self.attempt.begin();
        }
        self.attempt.note(&reading, now);
        self.slot_taken(&reading)
            .or_else(|| self.refusal(&reading, now))
            .or_else(|| self.success(&reading))
            .or_else(|| self.progress(&reading, now))
            .or_else(|| self.trouble(&reading, now))
            .unwrap_or(Verdict::Pending)
    }

    fn slot_taken(&mut self, reading: &Reading) -> Option<Verdict> {
        let counts =
            |read: &ReadLine| self.attempt.is_submitted() || read.is_announced() || reading.form_gone;
        if !reading.on_site(Statement::SlotTaken).any(counts) {
            return None;
        }
        self.attempt.stage = Stage::Decided;
        Some(Verdict::SlotTaken { choices: choices(reading) })
    }

    fn refusal(&mut self, reading: &Reading, now: Timestamp) -> Option<Verdict> {
        let said = self.attempt.new_refusal(reading, &self.reader, now)?;
        let result = reading::most_specific(&said.says)?;
        self.attempt.refuse(reading);
        Some(Verdict::Refused(Refusal { result, message: without_numbers(&said.line.text) }))
    }

    fn success(&mut self, reading: &Reading) -> Option<Verdict> {
        // While the form is there nothing is; nor while a refusal stands beside it, or the clinic has yet to decide.
        let form_stands = !reading.form_gone && !reading.covered;
        let undecided = reading.on_site(Statement::Unconfirmed).next().is_some();
        if form_stands || undecided || reading.refusals().next().is_some() {
            return None;
        }
        let part = if reading.form_gone { Part::Page } else { Part::CoveringDialog };
        let details = Details::read(reading, part, &self.expected, &self.reader.vocabulary);
        let proof = Proof::gather(reading, &details, &self.reader.vocabulary, &self.urls);
        if !proof.holds(self.attempt.submits > 0) {
            return None;
        }
        self.attempt.stage = Stage::Decided;
        Some(Verdict::Succeeded(details.into_confirmation()))
    }

    fn progress(&mut self, reading: &Reading, now: Timestamp) -> Option<Verdict> {
        if !self.attempt.is_submitted() {
            return None;
        }
        if reading.challenge {
            return self.attempt.enter(Stage::Challenge).then_some(Verdict::Challenge);
        }
        let works = reading.is_processing();
        let sure = !works
            && !reading.form_gone
            && !self.attempt.traffic.is_waiting()
            && !self.attempt.is_in_trouble();
        let silent = !reading.covered && !reading.elsewhere && self.attempt.is_silent(now);
        if sure && (reading.complains_about_fields() || silent) {
            self.attempt.stage = Stage::Open;
            return Some(Verdict::Withdrawn);
        }
        let returned = self.attempt.stage == Stage::Challenge;
        ((works || returned) && self.attempt.enter(Stage::Processing)).then_some(Verdict::Processing)
    }

    fn trouble(&mut self, reading: &Reading, now: Timestamp) -> Option<Verdict> {
        let grace = self.reader.indicators.server_error_grace();
        let why = self.attempt.trouble(reading, grace, now)?;
        Some(Verdict::Unclear { why })
    }
}

/// The page with a dialog over it.
fn saying(mut page: PageObservation, text: String) -> PageObservation {
    if let Some(main) = page.frames.first_mut() {
        main.nodes.push(Node { role: "alertdialog".into(), modal: true, text, ..Node::default() });
    }
    page
}

/// The times that the page newly offers.
fn choices(reading: &Reading) -> Vec<String> {
    let offered = reading.lines.iter().filter(|read| {
        let on_site = matches!(read.place, Place::Booking | Place::Elsewhere);
        on_site && read.news && read.line.control && !read.line.disabled
    });
    offered.map(|read| read.line.text.clone()).filter(|label| slot_time(label).is_some()).collect()
}

/// The site's words with every longer number blotted out: a message may name the card it is about.
fn without_numbers(text: &str) -> String {
    const LONGEST_MESSAGE: usize = 200;
    let is_long = |token: &str| token.chars().filter(char::is_ascii_digit).count() >= 4;
    let tokens = text.split_whitespace().map(|token| if is_long(token) { "…" } else { token });
    tokens.collect::<Vec<_>>().join(" ").chars().take(LONGEST_MESSAGE).collect()
}
