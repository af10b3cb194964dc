//! One look at the page, understood: every line with its place, whether it is news, and what it says. Remembers nothing and decides nothing.

use super::indicators::Sign;
use super::lines::{Line, Weight, lines_of};
use super::memory::Memory;
use super::payment_form::PaymentForm;
use super::places::{Place, Places};
use super::vocabulary::{Statement, Vocabulary};
use super::{Indicators, PageObservation};
use crate::outcome::PaymentResult;

/// What a reader knows before looking at a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reader {
    pub(super) indicators: Indicators,
    pub(super) vocabulary: Vocabulary,
    pub(super) places: Places,
    pub(super) form: PaymentForm,
    /// How many fields were marked as wrong at the handoff.
    pub(super) invalid_fields: usize,
}

#[expect(clippy::struct_excessive_bools, reason = "these are independent facts about a page, not a machine")]
/// A page, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Reading {
    pub(super) url: String,
    pub(super) lines: Vec<ReadLine>,
    /// The payment form has left the page, or a dialog covers it.
    pub(super) form_gone: bool,
    /// A dialog covers the page.
    pub(super) covered: bool,
    /// A bank's challenge is on view.
    pub(super) challenge: bool,
    /// The main frame shows another site.
    pub(super) elsewhere: bool,
    /// More fields are marked as wrong than at the handoff.
    pub(super) fields_refused: bool,
    /// A control that books or pays has turned into a sign of work.
    pub(super) final_control_works: bool,
    final_control_disabled: bool,
}

/// A line, where it stands and what it says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReadLine {
    pub(super) line: Line,
    pub(super) place: Place,
    pub(super) news: bool,
    /// Empty for what is no news or tells none.
    pub(super) says: Vec<Statement>,
}

impl Reader {
    pub(super) fn new(indicators: Indicators, baseline: &PageObservation) -> Self {
        Self {
            vocabulary: Vocabulary::new(&indicators),
            places: Places::new(&indicators, baseline),
            form: PaymentForm::of(baseline),
            invalid_fields: invalid_fields(baseline),
            indicators,
        }
    }

    /// The visible lines of every frame that takes part in the booking.
    pub(super) fn lines(&self, page: &PageObservation) -> Vec<(Place, Line)> {
        let frames = page.frames.iter().enumerate().filter(|(_, frame)| frame.visible);
        frames
            .map(|(index, frame)| (self.places.of(index, &frame.url), frame))
            .filter(|(place, _)| *place != Place::Foreign)
            .flat_map(|(place, frame)| {
                lines_of(frame, &self.vocabulary).into_iter().map(move |line| (place, line))
            })
            .collect()
    }

    pub(super) fn read(&self, page: &PageObservation, memory: &Memory) -> Reading {
        let lines = self.lines(page);
        let news = memory.news(lines.iter().map(|(_, line)| line));
        let lines: Vec<_> = lines
            .into_iter()
            .zip(news)
            .map(|((place, line), news)| self.read_line(line, place, news))
            .collect();
        let covered = lines.iter().any(|read| read.line.covering && read.news);
        Reading {
            url: page.url.clone(),
            form_gone: self.form.is_gone(page, &self.places),
            covered,
            challenge: lines.iter().any(ReadLine::is_challenge),
            elsewhere: self.places.of(0, main_url(page)) == Place::Elsewhere,
            fields_refused: invalid_fields(page) > self.invalid_fields,
            final_control_works: lines.iter().any(ReadLine::is_working_control),
            final_control_disabled: lines
                .iter()
                .any(|read| read.line.control && read.line.disabled && self.form.is_final(&read.line.text)),
            lines,
        }
    }

    fn read_line(&self, line: Line, place: Place, news: bool) -> ReadLine {
        let says = if news { self.statements(&line) } else { Vec::new() };
        ReadLine { line, place, news, says }
    }

    /// What a line says, apart from whether it is news.
    pub(super) fn statements(&self, line: &Line) -> Vec<Statement> {
        let signs: Vec<_> = line.matches.iter().filter_map(|index| self.indicators.means(*index)).collect();
        if line.aside || line.is_quote() || signs.contains(&Sign::Harmless) {
            return Vec::new();
        }
        let mut says: Vec<_> = line
            .sentences()
            .iter()
            .filter(|sentence| !sentence.question && !self.vocabulary.is_harmless(&sentence.words))
            .flat_map(|sentence| self.vocabulary.statements(&sentence.words))
            .filter(|statement| !line.control || *statement == Statement::Processing)
            .collect();
        let signified: Vec<_> = signs.into_iter().filter_map(|sign| signified(sign, &says)).collect();
        says.extend(signified);
        says
    }
}

