//! The page's controls, kept up to date: every frame reports its own, here they become one [`Scene`].
//! Knows nothing of phones.

mod ask;
mod autofill;
mod report;

use std::collections::HashMap;

use baton_browser::FrameId;

pub(crate) use ask::{Aim, Asker, Selected, install};
pub(crate) use report::FrameReport;

use crate::protocol::{Control, ControlId, Facts, Scene, Surface};
use report::{DOCUMENT, PINNED, PageControl, PageSurface};

/// The function through which a frame's script reports.
pub(crate) const BINDING: &str = "batonScene";

/// The newest report of every frame of a page, and the numbers by which phones know the frames.
#[derive(Debug)]
pub(crate) struct Mirror {
    frames: HashMap<FrameId, Known>,
    /// The newest document's number. Begins anywhere: a phone that comes from an earlier page, or from an earlier process, must not
    /// take a control of this one for one that it knows.
    documents: u32,
}

impl Default for Mirror {
    fn default() -> Self {
        Self { frames: HashMap::new(), documents: rand::random() }
    }
}

#[derive(Debug)]
struct Known {
    /// Names the frame's present document; a new document gets a new number, so that an old control is never mistaken for a new one.
    number: u32,
    report: FrameReport,
    /// Where the frame lies: its parent, and the number of the element that holds it there.
    place: Option<(FrameId, u32)>,
}

impl Mirror {
    /// Takes a frame's report.
    pub(crate) fn take(&mut self, frame: &FrameId, report: FrameReport) {
        let known = self.frames.get(frame);
        let same_document = known.filter(|known| known.report.document == report.document);
        let number = same_document.map_or_else(
            || {
                self.documents = self.documents.wrapping_add(1);
                self.documents
            },
            |known| known.number,
        );
        let place = known.and_then(|known| known.place.clone());
        self.frames.insert(frame.clone(), Known { number, report, place });
    }

    pub(crate) fn forget(&mut self, frame: &FrameId) {
        self.frames.remove(frame);
    }

    /// Whether it is not known yet which element of `parent` holds `frame`, or that element is gone.
    pub(crate) fn needs_place(&self, frame: &FrameId) -> bool {
        let Some(known) = self.frames.get(frame) else { return false };
        let holder = known.place.as_ref().and_then(|(parent, element)| {
            self.frames.get(parent)?.report.frames.iter().find(|held| held.id == *element)
        });
        holder.is_none()
    }

    pub(crate) fn place(&mut self, frame: &FrameId, parent: FrameId, element: u32) {
        if let Some(known) = self.frames.get_mut(frame) {
            known.place = Some((parent, element));
        }
    }

    /// The frame that a control lives in, while its document does.
    pub(crate) fn frame_of(&self, control: ControlId) -> Option<FrameId> {
        let mut known = self.frames.iter();
        known.find(|(_, known)| known.number == control.frame).map(|(frame, _)| frame.clone())
    }

    /// Everything that can be reached now. `frames` in the page's order, the main frame first.
    pub(crate) fn scene(&self, frames: &[FrameId], stage: u16, is_popup: bool) -> Scene {
        let Some(main) = frames.first().and_then(|frame| self.frames.get(frame)) else {
            return Scene { stage, is_popup, ..Scene::default() };
        };
        let there = frames.iter().filter_map(|frame| self.there(frame));
        let (shown, covered): (Vec<_>, Vec<_>) = there.partition(|(_, covered)| !covered);
        let shown: Vec<&Known> = shown.into_iter().map(|(known, _)| known).collect();
        Scene {
            stage,
            is_popup,
            title: main.report.title.clone(),
            lang: main.report.lang.clone(),
            background: main.report.background.clone(),
            surfaces: shown.iter().flat_map(|known| self.surfaces(known)).collect(),
            controls: shown.iter().flat_map(|known| known.controls()).collect(),
            covered: covered
                .iter()
                .flat_map(|(known, _)| known.all())
                .chain(shown.iter().flat_map(|known| known.covered()))
                .collect(),
            focused: shown.iter().find_map(|known| Some(known.id(known.report.focused?))),
        }
    }

    /// The frame's report, if all frames around it are there, and whether it lies under something else with any of them.
    fn there(&self, frame: &FrameId) -> Option<(&Known, bool)> {
        let known = self.frames.get(frame)?;
        let Some((parent, element)) = &known.place else {
            return known.report.is_main.then_some((known, false));
        };
        let (around, covered) = self.there(parent)?;
        let held = around.report.frames.iter().find(|held| held.id == *element)?;
        Some((known, covered || held.covered))
    }

    fn surfaces(&self, known: &Known) -> Vec<Surface> {
        let holder = known.place.as_ref().and_then(|(parent, element)| {
            let parent = self.frames.get(parent)?;
            let held = parent.report.frames.iter().find(|held| held.id == *element)?;
            Some((parent.surface(held.surface), held.r#box))
        });
        let placed = known.report.surfaces.iter().map(|surface| known.place_surface(surface));
        let mut placed: Vec<Surface> = placed.collect();
        if let (Some((on, place)), Some(document)) = (holder, placed.first_mut()) {
            document.on = on;
            document.r#box = place;
        }
        placed
    }
}

impl Known {
    fn id(&self, node: u32) -> ControlId {
        ControlId { frame: self.number, node }
    }

    /// A surface by its number in the frame. Inside an iframe the glass is the iframe's own document.
    fn surface(&self, number: i64) -> Option<ControlId> {
        match number {
            PINNED if self.report.is_main => None,
            PINNED => Some(self.id(DOCUMENT)),
            number => Some(self.id(u32::try_from(number).unwrap_or(DOCUMENT))),
        }
    }

    fn place_surface(&self, surface: &PageSurface) -> Surface {
        let on = if surface.id == DOCUMENT { None } else { self.surface(surface.on) };
        let PageSurface { content, scroll, moved, heard, r#box, .. } = *surface;
        Surface { id: self.id(surface.id), on, r#box, content, scroll, moved, heard }
    }

    fn controls(&self) -> impl Iterator<Item = Control> {
        self.report.controls.iter().map(|control| self.place_control(control))
    }

    fn covered(&self) -> impl Iterator<Item = ControlId> {
        self.report.covered.iter().map(|node| self.id(*node))
    }

    /// The names of all its controls.
    fn all(&self) -> impl Iterator<Item = ControlId> {
        self.report.controls.iter().map(|control| self.id(control.id)).chain(self.covered())
    }

    fn place_control(&self, control: &PageControl) -> Control {
        let autocomplete = autofill::token(&control.facts, &control.said).unwrap_or_default().to_owned();
        Control {
            id: self.id(control.id),
            surface: self.surface(control.surface),
            r#box: control.r#box,
            facts: Facts { autocomplete, ..control.facts.clone() },
        }
    }
}
