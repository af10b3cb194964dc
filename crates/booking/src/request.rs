//! What a platform asks for: which appointment, for whom, and where to report. Parsed once, typed from then on.

use std::fmt;
use std::time::Duration;

use jiff::civil::{Date, Time};
use url::Url;

/// One booking that a platform asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct BookingRequest {
    pub booking_url: Url,
    pub date: Date,
    /// Wall time at the clinic.
    pub time: Time,
    /// The named service; `None` means the first one available.
    pub service: Option<String>,
    /// The named provider; `None` means the first one available.
    pub provider: Option<String>,
    pub callback_url: Option<Url>,
    pub handoff: HandoffPreference,
    /// The clinic's IANA time zone, where the platform knows it.
    pub timezone: Option<String>,
    /// How long steps 1 to 4 may take.
    pub timeout: Option<Duration>,
    /// The site profile by name; `None` lets the URL's host choose.
    pub profile: Option<String>,
    /// Other words for services, as the platform's patients say them.
    pub aliases: Vec<ServiceAlias>,
}

/// "Botox" is what patients say, "Tox (Botox, Jeuveau, ...)" is what the clinic calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAlias {
    pub said: String,
    pub service: String,
}

/// How the platform wants the page handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HandoffPreference {
    #[default]
    Auto,
    Live,
    Direct,
}

/// The person the appointment is for. Personal data: never printed, erased when the retention time is over.
#[derive(Clone, PartialEq, Eq)]
pub struct Lead {
    pub first_name: String,
    /// Empty for a patient with a one-word name.
    pub last_name: String,
    /// E.164, such as `+14407031022`.
    pub phone: String,
    pub email: String,
    pub notes: Option<String>,
}

impl fmt::Debug for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lead(…)")
    }
}
