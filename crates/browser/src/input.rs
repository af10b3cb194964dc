//! Mouse, touch and keyboard of a page. Chrome leads input given to the page into the frame it belongs to, whichever
//! process renders that.
//!
//! Everything is queued in order and returns at once; await what is returned to know that Chrome has handled it.

mod keyboard;
mod keys;
mod mouse;
mod touch;

use std::future::IntoFuture;
use std::pin::Pin;

use crate::cdp::command::Nothing;
use crate::cdp::{CdpError, Pending};

pub use keyboard::Keyboard;
pub use keys::{Key, Modifiers};
pub use mouse::Mouse;
pub use touch::Touch;

/// Input that is on its way, in order. Await it to learn that Chrome has handled all of it; drop it to go on at once.
#[derive(Debug)]
pub struct Sent(Vec<Pending<Nothing>>);

impl Sent {
    pub(crate) fn new(pending: Vec<Pending<Nothing>>) -> Self {
        Self(pending)
    }

    /// Both, awaited together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Waits until Chrome has handled all of it.
    pub async fn done(self) -> Result<(), CdpError> {
        for pending in self.0 {
            pending.answer().await?;
        }
        Ok(())
    }
}

impl IntoFuture for Sent {
    type Output = Result<(), CdpError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.done())
    }
}