/// What a profile's element says by being there.
fn signified(sign: Sign, says: &[Statement]) -> Option<Statement> {
    match sign {
        Sign::Success => Some(Statement::Booked),
        // A site shows its complaints about fields in the same place as its refusals.
        Sign::Refused if says.contains(&Statement::Validation) || says.contains(&Statement::Trouble) => None,
        Sign::Refused if says.iter().any(|statement| matches!(statement, Statement::Refused(_))) => None,
        Sign::Refused => Some(Statement::Refused(PaymentResult::Failed)),
        Sign::SlotTaken => Some(Statement::SlotTaken),
        Sign::Processing => Some(Statement::Processing),
        Sign::Harmless => None,
    }
}

impl Reading {
    /// The lines that newly say `statement` on the booking site's own pages.
    pub(super) fn on_site(&self, statement: Statement) -> impl Iterator<Item = &ReadLine> {
        self.lines.iter().filter(move |read| {
            matches!(read.place, Place::Booking | Place::Elsewhere) && read.says.contains(&statement)
        })
    }

    /// The lines that newly say that the payment was refused, on the site or in the card's frame.
    pub(super) fn refusals(&self) -> impl Iterator<Item = &ReadLine> {
        self.lines.iter().filter(|read| read.place != Place::Challenge && read.refusal().is_some())
    }

    /// Whether the site shows that it works on something.
    pub(super) fn is_processing(&self) -> bool {
        self.final_control_disabled
            || self.lines.iter().filter(|read| read.place != Place::Challenge && read.news).any(|read| {
                read.line.busy
                    || read.says.contains(&Statement::Processing)
                    // A processor's own page says "paid" before it leads back to the site.
                    || (read.place == Place::Payment && read.says.contains(&Statement::Paid))
            })
    }

    /// Whether the page complains about what was filled in.
    pub(super) fn complains_about_fields(&self) -> bool {
        self.fields_refused
            || self.lines.iter().any(|read| read.place != Place::Challenge && read.complains())
    }
}

impl ReadLine {
    /// The most specific refusal that the line tells.
    pub(super) fn refusal(&self) -> Option<PaymentResult> {
        most_specific(&self.says)
    }

    pub(super) fn is_announced(&self) -> bool {
        self.line.weight == Weight::Announced
    }

    /// Whether the line finds fault with what was filled in; what asks for a proof of identity does not.
    fn complains(&self) -> bool {
        self.says.contains(&Statement::Validation) && !self.says.contains(&Statement::Challenge)
    }

    fn is_challenge(&self) -> bool {
        match self.place {
            Place::Challenge => true,
            Place::Payment | Place::Elsewhere => self.says.contains(&Statement::Challenge),
            Place::Booking => self.line.covering && self.says.contains(&Statement::Challenge),
            Place::Foreign => false,
        }
    }

    fn is_working_control(&self) -> bool {
        self.line.control
            && self.news
            && (self.line.disabled || self.line.busy)
            && self.says.contains(&Statement::Processing)
    }
}

/// The most telling of several refusals.
pub(super) fn most_specific(says: &[Statement]) -> Option<PaymentResult> {
    const BY_WORTH: [PaymentResult; 6] = [
        PaymentResult::ExpiredCard,
        PaymentResult::InsufficientFunds,
        PaymentResult::IncorrectCvc,
        PaymentResult::AuthenticationFailed,
        PaymentResult::Declined,
        PaymentResult::Failed,
    ];
    BY_WORTH.into_iter().find(|result| says.contains(&Statement::Refused(*result)))
}

fn main_url(page: &PageObservation) -> &str {
    // The address bar may be ahead of the document while a page loads; the document is what was read.
    page.frames.first().map_or(page.url.as_str(), |frame| frame.url.as_str())
}

fn invalid_fields(page: &PageObservation) -> usize {
    let frames = page.frames.iter().filter(|frame| frame.visible);
    frames.flat_map(|frame| &frame.nodes).filter(|node| node.invalid).count()
}
