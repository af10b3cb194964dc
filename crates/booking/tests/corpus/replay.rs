//! Plays a history to a detector and keeps what it said.

use baton_booking::detector::{Detector, Evidence, Expected, Indicators, Verdict};
use baton_booking::outcome::Confirmation;
use jiff::Timestamp;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;

use crate::notation::{Happening, History};
use crate::page::Rendition;

/// What a detector said in the course of a history.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// Everything but `Pending`.
    pub(crate) verdicts: Vec<Verdict>,
}

pub(crate) fn expected(service: &str, provider: &str) -> Expected {
    Expected {
        service: Some(service.to_owned()),
        provider: Some(provider.to_owned()),
        date: date(2026, 3, 5),
        time: time(14, 30, 0, 0),
        zone: TimeZone::get("America/New_York").ok(),
    }
}

pub(crate) fn play(history: &History, rendition: Rendition) -> Told {
    let expected = expected(&history.service, &history.provider);
    let mut detector = Detector::new(Indicators::default(), expected, history.baseline.observe(rendition));
    let mut now: Timestamp = "2026-03-01T15:00:00Z".parse().expect("a moment");
    let mut told = Told::default();
    for moment in &history.moments {
        now += moment.after;
        let evidence = match &moment.happening {
            Happening::Look(page) => Evidence::Page(page.observe(rendition)),
            Happening::Heard(evidence) => evidence.clone(),
        };
        match detector.observe(evidence, now) {
            Verdict::Pending => {}
            verdict => told.verdicts.push(verdict),
        }
    }
    told
}

impl Told {
    /// The class of the last word.
    pub(crate) fn class(&self) -> &'static str {
        self.classes().last().copied().unwrap_or("nothing")
    }

    /// The class of every word.
    pub(crate) fn classes(&self) -> Vec<&'static str> {
        self.verdicts.iter().map(class_of).collect()
    }

    pub(crate) fn ever_succeeded(&self) -> bool {
        self.confirmation().is_some()
    }

    pub(crate) fn confirmation(&self) -> Option<&Confirmation> {
        self.verdicts.iter().find_map(|verdict| match verdict {
            Verdict::Succeeded(confirmation) => Some(confirmation),
            _ => None,
        })
    }

    /// The results of the refusals, in order.
    pub(crate) fn refusals(&self) -> Vec<&'static str> {
        let result = |verdict: &Verdict| match verdict {
            Verdict::Refused(refusal) => Some(refusal.result.as_str()),
            _ => None,
        };
        self.verdicts.iter().filter_map(result).collect()
    }

    pub(crate) fn choices(&self) -> Vec<String> {
        let offered = self.verdicts.iter().find_map(|verdict| match verdict {
            Verdict::SlotTaken { choices } => Some(choices.clone()),
            _ => None,
        });
        offered.unwrap_or_default()
    }
}

fn class_of(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Pending | Verdict::Withdrawn => "nothing",
        Verdict::Submitted | Verdict::Processing => "processing",
        Verdict::Challenge => "challenge",
        Verdict::Refused(_) => "refused",
        Verdict::SlotTaken { .. } => "slot_taken",
        Verdict::Succeeded(_) => "success",
        Verdict::Unclear { .. } => "unclear",
    }
}
