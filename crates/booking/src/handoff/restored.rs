//! Whether a page shows the appointment that was prepared: asked of what the site's own URL shows in another browser, before that URL is
//! handed out. Pure. Silence is no proof: service, date and time have to be on the page.

use jiff::civil::{Date, Time};

use crate::calendar::dates_in;
use crate::flow::{Prepared, Selection};
use crate::matching::contains_phrase;
use crate::observation::PageObservation;
use crate::request::BookingRequest;
use crate::wall_time::{same_minute, times_in};

/// What has to be found again.
#[derive(Debug, Clone, PartialEq)]
pub struct Preparedness {
    prepared: Box<Prepared>,
    date: Date,
    time: Time,
}

impl Preparedness {
    pub fn of(prepared: &Prepared, request: &BookingRequest) -> Self {
        Self { prepared: Box::new(prepared.clone()), date: request.date, time: request.time }
    }

    /// What was chosen on the prepared page.
    pub fn selection(&self) -> &Selection {
        &self.prepared.selection
    }

    /// The prepared page's own URL.
    pub fn page_url(&self) -> &str {
        &self.prepared.page_url
    }

    /// Whether another browser has come to the same turn of the patient, for the same appointment and the same deposit.
    pub fn is_restored_by(&self, found: &Prepared) -> bool {
        found.reason == self.prepared.reason
            && found.deposit == self.prepared.deposit
            && self.is_shown_on(&found.baseline)
    }

    fn is_shown_on(&self, seen: &PageObservation) -> bool {
        let shows = |is_it: &dyn Fn(&str) -> bool| texts(seen).any(is_it);
        let names = |name: &Option<String>| {
            name.as_deref().is_some_and(|name| shows(&|text| contains_phrase(text, name)))
        };
        let Selection { service, provider, .. } = &self.prepared.selection;
        names(service)
            && (provider.is_none() || names(provider))
            && shows(&|text| dates_in(text).iter().any(|date| date.may_be(self.date)))
            && shows(&|text| times_in(text).iter().any(|found| same_minute(found.time, self.time)))
    }
}

/// Everything there is to read. What can be chosen is no summary of what was chosen.
fn texts(seen: &PageObservation) -> impl Iterator<Item = &str> {
    let frames = seen.frames.iter().filter(|frame| frame.visible);
    let nodes = frames.flat_map(|frame| &frame.nodes).filter(|node| !node.clickable && node.field.is_none());
    nodes.flat_map(|node| [node.text.as_str(), node.name.as_str()])
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::handoff::HandoffReason;
    use crate::observation::{FrameObservation, Node};

    fn page(lines: &[&str]) -> PageObservation {
        let nodes =
            lines.iter().map(|line| Node { role: "text".into(), text: (*line).into(), ..Node::default() });
        let frame = FrameObservation { visible: true, nodes: nodes.collect(), ..FrameObservation::default() };
        PageObservation { frames: vec![frame], ..PageObservation::default() }
    }

    fn prepared(lines: &[&str]) -> Prepared {
        let selection = Selection {
            service: Some("Lip Filler".into()),
            provider: Some("Gale Tesar".into()),
            date: Some("Thursday, February 5".into()),
            time: Some("2:30 PM".into()),
        };
        Prepared {
            reason: HandoffReason::Payment,
            selection,
            deposit: None,
            baseline: page(lines),
            page_url: "https://clinic.example/pay/7".into(),
            timezone: None,
        }
    }

    const SUMMARY: [&str; 4] = ["Lip Filler", "with Gale Tesar", "Thursday, 5 February 2026", "2:30pm"];

    #[test]
    fn the_same_appointment_at_the_same_turn_is_restored() {
        let wanted = Preparedness {
            prepared: Box::new(prepared(&SUMMARY)),
            date: date(2026, 2, 5),
            time: time(14, 30, 0, 0),
        };
        assert!(wanted.is_restored_by(&prepared(&SUMMARY)));
        let check = |lines: &[&str]| assert!(!wanted.is_restored_by(&prepared(lines)), "{lines:?}");
        check(&[]);
        check(&["Your card"]);
        check(&["Lip Filler", "with Gale Tesar", "Thursday, 5 February 2026", "3:00pm"]);
        check(&["Lip Filler", "with Gale Tesar", "Friday, 6 February 2026", "2:30pm"]);
        check(&["Dermal Filler", "with Gale Tesar", "Thursday, 5 February 2026", "2:30pm"]);
        check(&["Lip Filler", "with Brandi Sesock", "Thursday, 5 February 2026", "2:30pm"]);
        let later = Prepared { reason: HandoffReason::Review, ..prepared(&SUMMARY) };
        assert!(!wanted.is_restored_by(&later), "another turn");
    }
}
