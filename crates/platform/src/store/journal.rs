//! What came from outside for a lead, in words, for people to read. Decides nothing: what is taken once is the inbox's business.

use jiff::Timestamp;
use uuid::Uuid;

use super::{PlatformStore, StoreError, moment};
use crate::conversation::Event;

/// Who something came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Patient,
    /// Baton's callback.
    Callback,
    /// Square's webhook.
    Deposit,
    /// The clinic's people.
    Operator,
}

/// What came.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub source: Source,
    pub text: String,
}

/// The same, as it stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub entry: Entry,
    pub at: Timestamp,
}

impl Source {
    const ALL: [Self; 4] = [Self::Patient, Self::Callback, Self::Deposit, Self::Operator];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Callback => "callback",
            Self::Deposit => "deposit",
            Self::Operator => "operator",
        }
    }
}

impl Entry {
    /// What of an event is worth noting; the answers to our own questions are not.
    pub fn of(event: &Event) -> Option<Self> {
        let (source, text) = match event {
            Event::Said(text) => (Source::Patient, text.clone()),
            Event::BookingEnded(ending) => (Source::Callback, ending.to_string()),
            Event::DepositPaid { .. } => (Source::Deposit, "paid".to_owned()),
            Event::OperatorConfirmed { start } => (Source::Operator, format!("confirmed {start}")),
            _ => return None,
        };
        Some(Self { source, text })
    }
}

impl PlatformStore {
    /// What came for a lead, oldest first.
    pub async fn journal(&self, lead: Uuid) -> Result<Vec<Noted>, StoreError> {
        let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
            "SELECT id, source, text, at FROM platform_journal WHERE lead_id = $1 ORDER BY id",
        )
        .bind(lead.to_string())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(noted).collect()
    }
}

fn noted((id, source, text, at): (String, String, String, i64)) -> Result<Noted, StoreError> {
    let corrupt = |column| StoreError::corrupt("platform_journal", column, &id);
    let source = Source::ALL.into_iter().find(|known| known.as_str() == source);
    let entry = Entry { source: source.ok_or_else(|| corrupt("source"))?, text };
    Ok(Noted { entry, at: moment(at).ok_or_else(|| corrupt("at"))? })
}

// What patients write is never printed.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry").field("source", &self.source).finish_non_exhaustive()
    }
}
