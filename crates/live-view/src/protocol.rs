//! What a phone and its hub say to each other over the WebSocket, described once. `assets/wire.js` is the other half.
//!
//! | direction | form | what |
//! |---|---|---|
//! | to the phone | binary | a [`Frame`], or the [`Patch`] that leads to it: a header of 24 bytes, then a JPEG |
//! | to the phone | JSON | [`ToPhone`]: tagged by `t` |
//! | from the phone | JSON | [`FromPhone`]: tagged by `t`, at most [`MAX_MESSAGE`] bytes, checked before it is believed |
//!
//! All positions are CSS pixels. A *surface* is something that scrolls: the page itself, and boxes inside it. Positions on a surface do
//! not change when it scrolls, so the phone can scroll it at once and by itself. The *glass* is what never scrolls.

mod control;
mod frame;
mod from_phone;
mod to_phone;
mod typed;

pub use control::{Choice, Control, ControlId, Facts, Kind, Look, Scene, Surface};
pub use frame::{Frame, Patch};
pub use from_phone::{FromPhone, Key, MAX_MESSAGE, Malformed, PhoneViewport};
pub use to_phone::{Agreement, Countdown, ToPhone, WhyClosed};
pub use typed::Typed;
