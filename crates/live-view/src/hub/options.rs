//! What a hub is told at its start.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::phase::Phase;

/// Tells the present moment: the owner's clock.
#[derive(Clone)]
pub struct Now(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Now {
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn tell(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Now")
    }
}

/// How a hub shows its page.
#[derive(Debug, Clone)]
pub struct HubOptions {
    pub now: Now,
    /// The clinic's name, shown above its page.
    pub clinic: String,
    /// What phones are told first.
    pub phase: Phase,
    /// When the link stops working.
    pub expires_at: Timestamp,
    /// How long the patient may do nothing.
    pub idle_limit: Duration,
    /// JPEG quality on a good line, 1 to 100.
    pub quality: u8,
    /// Whether a press of what bears these words may book or pay, so that its owner notes it first.
    pub may_be_final: fn(&str) -> bool,
}

impl HubOptions {
    /// For a page that waits for its patient.
    pub fn new(
        now: Now,
        clinic: impl Into<String>,
        expires_at: Timestamp,
        may_be_final: fn(&str) -> bool,
    ) -> Self {
        Self {
            now,
            clinic: clinic.into(),
            phase: Phase::YourTurn { reason: "payment".to_owned() },
            expires_at,
            idle_limit: Duration::from_mins(10),
            quality: 50,
            may_be_final,
        }
    }
}
