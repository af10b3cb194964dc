//! The table of a page's frames: who holds whom, over which session each is reached, which script worlds it has.
//! Pure bookkeeping; knows nothing of sockets.

use std::collections::HashMap;

use crate::cdp::domains::page::{FrameInfo, FrameTree};
use crate::cdp::domains::runtime::ExecutionContext;
use crate::cdp::{CdpSession, FrameId, SessionId};
use crate::script::is_made_for_scripts;

/// A frame as last heard of.
#[derive(Clone, Debug)]
pub(crate) struct FrameState {
    pub(crate) id: FrameId,
    pub(crate) parent: Option<FrameId>,
    /// Whether it was announced when it came, and so stands behind those that came before it.
    pub(crate) in_turn: bool,
    pub(crate) url: String,
    /// The root session, or the frame's own when another process renders it.
    pub(crate) session: CdpSession,
    pub(crate) isolated_world: Option<u64>,
    /// Whether a new document is about to make the isolated world by itself: it runs our script before its own.
    pub(crate) makes_world: bool,
    pub(crate) main_world: Option<u64>,
    /// Worlds that callers have named, for the bindings in them.
    other_worlds: Vec<u64>,
    /// How many changes the document has told of.
    pub(crate) changes: u64,
    /// Names the document the frame shows.
    pub(crate) loader: String,
    /// The loader and the HTTP status of the newest document response.
    pub(crate) response: Option<(String, u16)>,
}

/// The frames of a page, in the order in which they were attached.
#[derive(Debug, Default)]
pub(crate) struct FrameTable {
    frames: Vec<FrameState>,
}

