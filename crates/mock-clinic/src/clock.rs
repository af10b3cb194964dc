//! What time it is at the clinic. Knows nothing of calendars or opening hours.

use jiff::Timestamp;

/// The clinic's clock: the machine's, or one that stands still.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClinicClock {
    #[default]
    System,
    Fixed(Timestamp),
}

impl ClinicClock {
    #[expect(clippy::disallowed_methods, reason = "this is the injected clock that everything else asks")]
    pub(crate) fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => at,
        }
    }
}
