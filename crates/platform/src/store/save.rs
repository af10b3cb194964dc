//! One change of one lead with all that it causes, or nothing of it.

use jiff::Timestamp;
use sqlx::{Any, Transaction};

use super::errands::ErrandId;
use super::journal::Entry;
use super::leads::{LeadRecord, outcome_name, platform_name};
use super::{PlatformStore, StoreError, millis, new_id};
use crate::conversation::{Errand, Message, OperatorNote};

/// Names something that came from outside, so that its repetition is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Who sent it: `baton`, `sms`, `square`.
    pub source: &'static str,
    pub id: String,
}

/// What is written together.
#[derive(Debug)]
pub struct Change<'a> {
    pub record: &'a LeadRecord,
    pub receipt: Option<&'a Receipt>,
    /// What came, for people to read.
    pub entry: Option<Entry>,
    /// The errand whose answer this is.
    pub finishes: Option<&'a ErrandId>,
    pub drop_unsent: bool,
    pub messages: Vec<Message>,
    pub errands: Vec<Errand>,
    pub notes: Vec<OperatorNote>,
    /// Sessions and deposits that belong to the lead from now on.
    pub references: Vec<String>,
    pub now: Timestamp,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Done,
    /// Its cause was dealt with before.
    Repeat,
    /// The lead was changed since it was read: read it and decide again.
    Conflict,
}

impl PlatformStore {
    pub async fn save(&self, change: &Change<'_>) -> Result<Saved, StoreError> {
        let mut write = self.write().await?;
        // A transaction that is dropped never happened.
        if !change.takes_receipt(&mut write).await? || !change.finishes_errand(&mut write).await? {
            return Ok(Saved::Repeat);
        }
        if !change.writes_lead(&mut write).await? {
            return Ok(Saved::Conflict);
        }
        change.write_consequences(&mut write).await?;
        write.commit().await?;
        Ok(Saved::Done)
    }

    /// Whether something from outside was dealt with already. For that which concerns nobody: everything else is told by [`save`](Self::save).
    pub async fn note_receipt(&self, receipt: &Receipt, now: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.write().await?;
        let is_new = insert_receipt(receipt, now, &mut write).await?;
        write.commit().await?;
        Ok(is_new)
    }
}

