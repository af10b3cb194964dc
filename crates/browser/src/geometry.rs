//! Points, boxes and viewports, all in CSS pixels.

use serde::{Deserialize, Serialize};

/// A place in a viewport.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// An upright box in a viewport.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// The size of the window that a page is laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewport {
    pub width: u32,
    pub height: u32,
}

impl Point {
    /// This place moved by `offset`.
    #[must_use]
    pub fn offset(self, offset: Self) -> Self {
        Self { x: self.x + offset.x, y: self.y + offset.y }
    }
}

impl Rect {
    /// The middle of the box.
    pub fn center(self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// Whether `point` lies inside.
    pub fn contains(self, point: Point) -> bool {
        (self.x..=self.x + self.width).contains(&point.x)
            && (self.y..=self.y + self.height).contains(&point.y)
    }

    /// The box moved by `offset`.
    #[must_use]
    pub fn offset(self, offset: Point) -> Self {
        Self { x: self.x + offset.x, y: self.y + offset.y, ..self }
    }

    /// Whether the two boxes share any area.
    pub fn intersects(self, other: Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

impl Viewport {
    /// The box of the whole window.
    pub fn rect(self) -> Rect {
        Rect { x: 0.0, y: 0.0, width: f64::from(self.width), height: f64::from(self.height) }
    }
}

impl Default for Viewport {
    fn default() -> Self {
        Self { width: 390, height: 844 }
    }
}
