//! Messages on their way to patients. One is marked as being sent before it is sent: if the process dies in between, nobody knows whether it
//! went out, and it is not sent again. Those of one patient keep their order.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::{PlatformStore, StoreError, millis, moment};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageId(pub(super) String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    Queued,
    Sending,
    Sent,
    /// It will never be delivered.
    Refused,
    /// Nobody knows whether it was sent.
    Unclear,
    /// The patient wanted no messages before it was sent.
    Dropped,
}

/// A message to send now.
#[derive(Clone, PartialEq, Eq)]
pub struct DueMessage {
    pub id: MessageId,
    pub lead: Uuid,
    /// The clinic's number.
    pub from: String,
    pub to: String,
    pub text: String,
    pub attempts_made: u32,
}

/// A message of a thread, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMessage {
    pub text: String,
    pub state: MessageState,
    /// When it was written.
    pub at: Timestamp,
}

#[derive(FromRow)]
struct MessageRow {
    id: String,
    lead_id: String,
    number: String,
    phone: String,
    text: String,
    attempts_made: i64,
}

impl PlatformStore {
    /// Takes the next message out of the queue, marked as being sent. One that was being sent when its lease ran out becomes unclear.
    pub async fn next_message(
        &self,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<DueMessage>, StoreError> {
        let statement = format!(
            "SELECT message.id, message.lead_id, clinic.messaging_number AS number, lead.phone, message.text, message.attempts_made
             FROM platform_messages message JOIN platform_leads lead ON lead.id = message.lead_id
             JOIN platform_clinics clinic ON clinic.id = lead.clinic_id
             WHERE message.state = 'queued' AND message.due_at <= $1 AND NOT EXISTS (
                 SELECT 1 FROM platform_messages earlier WHERE earlier.lead_id = message.lead_id AND earlier.id < message.id
                 AND earlier.state IN ('queued', 'sending'))
             ORDER BY message.id LIMIT 1 {}",
            match self.engine {
                super::Engine::Sqlite => "",
                super::Engine::Postgres => "FOR UPDATE OF message SKIP LOCKED",
            },
        );
        let mut write = self.write().await?;
        sqlx::query(
            "UPDATE platform_messages SET state = 'unclear' WHERE state = 'sending' AND lease_until < $1",
        )
        .bind(millis(now))
        .execute(&mut *write)
        .await?;
        let row: Option<MessageRow> =
            sqlx::query_as(AssertSqlSafe(statement)).bind(millis(now)).fetch_optional(&mut *write).await?;
        if let Some(row) = &row {
            sqlx::query("UPDATE platform_messages SET state = 'sending', lease_until = $2, attempts_made = attempts_made + 1 WHERE id = $1")
                .bind(row.id.as_str())
                .bind(millis(now + lease))
                .execute(&mut *write)
                .await?;
        }
        write.commit().await?;
        row.map(DueMessage::try_from).transpose()
    }

    /// Notes that a message is with the carrier. If it carried the link, the lead's link counts as sent.
    pub async fn message_sent(
        &self,
        id: &MessageId,
        provider_id: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query(
            "UPDATE platform_messages SET state = 'sent', provider_id = $2, sent_at = $3 WHERE id = $1",
        )
        .bind(id.0.as_str())
        .bind(provider_id)
        .bind(millis(now))
        .execute(&mut *write)
        .await?;
        sqlx::query(
            "UPDATE platform_leads SET booking_handoff_sent_at = $2, version = version + 1
             WHERE booking_handoff_url IS NOT NULL AND booking_handoff_sent_at IS NULL
             AND id = (SELECT lead_id FROM platform_messages WHERE id = $1 AND carries_link = 1)",
        )
        .bind(id.0.as_str())
        .bind(millis(now))
        .execute(&mut *write)
        .await?;
        write.commit().await?;
        Ok(())
    }

    /// Puts a message back that is known not to have been sent.
    pub async fn message_not_sent(&self, id: &MessageId, next: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE platform_messages SET state = 'queued', due_at = $2, lease_until = 0 WHERE id = $1 AND state = 'sending'")
            .bind(id.0.as_str())
            .bind(millis(next))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends a message that is not tried again.
    pub async fn message_over(&self, id: &MessageId, state: MessageState) -> Result<(), StoreError> {
        sqlx::query("UPDATE platform_messages SET state = $2 WHERE id = $1 AND state = 'sending'")
            .bind(id.0.as_str())
            .bind(state.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// What was said to a lead, oldest first.
    pub async fn thread(&self, lead: Uuid) -> Result<Vec<SentMessage>, StoreError> {
        let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
            "SELECT id, text, state, created_at FROM platform_messages WHERE lead_id = $1 ORDER BY id",
        )
        .bind(lead.to_string())
        .fetch_all(&self.pool)
        .await?;
        let message = |(id, text, state, at): (String, String, String, i64)| {
            let corrupt = |column| StoreError::corrupt("platform_messages", column, &id);
            let state = MessageState::parse(&state).ok_or_else(|| corrupt("state"))?;
            Ok(SentMessage { text, state, at: moment(at).ok_or_else(|| corrupt("created_at"))? })
        };
        rows.into_iter().map(message).collect()
    }

    /// What the clinic's people should look at, oldest first.
    pub async fn notes(&self, lead: Uuid) -> Result<Vec<crate::conversation::OperatorNote>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT id, note FROM platform_notes WHERE lead_id = $1 ORDER BY id")
                .bind(lead.to_string())
                .fetch_all(&self.pool)
                .await?;
        let note = |(id, note): (String, String)| {
            serde_json::from_str(&note).map_err(|_| StoreError::corrupt("platform_notes", "note", &id))
        };
        rows.into_iter().map(note).collect()
    }
}

impl MessageState {
    const ALL: [Self; 6] =
        [Self::Queued, Self::Sending, Self::Sent, Self::Refused, Self::Unclear, Self::Dropped];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Unclear => "unclear",
            Self::Dropped => "dropped",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

impl TryFrom<MessageRow> for DueMessage {
    type Error = StoreError;

    fn try_from(row: MessageRow) -> Result<Self, StoreError> {
        let corrupt = |column| StoreError::corrupt("platform_messages", column, &row.id);
        Ok(Self {
            lead: row.lead_id.parse().map_err(|_| corrupt("lead_id"))?,
            attempts_made: u32::try_from(row.attempts_made).map_err(|_| corrupt("attempts_made"))?,
            id: MessageId(row.id),
            from: row.number,
            to: row.phone,
            text: row.text,
        })
    }
}

// Numbers and texts are never printed.
impl std::fmt::Debug for DueMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DueMessage").field("id", &self.id).finish_non_exhaustive()
    }
}
