//! Asking a clinic for its times: for a day, for several days, for the next that suit. Knows nothing of where the answers come from.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod requests;

pub use requests::{AvailabilityRequest, BatchRequest, CalendarSlotsRequest, ClinicQuestion};

/// The times of one day. With `success: false` it says why there are none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Availability {
    pub success: bool,
    #[schema(example = "https://app.joinmoxie.com/booking/forever-22")]
    pub booking_url: String,
    #[schema(format = Date, example = "2030-02-05")]
    pub date: String,
    /// In their order; empty where the day is closed or booked out.
    pub slots: Vec<Slot>,
    /// The provider that was asked for, in the clinic's words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub provider: Option<String>,
    /// The service, in the clinic's words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub service: Option<String>,
    /// Everyone who offers the service, where the site says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub providers: Option<Vec<String>>,
    /// The clinic's IANA time zone, where it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(example = "America/New_York")]
    pub timezone: Option<String>,
    /// How the times were read; absent where none could be.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Source>,
    #[schema(format = DateTime)]
    pub scraped_at: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none", default)]
    pub trouble: Option<Trouble>,
}

/// The times of several days, in the order in which they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AvailabilityBatch {
    /// Whether any day could be read; each result says so for itself.
    pub success: bool,
    pub results: Vec<Availability>,
}

/// The next free times that suit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarSlots {
    pub success: bool,
    #[schema(example = "https://app.joinmoxie.com/booking/forever-22")]
    pub booking_url: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub providers: Option<Vec<String>>,
    /// The clinic's IANA time zone, where it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(example = "America/New_York")]
    pub timezone: Option<String>,
    /// How the times were read; absent where none could be.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Source>,
    /// The days with suitable times, in their order.
    pub results: Vec<DayOfSlots>,
    /// The days that were looked at, closed ones included. Less than all that were asked for when there were slots enough or the time was over.
    pub total_dates_scanned: u32,
    pub total_dates_with_slots: u32,
    #[schema(format = DateTime)]
    pub scraped_at: String,
    pub duration_ms: u64,
    #[serde(flatten, skip_serializing_if = "Option::is_none", default)]
    pub trouble: Option<Trouble>,
}

/// One day's suitable times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DayOfSlots {
    #[schema(format = Date, example = "2030-02-05")]
    pub date: String,
    /// 0 is Sunday.
    #[schema(minimum = 0, maximum = 6, example = 2)]
    pub day_of_week: u8,
    pub slots: Vec<Slot>,
}

/// One time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Slot {
    /// Wall time at the clinic, in the form that starting a booking takes.
    #[schema(example = "2:30 PM")]
    pub time: String,
    pub available: bool,
    /// The one provider who has it, where the site says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub provider: Option<String>,
    /// Minutes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(example = 60)]
    pub duration: Option<u32>,
    /// The instant at which it begins, with the clinic's offset.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(format = DateTime, example = "2030-02-05T14:30:00-05:00")]
    pub start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(format = DateTime, example = "2030-02-05T15:30:00-05:00")]
    pub end: Option<String>,
}

/// How times were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// From the site's own queries.
    Api,
    /// From the page, in a browser.
    Browser,
}

/// Why times could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Trouble {
    #[schema(example = "The clinic does not offer a service called \"Massage\".")]
    pub error: String,
    /// As the codes of failed sessions.
    #[schema(example = "service_not_found")]
    pub code: String,
    /// What could have been asked for instead.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub choices: Vec<String>,
}
