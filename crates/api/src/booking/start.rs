//! The request that starts a session, and its answer. The rules that a request must keep are the server's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SessionState;

/// One booking to prepare. Unknown fields are ignored; every bad field is named at once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StartBooking {
    /// The clinic's booking page.
    #[schema(format = "uri", max_length = 2048, example = "https://app.joinmoxie.com/booking/forever-22")]
    pub booking_url: String,
    /// The day at the clinic, not in the past.
    #[schema(format = Date, example = "2030-02-05")]
    pub date: String,
    /// The wall time at the clinic: `2:30pm`, `2:30 PM` or `14:30`.
    #[schema(
        pattern = r"^((0?[1-9]|1[0-2])(:[0-5][0-9])? ?[aApP]\.?[mM]\.?|([01]?[0-9]|2[0-3]):[0-5][0-9])$",
        example = "2:30pm"
    )]
    pub time: String,
    pub lead: Lead,
    /// The service by the clinic's name, an alias or a part of either; the first one available if absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 200, example = "Botox")]
    pub service: Option<String>,
    /// The provider; the first one available if absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 200, example = "Brandi")]
    pub provider: Option<String>,
    /// Where the outcome is posted, signed. An empty text is the same as none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 2048, example = "https://platform.example.com/webhooks/booking")]
    pub callback_url: Option<String>,
    /// How the page is to be handed over.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub handoff: Option<HandoffPreference>,
    /// The clinic's IANA time zone, where it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 64, example = "America/New_York")]
    pub timezone: Option<String>,
    /// How long preparing the page may take, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(minimum = 30_000, maximum = 300_000, example = 90_000)]
    pub timeout: Option<u32>,
    /// The site profile by name; the address chooses one if absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 64, example = "moxie")]
    pub profile: Option<String>,
    /// What patients say, and the clinic's own name for it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    #[schema(value_type = Option<BTreeMap<String, String>>, example = json!({ "botox": "Tox (Botox, Jeuveau, Xeomin)" }))]
    pub service_aliases: BTreeMap<String, String>,
}

/// The person the appointment is for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Lead {
    #[schema(min_length = 1, max_length = 100, pattern = r"\S", example = "Jane")]
    pub first_name: String,
    /// May be empty: some people have a one-word name.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100, example = "Sample")]
    pub last_name: String,
    /// E.164, or ten digits of a North American number.
    #[schema(pattern = r"^(\+[2-9][0-9]{7,14}|(\+?1)?[2-9][0-9]{9})$", example = "+14407031022")]
    pub phone: String,
    #[schema(format = Email, max_length = 254, example = "jane@example.com")]
    pub email: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(max_length = 2000, example = "First time patient")]
    pub notes: Option<String>,
}

// Personal data is never printed, not even by a failing assertion.
impl std::fmt::Debug for Lead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lead(…)")
    }
}

impl std::fmt::Debug for StartBooking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StartBooking")
            .field("date", &self.date)
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}

/// How the platform wants the page handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandoffPreference {
    /// Direct where the site is proven to allow it, live everywhere else.
    #[default]
    Auto,
    Live,
    Direct,
}

/// The session was taken on. A request that has to queue stays `created`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BookingStarted {
    pub success: bool,
    pub session_id: Uuid,
    pub state: SessionState,
}
