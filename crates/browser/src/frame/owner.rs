//! Where a frame lies in the page: the element that holds it, in the document around it.
//!
//! The element is handed once to our script in the parent document, which from then on reports its place together
//! with everything else it is asked for.

use serde::Deserialize;
use serde_json::json;

use crate::cdp::domains::dom::{GetFrameOwner, ResolveNode};
use crate::cdp::domains::runtime::{Argument, CallFunctionOn};
use crate::frame::Frame;
use crate::geometry::Point;
use crate::page::PageError;
use crate::progress::Progress;

/// The element that holds a frame, as the document around it sees it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(crate) struct Owner {
    /// The corner of the frame's content.
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) visible: bool,
}

impl Owner {
    /// What holds the main frame.
    pub(crate) const PAGE: Self = Self { x: 0.0, y: 0.0, visible: true };
}

impl Frame {
    /// The corner of this frame's content in the viewport of the page, through all frames around it.
    pub async fn content_offset(&self, progress: &Progress) -> Result<Point, PageError> {
        let mut offset = Point::default();
        let mut frame = self.clone();
        while let Some(parent) = frame.parent() {
            let owner = frame.owner(progress, &parent).await?;
            offset = offset.offset(Point { x: owner.x, y: owner.y });
            frame = parent;
        }
        Ok(offset)
    }

    /// What lies over this frame at a point of the viewport of the page, in any of the documents around it: its tag, id and classes.
    /// Where they have just been `scrolled`, this waits until Chrome has drawn them there: it leads presses by its pictures.
    pub async fn cover(
        &self,
        progress: &Progress,
        point: Point,
        scrolled: bool,
    ) -> Result<Option<String>, PageError> {
        let mut inner = self.clone();
        while let Some(outer) = inner.parent() {
            let Point { x, y } = outer.content_offset(progress).await?;
            let ask =
                json!({ "frame": inner.id(), "x": point.x - x, "y": point.y - y, "scrolled": scrolled });
            let by: Option<String> = outer.evaluate(progress, "(ask) => __baton.coverOf(ask)", ask).await?;
            if by.is_some() {
                return Ok(by);
            }
            inner = outer;
        }
        Ok(None)
    }

    /// Asks `parent` about the element that holds this frame.
    pub(crate) async fn owner(&self, progress: &Progress, parent: &Self) -> Result<Owner, PageError> {
        const ASK: &str = "(frame) => __baton.owner(frame)";
        let known: Option<Owner> = parent.evaluate(progress, ASK, self.id().as_str()).await?;
        if let Some(owner) = known {
            return Ok(owner);
        }
        self.introduced(progress, parent).await
    }

    /// Hands the element that holds this frame to our script in `parent`, and asks about it.
    pub(crate) async fn introduced(&self, progress: &Progress, parent: &Self) -> Result<Owner, PageError> {
        let (session, context) = parent.isolated(progress).await?;
        let work = async {
            let owner = session.call(&GetFrameOwner { frame_id: self.id() }).await?;
            let resolve =
                ResolveNode { backend_node_id: owner.backend_node_id, execution_context_id: context };
            let element = session.call(&resolve).await?.object.object_id;
            let introduce = CallFunctionOn {
                function_declaration: "function (frame) { return __baton.introduce(frame, this) }",
                execution_context_id: None,
                object_id: Some(&element),
                arguments: vec![Argument { value: json!(self.id().as_str()) }],
                return_by_value: true,
                await_promise: false,
                silent: true,
            };
            session.call(&introduce).await
        };
        let introduced = progress.round_trip(work).await?.map_err(|error| parent.gone_or(error))?;
        serde_json::from_value(introduced.result.value).map_err(|_| PageError::FrameGone)
    }
}
