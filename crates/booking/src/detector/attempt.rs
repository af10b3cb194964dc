//! One payment attempt: from the press to its answer. Remembers how far it has come and which refusals were told already.
//! Knows what lines say, not how they were understood.

use std::time::Duration;

use jiff::Timestamp;

use super::places::Place;
use super::reading::{ReadLine, Reader, Reading};
use super::traffic::Traffic;
use super::vocabulary::Statement;

/// A refusal that never left the page counts again once the answer to a new submit has been in for so long.
const SETTLED: Duration = Duration::from_millis(1500);
/// A press on which a page sends nothing and shows nothing for so long has not submitted anything, whatever stood on the control.
const SILENT: Duration = Duration::from_secs(30);

/// How far the attempt has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Stage {
    /// It is the patient's turn.
    #[default]
    Open,
    Submitted,
    Processing,
    Challenge,
    /// The outcome is known.
    Decided,
}

/// The attempt under way, and what is left of the ones before.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Attempt {
    pub(super) stage: Stage,
    /// How often the patient has submitted.
    pub(super) submits: usize,
    pub(super) traffic: Traffic,
    /// When the patient pressed, if all that came of it was heard.
    pub(super) pressed_at: Option<Timestamp>,
    /// A refusal was told, and nothing was submitted since.
    refused: bool,
    /// The site was seen at work since the press.
    worked: bool,
    /// Since when the work is over.
    settled_since: Option<Timestamp>,
    /// Refusals on the page that were told already, by their words.
    told: Vec<Vec<String>>,
    /// Since when the page has been saying that something is broken.
    trouble_since: Option<Timestamp>,
    /// Since when the page has been saying that the clinic still has to decide.
    undecided_since: Option<Timestamp>,
    trouble_told: bool,
}

impl Attempt {
    pub(super) fn is_submitted(&self) -> bool {
        match self.stage {
            Stage::Submitted | Stage::Processing | Stage::Challenge => true,
            Stage::Open | Stage::Decided => false,
        }
    }

    pub(super) fn begin(&mut self) {
        self.stage = Stage::Submitted;
        self.submits += 1;
        self.pressed_at = None;
        self.refused = false;
        self.worked = false;
        self.settled_since = None;
        self.trouble_since = None;
        self.undecided_since = None;
        self.trouble_told = false;
    }

    /// Goes on to `stage`. Returns whether that is news.
    pub(super) fn enter(&mut self, stage: Stage) -> bool {
        let is_news = self.stage != stage;
        self.stage = stage;
        is_news
    }

    /// Follows the site's work and the page's troubles.
    pub(super) fn note(&mut self, reading: &Reading, now: Timestamp) {
        let works = reading.is_processing() || reading.challenge;
        self.worked |= works || self.traffic.answered_at().is_some();
        if works || self.traffic.is_waiting() || !self.worked {
            self.settled_since = None;
        } else {
            self.settled_since.get_or_insert(now);
        }
        let since = |statement, since: Option<Timestamp>| {
            reading.on_site(statement).next().map(|_| since.unwrap_or(now))
        };
        self.trouble_since = since(Statement::Trouble, self.trouble_since);
        self.undecided_since = since(Statement::Unconfirmed, self.undecided_since);
    }

    /// The line that tells a refusal which was not told before.
    pub(super) fn new_refusal(
        &mut self,
        reading: &Reading,
        reader: &Reader,
        now: Timestamp,
    ) -> Option<ReadLine> {
        self.told.retain(|words| reading.lines.iter().any(|read| read.line.words == *words));
        let fresh = || reading.refusals().filter(|read| !self.told.contains(&read.line.words));
        let counts = |read: &&ReadLine| self.is_submitted() || (read.is_announced() && !self.refused);
        let said = most_telling(fresh().filter(counts).cloned());
        if said.is_none() && !self.is_submitted() && self.refused {
            // The same refusal in further words, such as a toast beside the message in the form.
            let further: Vec<_> = fresh().map(|read| read.line.words.clone()).collect();
            self.told.extend(further);
        }
        said.or_else(|| self.standing_refusal(reading, reader, now))
    }

    /// A refusal that has stood since before the press, where the answer to the press is in and it still stands.
    fn standing_refusal(&self, reading: &Reading, reader: &Reader, now: Timestamp) -> Option<ReadLine> {
        let settled = self.settled_since.is_some_and(|since| now >= since + SETTLED);
        if !self.is_submitted() || !settled {
            return None;
        }
        let standing = reading.lines.iter().filter(|read| self.told.contains(&read.line.words));
        most_telling(standing.map(|read| ReadLine { says: reader.statements(&read.line), ..read.clone() }))
    }

    /// The refusal was told: it is the patient's turn again.
    pub(super) fn refuse(&mut self, reading: &Reading) {
        self.stage = Stage::Open;
        self.refused = true;
        for read in reading.refusals() {
            if !self.told.contains(&read.line.words) {
                self.told.push(read.line.words.clone());
            }
        }
    }

    /// Whether nothing at all came of the press: a step on the way, or a choice, that was called like a payment.
    pub(super) fn is_silent(&self, now: Timestamp) -> bool {
        let waited = self.pressed_at.is_some_and(|pressed_at| now >= pressed_at + SILENT);
        self.stage == Stage::Submitted && waited && !self.worked
    }

    /// Whether something is broken, so that nobody can say what the submit did.
    pub(super) fn is_in_trouble(&self) -> bool {
        self.trouble_since.is_some() || self.traffic.trouble_since().is_some()
    }

    /// Why the outcome is unclear, once a broken site has been waited out. Told once per attempt.
    pub(super) fn trouble(
        &mut self,
        reading: &Reading,
        grace: Duration,
        now: Timestamp,
    ) -> Option<&'static str> {
        let sinces = [self.trouble_since, self.undecided_since, self.traffic.trouble_since()];
        let since = sinces.into_iter().flatten().min()?;
        let waited_out = now >= since + grace;
        if !self.is_submitted()
            || !waited_out
            || self.trouble_told
            || reading.is_processing()
            || reading.challenge
        {
            return None;
        }
        self.trouble_told = true;
        Some(match (self.trouble_since, self.undecided_since) {
            (Some(_), _) => "after the submit the site showed an error instead of an answer",
            (None, Some(_)) => "the site took the request, but the clinic still has to confirm it",
            (None, None) => "after the submit the site's server failed to answer",
        })
    }
}

/// The line with the most specific refusal; an announcement before running text, the longer text before the shorter.
fn most_telling(lines: impl Iterator<Item = ReadLine>) -> Option<ReadLine> {
    let worth = |read: &ReadLine| {
        let vague = matches!(read.refusal(), None | Some(crate::outcome::PaymentResult::Failed));
        (!vague, read.place == Place::Booking, read.line.words.len())
    };
    lines.filter(|read| read.refusal().is_some()).max_by_key(worth)
}
