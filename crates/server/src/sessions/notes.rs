//! What a runner writes down beside its page's address, so that whoever takes the session over goes on watching where it stopped.
//! The texts of the page are among it: it is erased with the patient's data.

mod observation;

use baton_booking::flow::{Prepared, Selection};
use baton_booking::observation::PageObservation;
use serde::{Deserialize, Serialize};

use self::observation::PageDocument;

/// What a detector, or a flow, has to be told of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Notes {
    /// What is chosen on the page.
    pub(super) chosen: Selection,
    /// The clinic's zone, as the page names it.
    pub(super) timezone: Option<String>,
    /// The page as it was handed over: nothing on it is news. Empty where the patient only has to pass something.
    pub(super) baseline: PageObservation,
    /// The page as it looked after the site's last answer, which is on record and no news either.
    pub(super) answered: Option<PageObservation>,
}

#[derive(Serialize, Deserialize)]
struct Document {
    service: Option<String>,
    provider: Option<String>,
    date: Option<String>,
    time: Option<String>,
    timezone: Option<String>,
    baseline: PageDocument,
    answered: Option<PageDocument>,
}

impl Notes {
    pub(super) fn on(prepared: &Prepared) -> Self {
        Self {
            chosen: prepared.selection.clone(),
            timezone: prepared.timezone.clone(),
            baseline: prepared.baseline.clone(),
            answered: None,
        }
    }

    pub(super) fn on_the_way(chosen: Selection) -> Self {
        Self { chosen, ..Self::default() }
    }

    pub(super) fn write(&self) -> String {
        let Self { chosen: Selection { service, provider, date, time }, timezone, baseline, answered } =
            self.clone();
        let (baseline, answered) = (PageDocument(baseline), answered.map(PageDocument));
        let document = Document { service, provider, date, time, timezone, baseline, answered };
        serde_json::to_string(&document).expect("notes are made of texts and numbers")
    }

    /// `None` for notes that another version wrote differently: then the page is as good as lost.
    pub(super) fn read(text: &str) -> Option<Self> {
        let Document { service, provider, date, time, timezone, baseline, answered } =
            serde_json::from_str(text).ok()?;
        let chosen = Selection { service, provider, date, time };
        Some(Self { chosen, timezone, baseline: baseline.0, answered: answered.map(|page| page.0) })
    }
}

#[cfg(test)]
mod tests {
    use baton_booking::observation::{FieldFacts, FieldOption, FrameObservation, Node, Rect};

    use super::*;

    #[test]
    fn notes_survive_the_trip_through_the_store() {
        let option =
            FieldOption { value: "us".into(), label: "United States".into(), ..FieldOption::default() };
        let field =
            FieldFacts { card: true, max_length: Some(19), options: vec![option], ..FieldFacts::default() };
        let node = Node {
            role: "textbox".into(),
            checked: Some(false),
            field: Some(field),
            matches: vec![1, 4],
            rect: Rect { x: 1.5, y: 2.0, width: 3.0, height: 4.25 },
            ..Node::default()
        };
        let frame = FrameObservation {
            frame: "F".into(),
            visible: true,
            nodes: vec![node],
            ..FrameObservation::default()
        };
        let page = PageObservation {
            url: "https://clinic.example/pay".into(),
            title: "Pay".into(),
            frames: vec![frame],
        };
        let notes = Notes {
            chosen: Selection { service: Some("Lip Filler".into()), ..Selection::default() },
            timezone: Some("America/New_York".into()),
            baseline: page.clone(),
            answered: Some(page),
        };
        assert_eq!(Notes::read(&notes.write()), Some(notes));
    }

    #[test]
    fn strange_notes_are_no_notes() {
        assert_eq!(Notes::read(""), None);
        assert_eq!(Notes::read("{}"), None);
    }
}
