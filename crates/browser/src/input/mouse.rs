//! The mouse of a page.

use crate::cdp::CdpSession;
use crate::cdp::domains::input::DispatchMouseEvent;
use crate::geometry::Point;
use crate::input::Sent;

const LEFT_BUTTON: u8 = 1;

/// The mouse of a page, with points in its viewport.
#[derive(Clone, Debug)]
pub struct Mouse {
    session: CdpSession,
}

impl Mouse {
    pub(crate) fn new(session: CdpSession) -> Self {
        Self { session }
    }

    /// Moves, presses and releases.
    pub fn press_at(&self, point: Point) -> Sent {
        self.move_to(point).and(self.click_at(point))
    }

    /// Presses and releases, without having come from anywhere.
    pub fn click_at(&self, point: Point) -> Sent {
        self.down(point).and(self.up(point))
    }

    /// Moves without a button held.
    pub fn move_to(&self, point: Point) -> Sent {
        self.send(&DispatchMouseEvent {
            button: "none",
            buttons: 0,
            click_count: 0,
            ..at("mouseMoved", point)
        })
    }

    /// Moves with the left button held.
    pub fn drag_to(&self, point: Point) -> Sent {
        self.send(&DispatchMouseEvent { click_count: 0, ..at("mouseMoved", point) })
    }

    /// Presses the left button.
    pub fn down(&self, point: Point) -> Sent {
        self.send(&at("mousePressed", point))
    }

    /// Releases the left button.
    pub fn up(&self, point: Point) -> Sent {
        self.send(&DispatchMouseEvent { buttons: 0, ..at("mouseReleased", point) })
    }

    /// Turns the wheel over `point` by as many CSS pixels.
    pub fn wheel(&self, point: Point, delta: Point) -> Sent {
        self.send(&DispatchMouseEvent {
            button: "none",
            buttons: 0,
            click_count: 0,
            delta_x: Some(delta.x),
            delta_y: Some(delta.y),
            ..at("mouseWheel", point)
        })
    }

    fn send(&self, event: &DispatchMouseEvent) -> Sent {
        Sent::new(vec![self.session.send(event)])
    }
}

fn at(kind: &'static str, Point { x, y }: Point) -> DispatchMouseEvent {
    DispatchMouseEvent {
        kind,
        x,
        y,
        button: "left",
        buttons: LEFT_BUTTON,
        click_count: 1,
        delta_x: None,
        delta_y: None,
    }
}