impl FrameTable {
    pub(crate) fn get(&self, id: &FrameId) -> Option<&FrameState> {
        self.frames.iter().find(|frame| &frame.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: &FrameId) -> Option<&mut FrameState> {
        self.frames.iter_mut().find(|frame| &frame.id == id)
    }

    pub(crate) fn main(&self) -> Option<&FrameState> {
        self.frames.iter().find(|frame| frame.parent.is_none())
    }

    /// All frames, each behind its parent, the main frame first.
    pub(crate) fn ordered(&self) -> Vec<&FrameState> {
        let mut ordered: Vec<&FrameState> = self.main().into_iter().collect();
        let mut next = 0;
        while let Some(parent) = ordered.get(next).map(|frame| &frame.id) {
            let children = self.frames.iter().filter(|frame| frame.parent.as_ref() == Some(parent));
            ordered.extend(children);
            next += 1;
        }
        ordered
    }

    /// The frame of an attachment, made if unknown; `session` renders it from now on.
    pub(crate) fn place(
        &mut self,
        id: &FrameId,
        parent: Option<FrameId>,
        session: &CdpSession,
    ) -> &mut FrameState {
        let at = self.frames.iter().position(|frame| &frame.id == id).unwrap_or_else(|| {
            self.frames.push(FrameState::new(id.clone(), session.clone()));
            self.frames.len() - 1
        });
        let frame = &mut self.frames[at];
        frame.move_to(session);
        frame.parent = parent.or(frame.parent.take());
        frame
    }

    /// Notes that a frame shows a new document.
    pub(crate) fn navigated(&mut self, info: &FrameInfo, session: &CdpSession) {
        let frame = self.show(info, session);
        frame.makes_world = frame.isolated_world.is_none();
    }

    fn show(&mut self, info: &FrameInfo, session: &CdpSession) -> &mut FrameState {
        let frame = self.place(&info.id, info.parent_id.clone(), session);
        frame.loader.clone_from(&info.loader_id);
        frame.url = format!("{}{}", info.url, info.url_fragment);
        frame
    }

    pub(crate) fn adopt(&mut self, tree: &FrameTree, session: &CdpSession) {
        self.show(&tree.frame, session);
        tree.child_frames.iter().for_each(|child| self.adopt(child, session));
    }

    /// Removes a frame and all inside it; returns what was removed.
    pub(crate) fn remove(&mut self, id: &FrameId) -> Vec<FrameId> {
        let mut removed = vec![id.clone()];
        let mut next = 0;
        while let Some(parent) = removed.get(next).cloned() {
            let inside = self.frames.iter().filter(|frame| frame.parent.as_ref() == Some(&parent));
            removed.extend(inside.map(|frame| frame.id.clone()));
            next += 1;
        }
        let before = self.frames.len();
        self.frames.retain(|frame| !removed.contains(&frame.id));
        if self.frames.len() == before { Vec::new() } else { removed }
    }

    /// Removes what `session` rendered; a frame that has moved on to another session stays.
    pub(crate) fn remove_session(&mut self, session: &SessionId) -> Vec<FrameId> {
        let of_session = self.frames.iter().filter(|frame| frame.session.is(session));
        let ids: Vec<FrameId> = of_session.map(|frame| frame.id.clone()).collect();
        ids.iter().flat_map(|id| self.remove(id)).collect()
    }

    /// Notes a new script world; returns its frame when it is the one our scripts live in, which is called `own`.
    pub(crate) fn world_created(
        &mut self,
        world: &ExecutionContext,
        session: &CdpSession,
        own: &str,
    ) -> Option<FrameId> {
        let id = world.aux_data.frame_id.as_ref()?;
        // The process that rendered the frame before may still have announced a world when the frame had moved: it does not get it back.
        if self.get(id).is_some_and(|known| known.session.id() != session.id()) {
            return None;
        }
        let frame = self.place(id, None, session);
        if world.aux_data.is_default {
            frame.main_world = Some(world.id);
        } else if world.name == own {
            frame.isolated_world = Some(world.id);
            frame.makes_world = false;
            frame.changes = 0;
            return Some(id.clone());
        } else if !is_made_for_scripts(&world.name) {
            frame.other_worlds.push(world.id);
        }
        None
    }

    pub(crate) fn world_destroyed(&mut self, world: u64, session: &SessionId) {
        for frame in self.frames.iter_mut().filter(|frame| frame.session.is(session)) {
            frame.forget_world(world);
        }
    }

    pub(crate) fn worlds_cleared(&mut self, session: &SessionId) {
        self.frames.iter_mut().filter(|frame| frame.session.is(session)).for_each(FrameState::forget_worlds);
    }

    pub(crate) fn frame_of_world(&self, world: u64, session: &SessionId) -> Option<FrameId> {
        let mut of_session = self.frames.iter().filter(|frame| frame.session.is(session));
        Some(of_session.find(|frame| frame.has_world(world))?.id.clone())
    }

    /// The frames that lie directly in `parent`.
    pub(crate) fn inside(&self, parent: &FrameId) -> Vec<FrameId> {
        self.children(parent).map(|frame| frame.id.clone()).collect()
    }

    /// Whether those are in the order in which they came. Frames that were there before us are told of in any order.
    pub(crate) fn are_in_turn(&self, parent: &FrameId) -> bool {
        self.children(parent).all(|frame| frame.in_turn)
    }

    fn children(&self, parent: &FrameId) -> impl Iterator<Item = &FrameState> {
        self.frames.iter().filter(move |frame| frame.parent.as_ref() == Some(parent))
    }

    /// How many changes each document has told of.
    pub(crate) fn changes(&self) -> HashMap<FrameId, u64> {
        self.frames.iter().map(|frame| (frame.id.clone(), frame.changes)).collect()
    }

    /// The sessions that render any part of the page.
    pub(crate) fn sessions(&self) -> Vec<CdpSession> {
        let mut sessions: Vec<CdpSession> = Vec::new();
        for frame in &self.frames {
            if !sessions.iter().any(|session| session.id() == frame.session.id()) {
                sessions.push(frame.session.clone());
            }
        }
        sessions
    }
}

impl FrameState {
    fn new(id: FrameId, session: CdpSession) -> Self {
        Self {
            id,
            parent: None,
            in_turn: false,
            url: String::new(),
            session,
            isolated_world: None,
            makes_world: false,
            main_world: None,
            other_worlds: Vec::new(),
            changes: 0,
            loader: String::new(),
            response: None,
        }
    }

    /// Notes that the frame has come to a process of its own, in which the script for its world waits for it.
    pub(crate) fn arrive(&mut self, url: &str) {
        url.clone_into(&mut self.url);
        self.makes_world = true;
    }

    fn move_to(&mut self, session: &CdpSession) {
        if self.session.id() != session.id() {
            self.session = session.clone();
            self.forget_worlds();
        }
    }

    fn has_world(&self, world: u64) -> bool {
        self.isolated_world == Some(world)
            || self.main_world == Some(world)
            || self.other_worlds.contains(&world)
    }

    pub(crate) fn forget_world(&mut self, world: u64) {
        self.isolated_world.take_if(|known| *known == world);
        self.main_world.take_if(|known| *known == world);
        self.other_worlds.retain(|known| *known != world);
    }

    fn forget_worlds(&mut self) {
        self.isolated_world = None;
        self.main_world = None;
        self.other_worlds.clear();
    }
}