async fn insert_receipt(
    receipt: &Receipt,
    now: Timestamp,
    write: &mut Transaction<'_, Any>,
) -> Result<bool, StoreError> {
    let inserted = sqlx::query(
        "INSERT INTO platform_inbox (source, id, received_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(receipt.source)
    .bind(receipt.id.as_str())
    .bind(millis(now))
    .execute(&mut **write)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

impl Change<'_> {
    async fn takes_receipt(&self, write: &mut Transaction<'_, Any>) -> Result<bool, StoreError> {
        match self.receipt {
            Some(receipt) => insert_receipt(receipt, self.now, write).await,
            None => Ok(true),
        }
    }

    async fn finishes_errand(&self, write: &mut Transaction<'_, Any>) -> Result<bool, StoreError> {
        let Some(errand) = self.finishes else { return Ok(true) };
        let deleted = sqlx::query("DELETE FROM platform_errands WHERE id = $1")
            .bind(errand.0.as_str())
            .execute(&mut **write)
            .await?;
        Ok(deleted.rows_affected() == 1)
    }

    async fn writes_lead(&self, write: &mut Transaction<'_, Any>) -> Result<bool, StoreError> {
        let statement = if self.record.version == 0 {
            "INSERT INTO platform_leads (id, clinic_id, phone, booking_session_id, booking_platform, booking_outcome,
                booking_confirmation_number, booking_handoff_url, booking_handoff_sent_at, booking_completed_at, memory, updated_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 + 1) ON CONFLICT DO NOTHING"
        } else {
            "UPDATE platform_leads SET booking_session_id = $4, booking_platform = $5, booking_outcome = $6,
                booking_confirmation_number = $7, booking_handoff_url = $8, booking_handoff_sent_at = $9, booking_completed_at = $10,
                memory = $11, updated_at = $12, version = $13 + 1
             WHERE id = $1 AND clinic_id = $2 AND phone = $3 AND version = $13"
        };
        let LeadRecord { lead, clinic, phone, memory, version } = self.record;
        let written = sqlx::query(statement)
            .bind(lead.id.to_string())
            .bind(clinic.0.as_str())
            .bind(phone.as_str())
            .bind(lead.booking_session_id.map(|id| id.to_string()))
            .bind(lead.booking_platform.map(platform_name))
            .bind(lead.booking_outcome.map(outcome_name))
            .bind(lead.booking_confirmation_number.clone())
            .bind(lead.booking_handoff_url.clone())
            .bind(lead.booking_handoff_sent_at.map(millis))
            .bind(lead.booking_completed_at.map(millis))
            .bind(serde_json::to_string(memory).expect("a memory has text keys"))
            .bind(millis(self.now))
            .bind(*version)
            .execute(&mut **write)
            .await?;
        Ok(written.rows_affected() == 1)
    }

    async fn write_consequences(&self, write: &mut Transaction<'_, Any>) -> Result<(), StoreError> {
        let lead = self.record.lead.id.to_string();
        if self.drop_unsent {
            sqlx::query(
                "UPDATE platform_messages SET state = 'dropped' WHERE lead_id = $1 AND state = 'queued'",
            )
            .bind(lead.as_str())
            .execute(&mut **write)
            .await?;
        }
        if let Some(entry) = &self.entry {
            self.insert_entry(entry, &lead, write).await?;
        }
        for message in &self.messages {
            self.insert_message(message, &lead, write).await?;
        }
        for errand in &self.errands {
            self.insert_errand(errand, &lead, write).await?;
        }
        for note in &self.notes {
            insert_note(*note, &lead, self.now, write).await?;
        }
        for reference in &self.references {
            self.insert_reference(reference, &lead, write).await?;
        }
        Ok(())
    }

    async fn insert_entry(
        &self,
        entry: &Entry,
        lead: &str,
        write: &mut Transaction<'_, Any>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO platform_journal (id, lead_id, source, text, at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(new_id())
        .bind(lead)
        .bind(entry.source.as_str())
        .bind(entry.text.as_str())
        .bind(millis(self.now))
        .execute(&mut **write)
        .await?;
        Ok(())
    }

    async fn insert_message(
        &self,
        message: &Message,
        lead: &str,
        write: &mut Transaction<'_, Any>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO platform_messages (id, lead_id, text, carries_link, state, due_at, lease_until, attempts_made, created_at)
             VALUES ($1, $2, $3, $4, 'queued', $5, 0, 0, $5)",
        )
        .bind(new_id())
        .bind(lead)
        .bind(message.text.as_str())
        .bind(i64::from(message.carries_link))
        .bind(millis(self.now))
        .execute(&mut **write)
        .await?;
        Ok(())
    }

    async fn insert_errand(
        &self,
        errand: &Errand,
        lead: &str,
        write: &mut Transaction<'_, Any>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO platform_errands (id, lead_id, errand, due_at, lease_until, attempts_made) VALUES ($1, $2, $3, $4, 0, 0)",
        )
        .bind(new_id())
        .bind(lead)
        .bind(serde_json::to_string(errand).expect("an errand has text keys"))
        .bind(millis(self.now))
        .execute(&mut **write)
        .await?;
        Ok(())
    }

    async fn insert_reference(
        &self,
        reference: &str,
        lead: &str,
        write: &mut Transaction<'_, Any>,
    ) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO platform_references (clinic_id, reference, lead_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(self.record.clinic.0.as_str())
            .bind(reference)
            .bind(lead)
            .execute(&mut **write)
            .await?;
        Ok(())
    }
}

async fn insert_note(
    note: OperatorNote,
    lead: &str,
    now: Timestamp,
    write: &mut Transaction<'_, Any>,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO platform_notes (id, lead_id, note, created_at) VALUES ($1, $2, $3, $4)")
        .bind(new_id())
        .bind(lead)
        .bind(serde_json::to_string(&note).expect("a note is a name"))
        .bind(millis(now))
        .execute(&mut **write)
        .await?;
    Ok(())
}
