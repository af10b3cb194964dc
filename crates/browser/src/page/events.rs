//! Turns what Chrome reports about a page into its frame table, its change counter and its events.
//! Runs inside the reading task, so everything here is quick and in order.

use serde::de::DeserializeOwned;

use crate::cdp::domains::fetch;
use crate::cdp::domains::network::{LoadingFailed, RequestWillBeSent, ResponseReceived};
use crate::cdp::domains::page::{
    DialogOpening, FrameAttached, FrameDetached, FrameNavigated, GetFrameTree, HandleDialog,
    NavigatedWithinDocument, ScreencastFrame,
};
use crate::cdp::domains::runtime::{
    BindingCalled, ContextCreated, ContextDestroyed, RunIfWaitingForDebugger,
};
use crate::cdp::domains::target::{AttachedToTarget, DetachFromTarget};
use crate::cdp::{CdpSession, Event, EventSink, FrameId, SessionEnd, SessionId, TargetId};
use crate::page::{DialogKind, Page, PageEnd, PageEvent, PageInner};
use crate::script::CHANGED_BINDING;

impl EventSink for PageInner {
    fn on_event(&self, event: Event) {
        if let Some(session) = event.session.clone() {
            let session = self.browser.session().sibling(session);
            // A message that is not understood is skipped: a newer Chrome may say more than we know.
            let _understood = self.handle(&session, event);
        }
    }

    fn on_end(&self, session: &SessionId, end: &SessionEnd) {
        if self.root.is(session) {
            return self.on_root_end(end);
        }
        let removed = self.frames().remove_session(session);
        self.on_removed(removed);
    }
}

impl PageInner {
    fn handle(&self, session: &CdpSession, event: Event) -> Option<()> {
        match event.method.as_str() {
            "Page.frameAttached" => self.on_frame_attached(&parse(event)?, session),
            "Page.frameNavigated" => self.on_navigated(&parse(event)?, session),
            "Page.navigatedWithinDocument" => self.on_moved_within(parse(event)?),
            "Page.frameDetached" => self.on_frame_detached(&parse(event)?),
            "Page.javascriptDialogOpening" => self.on_dialog(parse(event)?),
            "Page.screencastFrame" => self.on_screencast_frame(&parse(event)?),
            "Runtime.executionContextCreated" => self.on_world_created(&parse(event)?, session),
            "Runtime.executionContextDestroyed" => {
                let world: ContextDestroyed = parse(event)?;
                self.frames().world_destroyed(world.execution_context_id, session.id()?);
            }
            "Runtime.executionContextsCleared" => self.frames().worlds_cleared(session.id()?),
            "Runtime.bindingCalled" => self.on_binding(parse(event)?, session.id()?),
            "Target.attachedToTarget" => self.on_attached(&parse(event)?, session),
            "Network.requestWillBeSent" => self.on_request(parse(event)?),
            "Network.responseReceived" => self.on_response(parse(event)?),
            "Network.loadingFailed" => self.on_request_failed(parse(event)?),
            "Fetch.requestPaused" => self.on_request_paused(&parse(event)?, session),
            _ => {}
        }
        Some(())
    }

    fn on_frame_attached(&self, attached: &FrameAttached, session: &CdpSession) {
        self.frames().place(&attached.frame_id, Some(attached.parent_frame_id.clone()), session).in_turn =
            true;
        self.bump_structure();
        self.emit(PageEvent::FrameAttached { frame: attached.frame_id.clone() });
    }

    fn on_navigated(&self, navigated: &FrameNavigated, session: &CdpSession) {
        self.frames().navigated(&navigated.frame, session);
        self.on_address(&navigated.frame.id);
    }

    fn on_moved_within(&self, moved: NavigatedWithinDocument) {
        if let Some(frame) = self.frames().get_mut(&moved.frame_id) {
            frame.url = moved.url;
        }
        self.on_address(&moved.frame_id);
    }

    fn on_address(&self, frame: &FrameId) {
        let url = self.frames().get(frame).map(|frame| frame.url.clone()).unwrap_or_default();
        self.bump_structure();
        self.emit(PageEvent::Navigated { frame: frame.clone(), url });
    }

    fn on_frame_detached(&self, detached: &FrameDetached) {
        // A swap only moves the frame to another process, whose session is about to announce itself.
        if detached.reason != "swap" {
            let removed = self.frames().remove(&detached.frame_id);
            self.on_removed(removed);
        }
    }

    fn on_removed(&self, removed: Vec<FrameId>) {
        for frame in removed {
            self.bump_structure();
            self.emit(PageEvent::FrameDetached { frame });
        }
    }

    fn on_world_created(&self, created: &ContextCreated, session: &CdpSession) {
        let ready = self.frames().world_created(&created.context, session, &self.world);
        if let Some(frame) = ready {
            self.bump_structure();
            self.emit(PageEvent::FrameReady { frame });
        }
    }

    fn on_binding(&self, called: BindingCalled, session: &SessionId) {
        let frame = self.frames().frame_of_world(called.execution_context_id, session);
        if called.name == CHANGED_BINDING {
            return self.on_changed(frame.as_ref(), &called.payload);
        }
        let Some(frame) = frame else { return };
        self.emit(PageEvent::Binding { frame, name: called.name, payload: called.payload });
    }

