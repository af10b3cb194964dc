//! Sessions at work: a registry that starts and finds them, places they wait for, and one runner each.
//! Knows nothing of HTTP and nothing of how callbacks are delivered.

mod clinic_name;
mod door;
mod feed;
mod handle;
mod housekeeping;
mod measures;
mod notes;
mod patient;
mod phase;
mod places;
mod registry;
mod rereading;
mod retention;
mod runner;
mod saving;
mod view;
mod work;

pub use door::PhoneDoor;
pub use feed::{Change, Feed, News};
pub(crate) use housekeeping::keep_house;
pub(crate) use registry::Sought;
pub use registry::{Registry, SessionSettings};
pub use view::{HandoffAnswer, Idempotency, NewBooking, SessionView, StartError, Started};
