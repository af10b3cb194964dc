//! What a page shows, as one list of visible elements per frame: roles, names, states, places.

mod collect;
mod node;

pub use node::{Choice, FieldFacts, Node};

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::cdp::FrameId;
use crate::geometry::Point;

/// What to look at.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotOptions {
    /// Whether nodes carry the values of their fields. Card fields and passwords never do.
    pub values: bool,
    /// CSS selectors the caller is interested in; `Node::matches` says which of them an element matches.
    pub selectors: Vec<String>,
    /// Nodes listed per frame at most.
    pub max_nodes: u32,
    /// Brings short movements (a panel that slides in) to their end first: for pages that nobody is looking at.
    pub at_rest: bool,
}

impl Default for SnapshotOptions {
    fn default() -> Self {
        Self { values: false, selectors: Vec::new(), max_nodes: 3000, at_rest: false }
    }
}

/// What a page showed at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub url: String,
    pub title: String,
    /// The count of changes from just before the look: wait with `Page::changed_since`, and no change is lost.
    pub version: u64,
    /// What had happened by the time of the look: wait with `Page::changed_after`, which is not woken by what was seen already.
    pub seen: Seen,
    /// The press before the look landed on something else than it was meant for, and was kept from the page.
    pub slipped: bool,
    /// The main frame first, each frame behind its parent.
    pub frames: Vec<FrameSnapshot>,
}

/// How many changes of a page have been seen: of its frames, and inside each of them.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub(crate) structure: u64,
    pub(crate) inside: HashMap<FrameId, u64>,
}

/// What a frame showed.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "facts about a frame are independent of each other")]
pub struct FrameSnapshot {
    pub frame: FrameId,
    pub parent: Option<FrameId>,
    pub url: String,
    pub title: String,
    /// Whether the element that holds the frame, and all around it, is visible.
    pub visible: bool,
    /// The corner of the frame's content in the viewport of the page.
    pub offset: Point,
    /// The visible elements in document order; those of an invisible frame are not asked for.
    pub nodes: Vec<Node>,
    /// Whether there were more than `max_nodes`.
    pub truncated: bool,
    /// Whether the document has been parsed to its end.
    pub loaded: bool,
    /// The frame did not answer in time: its nodes are unknown, not absent.
    pub unreadable: bool,
}

/// An element of a frame, for as long as its document lives.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NodeHandle {
    pub frame: FrameId,
    pub ref_id: u32,
}

impl Snapshot {
    /// Every visible node in a visible frame, with the handle to act on it.
    pub fn visible(&self) -> impl Iterator<Item = (&FrameSnapshot, &Node)> {
        let frames = self.frames.iter().filter(|frame| frame.visible);
        frames.flat_map(|frame| frame.nodes.iter().map(move |node| (frame, node)))
    }

    /// The main frame.
    pub fn main(&self) -> Option<&FrameSnapshot> {
        self.frames.first()
    }
}

impl FrameSnapshot {
    /// The handle to act on `node` of this frame.
    pub fn handle(&self, node: &Node) -> NodeHandle {
        NodeHandle { frame: self.frame.clone(), ref_id: node.ref_id }
    }

    /// The listed ancestors of `node`, the nearest first.
    pub fn ancestors<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = &'a Node> {
        std::iter::successors(self.parent_of(node), |ancestor| self.parent_of(ancestor))
    }

    fn parent_of(&self, node: &Node) -> Option<&Node> {
        self.nodes.get(node.parent?)
    }
}
