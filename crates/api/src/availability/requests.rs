//! What is asked. The rules that a request must keep are the server's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The times of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AvailabilityRequest {
    /// The day at the clinic, not in the past.
    #[schema(format = Date, example = "2030-02-05")]
    pub date: String,
    #[serde(flatten)]
    pub clinic: ClinicQuestion,
}

/// The times of several days, read in one visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BatchRequest {
    /// The days at the clinic, not in the past.
    #[schema(min_items = 1, max_items = 31, example = json!(["2030-02-05", "2030-02-06"]))]
    pub dates: Vec<String>,
    #[serde(flatten)]
    pub clinic: ClinicQuestion,
}

/// The next free times that suit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarSlotsRequest {
    /// 0 is Sunday; any day if absent or empty.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[schema(value_type = Option<Vec<u8>>, max_items = 7, example = json!([2, 4]))]
    pub days_of_week: Vec<u8>,
    /// Strictly after this wall time at the clinic.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "15:00")]
    pub after_time: Option<String>,
    /// Strictly before this wall time at the clinic.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "18:00")]
    pub before_time: Option<String>,
    /// How many times are enough.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(minimum = 1, maximum = 20, default = 6)]
    pub max_slots: Option<u32>,
    /// How far ahead to look.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(minimum = 1, maximum = 4, default = 3)]
    pub max_months: Option<u32>,
    #[serde(flatten)]
    pub clinic: ClinicQuestion,
}

/// Whom and what a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClinicQuestion {
    /// The clinic's booking page.
    #[schema(format = "uri", max_length = 2048, example = "https://app.joinmoxie.com/booking/forever-22")]
    pub booking_url: String,
    /// The service by the clinic's name, an alias or a part of either; the first one available if absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 200, example = "Botox")]
    pub service_name: Option<String>,
    /// The provider; anyone if absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 200, example = "Brandi")]
    pub provider_name: Option<String>,
    /// How long reading may take, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(minimum = 1_000, maximum = 60_000, default = 30_000)]
    pub timeout: Option<u32>,
    /// The clinic's IANA time zone, where it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 64, example = "America/New_York")]
    pub timezone: Option<String>,
    /// The site profile by name; the address chooses one if absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 64, example = "moxie")]
    pub profile: Option<String>,
    /// What patients say, and the clinic's own name for it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    #[schema(value_type = Option<BTreeMap<String, String>>, example = json!({ "botox": "Tox (Botox, Jeuveau, Xeomin)" }))]
    pub service_aliases: BTreeMap<String, String>,
}

impl From<ClinicQuestion> for CalendarSlotsRequest {
    /// Asks for the next times on any day and at any hour.
    fn from(clinic: ClinicQuestion) -> Self {
        Self {
            days_of_week: Vec::new(),
            after_time: None,
            before_time: None,
            max_slots: None,
            max_months: None,
            clinic,
        }
    }
}
