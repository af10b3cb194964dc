//! One finger on a page.

use crate::cdp::CdpSession;
use crate::cdp::domains::input::{DispatchTouchEvent, TouchPoint};
use crate::geometry::Point;
use crate::input::Sent;

/// A finger, with points in the viewport of the page.
#[derive(Clone, Debug)]
pub struct Touch {
    session: CdpSession,
}

impl Touch {
    pub(crate) fn new(session: CdpSession) -> Self {
        Self { session }
    }

    /// Touches and lifts: pointer, touch, mouse and click events follow.
    pub fn tap(&self, point: Point) -> Sent {
        self.touch_start(point).and(self.touch_end())
    }

    pub fn touch_start(&self, point: Point) -> Sent {
        self.send("touchStart", Some(point))
    }

    pub fn touch_move(&self, point: Point) -> Sent {
        self.send("touchMove", Some(point))
    }

    pub fn touch_end(&self) -> Sent {
        self.send("touchEnd", None)
    }

    /// The touch is taken away by something else; no click follows.
    pub fn touch_cancel(&self) -> Sent {
        self.send("touchCancel", None)
    }

    fn send(&self, kind: &'static str, point: Option<Point>) -> Sent {
        let touch_points = point.map(|Point { x, y }| TouchPoint { x, y, id: 0 }).into_iter().collect();
        Sent::new(vec![self.session.send(&DispatchTouchEvent { kind, touch_points })])
    }
}