    fn on_changed(&self, frame: Option<&FrameId>, count: &str) {
        if let (Some(frame), Ok(count)) = (frame, count.parse()) {
            self.frames().get_mut(frame).into_iter().for_each(|frame| frame.changes = count);
        }
        self.bump();
    }

    /// An iframe that another process renders: gives it what the page was given, then lets it run.
    fn on_attached(&self, attached: &AttachedToTarget, parent: &CdpSession) {
        let session = parent.open(attached.session_id.clone(), self.this.clone());
        if attached.target_info.kind != "iframe" {
            session.post(&RunIfWaitingForDebugger {});
            parent.post(&DetachFromTarget { session_id: &attached.session_id });
            return;
        }
        let frame = FrameId::new(attached.target_info.target_id.as_str());
        let parent_frame = attached.target_info.parent_frame_id.clone();
        self.frames().place(&frame, parent_frame, &session).arrive(&attached.target_info.url);
        self.setup().install_iframe(&session, &self.world);
        self.read_frame_tree(session);
        self.bump_structure();
    }

    /// An iframe that was there before us does not announce the frames inside it.
    fn read_frame_tree(&self, session: CdpSession) {
        let tree = session.send(&GetFrameTree {});
        let this = self.this.clone();
        self.tasks.spawn(async move {
            if let Ok(reply) = tree.answer().await
                && let Some(page) = this.upgrade()
            {
                page.frames().adopt(&reply.frame_tree, &session);
                page.bump_structure();
            }
        });
    }

    fn on_request(&self, sent: RequestWillBeSent) {
        self.emit(PageEvent::RequestStarted {
            frame: sent.frame_id,
            request_id: sent.request_id,
            resource_type: sent.resource_type,
            method: sent.request.method,
            url: sent.request.url,
        });
    }

    fn on_response(&self, received: ResponseReceived) {
        let ResponseReceived { request_id, loader_id, response, resource_type, frame_id } = received;
        if resource_type == "Document"
            && let Some(frame) = frame_id.as_ref()
            && let Some(frame) = self.frames().get_mut(frame)
        {
            frame.response = Some((loader_id, response.status));
        }
        let (url, status) = (response.url, response.status);
        self.emit(PageEvent::Response { frame: frame_id, request_id, resource_type, url, status });
    }

    fn on_request_failed(&self, failed: LoadingFailed) {
        let LoadingFailed { request_id, error_text } = failed;
        self.emit(PageEvent::RequestFailed { request_id, reason: error_text });
    }

    fn on_request_paused(&self, paused: &fetch::RequestPaused, session: &CdpSession) {
        let is_main = self.frames().main().is_some_and(|main| main.id == paused.frame_id);
        let guard = self.setup().guard.clone();
        match guard {
            Some(guard) => guard.decide(paused, is_main, session),
            None => session.post(&fetch::ContinueRequest { request_id: &paused.request_id }),
        }
    }

    fn on_dialog(&self, opening: DialogOpening) {
        let kind = DialogKind::parse(&opening.kind);
        if self.events.receiver_count() == 0 {
            // A page that is held by a dialog nobody sees would hang for ever. Leaving is always allowed.
            let accept = kind == DialogKind::BeforeUnload;
            self.root.post(&HandleDialog { accept, prompt_text: None });
        }
        self.bump_structure();
        self.emit(PageEvent::Dialog { kind, message: opening.message });
    }

    fn on_screencast_frame(&self, frame: &ScreencastFrame) {
        let slot = self.screencast().clone();
        match slot {
            Some(slot) => slot.put(frame),
            None => crate::screencast::ack(&self.root, frame.session_id),
        }
    }

    pub(crate) fn on_popup(&self, target: TargetId) {
        let (browser, context, setup) = (self.browser.clone(), self.context.clone(), self.setup().clone());
        let this = self.this.clone();
        self.tasks.spawn(async move {
            // A popup that is gone before we reach it is no event.
            if let Ok(popup) = Page::attach(&browser, target, context, setup).await
                && let Some(page) = this.upgrade()
            {
                page.emit(PageEvent::Popup(popup));
            }
        });
    }

    pub(crate) fn on_download_refused(&self, url: &str) {
        self.emit(PageEvent::DownloadRefused { url: url.to_owned() });
    }

    fn on_root_end(&self, end: &SessionEnd) {
        for session in self.iframe_sessions() {
            session.forget();
        }
        let (end, event) = match end {
            SessionEnd::Detached => (PageEnd::Closed, PageEvent::Closed),
            SessionEnd::Crashed => (PageEnd::Crashed, PageEvent::Crashed),
            SessionEnd::Lost(lost) => (PageEnd::Lost(lost.clone()), PageEvent::Closed),
        };
        self.end.send_if_modified(|known| known.replace(end).is_none());
        self.bump_structure();
        self.emit(event);
    }
}

fn parse<T: DeserializeOwned>(event: Event) -> Option<T> {
    serde_json::from_value(event.params).ok()
}
