//! What one loaded page has told the clinic so far. Knows nothing of other visits.

use std::sync::Arc;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::state::Hold;
use crate::{Clinic, Scenario};

#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) clinic: Arc<Clinic>,
    pub(crate) scenario: Arc<Scenario>,
    pub(crate) contact: Contact,
    /// The code that was sent, until it was entered.
    pub(crate) code: Option<String>,
    pub(crate) selection: Option<Selection>,
    pub(crate) confirmation: Option<String>,
    /// Whether the slot-lost switch has already struck: it strikes once, so that another time can be booked.
    pub(crate) slot_was_lost: bool,
}

/// Who comes, as they wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Contact {
    pub first_name: String,
    pub last_name: String,
    pub phone: String,
    pub email: String,
    pub notes: String,
}

/// What the review shows and the final button books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selection {
    pub(crate) service: String,
    pub(crate) provider: String,
    pub(crate) date: Date,
    pub(crate) time: Time,
    pub(crate) duration_minutes: u32,
    pub(crate) deposit_cents: u32,
}

impl Visit {
    pub(crate) fn new(clinic: Arc<Clinic>, scenario: Arc<Scenario>) -> Self {
        Self {
            clinic,
            scenario,
            contact: Contact::default(),
            code: None,
            selection: None,
            confirmation: None,
            slot_was_lost: false,
        }
    }
}

impl Visit {
    /// Returns what keeps `selection` for the page `key`, counted from `now`.
    pub(crate) fn hold(&self, key: &str, selection: &Selection, now: Timestamp) -> Hold {
        Hold {
            slug: self.clinic.slug.clone(),
            service: selection.service.clone(),
            provider: selection.provider.clone(),
            date: selection.date.to_string(),
            time: clock_text(selection.time),
            expires_at: now + SignedDuration::from_mins(self.scenario.hold_minutes.into()),
            visit: key.to_owned(),
            contact: self.contact.clone(),
        }
    }
}

/// `14:30`
pub(crate) fn clock_text(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}
