//! Leads and their conversations in rows. Found by number, and by every session or deposit that was begun for them, within their clinic.

use baton_api::booking::Outcome;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;
use uuid::Uuid;

use super::{PlatformStore, StoreError, moment};
use crate::clinic::ClinicId;
use crate::conversation::Memory;
use crate::lead::{BookingPlatform, Lead};

/// A lead as it stands in the database.
#[derive(Clone, PartialEq)]
pub struct LeadRecord {
    pub lead: Lead,
    pub clinic: ClinicId,
    /// E.164.
    pub phone: String,
    pub memory: Memory,
    /// 0 for one that was never saved.
    pub version: i64,
}

impl LeadRecord {
    pub fn new(clinic: ClinicId, phone: &str) -> Self {
        Self {
            lead: Lead::new(Uuid::now_v7()),
            clinic,
            phone: phone.to_owned(),
            memory: Memory::default(),
            version: 0,
        }
    }
}

#[derive(FromRow)]
struct LeadRow {
    id: String,
    clinic_id: String,
    phone: String,
    booking_session_id: Option<String>,
    booking_platform: Option<String>,
    booking_outcome: Option<String>,
    booking_confirmation_number: Option<String>,
    booking_handoff_url: Option<String>,
    booking_handoff_sent_at: Option<i64>,
    booking_completed_at: Option<i64>,
    memory: String,
    version: i64,
}

impl PlatformStore {
    pub async fn lead(&self, id: Uuid) -> Result<Option<LeadRecord>, StoreError> {
        let row: Option<LeadRow> = sqlx::query_as("SELECT * FROM platform_leads WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.map(LeadRecord::try_from).transpose()
    }

    /// The leads that something happened to last, newest first.
    pub async fn newest_leads(&self, limit: i64) -> Result<Vec<LeadRecord>, StoreError> {
        let rows: Vec<LeadRow> =
            sqlx::query_as("SELECT * FROM platform_leads ORDER BY updated_at DESC, id DESC LIMIT $1")
                .bind(limit)
                .fetch_all(&self.pool)
                .await?;
        rows.into_iter().map(LeadRecord::try_from).collect()
    }

    pub async fn lead_with_phone(
        &self,
        clinic: &ClinicId,
        phone: &str,
    ) -> Result<Option<LeadRecord>, StoreError> {
        let query = sqlx::query_as(WITH_PHONE).bind(clinic.0.as_str()).bind(phone);
        let row: Option<LeadRow> = query.fetch_optional(&self.pool).await?;
        row.map(LeadRecord::try_from).transpose()
    }

    /// The lead whose current booking is that session.
    pub async fn lead_in_session(
        &self,
        clinic: &ClinicId,
        session: Uuid,
    ) -> Result<Option<LeadRecord>, StoreError> {
        let query = sqlx::query_as(IN_SESSION).bind(clinic.0.as_str()).bind(session.to_string());
        let row: Option<LeadRow> = query.fetch_optional(&self.pool).await?;
        row.map(LeadRecord::try_from).transpose()
    }

    /// The lead for whom a session or a deposit was begun, now or earlier. Without a clinic the reference has to be one of Square's orders,
    /// whose webhooks do not say whose they are.
    pub async fn lead_behind(
        &self,
        clinic: Option<&ClinicId>,
        reference: &str,
    ) -> Result<Option<LeadRecord>, StoreError> {
        let query = match clinic {
            Some(clinic) => {
                sqlx::query_as(BEHIND_REFERENCE_OF_CLINIC).bind(reference).bind(clinic.0.as_str())
            }
            None => sqlx::query_as(BEHIND_REFERENCE).bind(reference),
        };
        let row: Option<LeadRow> = query.fetch_optional(&self.pool).await?;
        row.map(LeadRecord::try_from).transpose()
    }
}

const BEHIND_REFERENCE: &str = "SELECT platform_leads.* FROM platform_references
     JOIN platform_leads ON platform_leads.id = platform_references.lead_id WHERE platform_references.reference = $1";
const BEHIND_REFERENCE_OF_CLINIC: &str = "SELECT platform_leads.* FROM platform_references
     JOIN platform_leads ON platform_leads.id = platform_references.lead_id
     WHERE platform_references.reference = $1 AND platform_references.clinic_id = $2";
const WITH_PHONE: &str = "SELECT * FROM platform_leads WHERE clinic_id = $1 AND phone = $2";
const IN_SESSION: &str = "SELECT * FROM platform_leads WHERE clinic_id = $1 AND booking_session_id = $2";

impl TryFrom<LeadRow> for LeadRecord {
    type Error = StoreError;

    fn try_from(row: LeadRow) -> Result<Self, StoreError> {
        let corrupt = |column| StoreError::corrupt("platform_leads", column, &row.id);
        let uuid = |text: &str, column| text.parse::<Uuid>().map_err(|_| corrupt(column));
        let platform = row.booking_platform.as_deref();
        let outcome = row.booking_outcome.as_deref();
        let lead = Lead {
            id: uuid(&row.id, "id")?,
            booking_session_id: row
                .booking_session_id
                .as_deref()
                .map(|id| uuid(id, "booking_session_id"))
                .transpose()?,
            booking_platform: platform
                .map(|name| read(name).ok_or_else(|| corrupt("booking_platform")))
                .transpose()?,
            booking_outcome: outcome
                .map(|name| read(name).ok_or_else(|| corrupt("booking_outcome")))
                .transpose()?,
            booking_confirmation_number: row.booking_confirmation_number.clone(),
            booking_handoff_url: row.booking_handoff_url.clone(),
            booking_handoff_sent_at: row.booking_handoff_sent_at.and_then(moment),
            booking_completed_at: row.booking_completed_at.and_then(moment),
        };
        let memory = serde_json::from_str(&row.memory).map_err(|_| corrupt("memory"))?;
        Ok(Self { lead, clinic: ClinicId(row.clinic_id), phone: row.phone, memory, version: row.version })
    }
}

/// The name of an outcome as the wire has it.
pub(super) fn outcome_name(outcome: Outcome) -> String {
    name(&outcome)
}

pub(super) fn platform_name(platform: BookingPlatform) -> String {
    name(&platform)
}

fn name(value: &impl Serialize) -> String {
    let text = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned));
    text.expect("the enum is written as its name")
}

fn read<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

// Who a lead is, is never printed.
impl std::fmt::Debug for LeadRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LeadRecord")
            .field("id", &self.lead.id)
            .field("memory", &self.memory)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use sqlx::AssertSqlSafe;

    use super::*;

    #[tokio::test]
    async fn every_lookup_of_a_lead_goes_by_an_index() {
        let store = PlatformStore::open("sqlite::memory:").await.unwrap();
        for statement in [WITH_PHONE, IN_SESSION, BEHIND_REFERENCE, BEHIND_REFERENCE_OF_CLINIC] {
            let explain = format!("EXPLAIN QUERY PLAN {statement}");
            let query = sqlx::query_as(AssertSqlSafe(explain)).bind("a");
            let query = if statement.contains("$2") { query.bind("b") } else { query };
            let plan: Vec<(i64, i64, i64, String)> = query.fetch_all(&store.pool).await.unwrap();
            let steps: Vec<&str> = plan.iter().map(|step| step.3.as_str()).collect();
            assert!(steps.iter().all(|step| step.contains("INDEX")), "{statement}: {steps:?}");
        }
    }
}
