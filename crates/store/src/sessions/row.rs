//! A row becomes a session here and nowhere else. A combination that no transition makes is corrupt, and says in which column.

use baton_booking::id::SessionId;
use baton_booking::outcome::PaymentAttempt;
use baton_booking::session::{Session, SessionState, Step, Turn, Watch};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

use super::documents::{
    AttemptDocument, ConfirmationDocument, FailureDocument, HandoffDocument, LeadDocument, RequestDocument,
};
use super::{ChangeSeq, StoredSession};
use crate::database::moment;
use crate::lease::session_id;
use crate::{Fence, Owner, Store, StoreError};

#[derive(FromRow)]
pub(crate) struct SessionRow {
    id: String,
    state: String,
    request: String,
    lead: Option<String>,
    created_at: i64,
    updated_at: i64,
    expires_at: i64,
    attempts: String,
    step: Option<String>,
    step_since: Option<i64>,
    handoff: Option<String>,
    watch_since: Option<i64>,
    last_activity: Option<i64>,
    submitted_at: Option<i64>,
    refused_at: Option<i64>,
    ended_at: Option<i64>,
    confirmation: Option<String>,
    failure: Option<String>,
    payment_unresolved: Option<i64>,
    public_id: Option<String>,
    seq: i64,
    owner: Option<String>,
    fence: i64,
}

impl SessionRow {
    pub(crate) fn id(&self) -> Result<SessionId, StoreError> {
        session_id(&self.id)
    }
}

impl Store {
    /// Opens what is sealed in a row, and reads it.
    pub(crate) fn session_of(&self, mut row: SessionRow) -> Result<StoredSession, StoreError> {
        let id = row.id()?;
        row.lead = row.lead.map(|lead| self.unsealed("lead", id, lead)).transpose()?;
        row.try_into()
    }

    /// Reads many rows. One that is corrupt must not stand in the way of the others, so it is left out, and told of.
    pub(crate) fn readable(&self, rows: Vec<SessionRow>) -> Vec<StoredSession> {
        let read = |row| match self.session_of(row) {
            Ok(stored) => Some(stored),
            Err(error) => {
                tracing::error!(%error, "Left out a session");
                None
            }
        };
        rows.into_iter().filter_map(read).collect()
    }
}

/// The column in which a row makes no sense.
type Corrupt = &'static str;

impl TryFrom<SessionRow> for StoredSession {
    type Error = StoreError;

    fn try_from(mut row: SessionRow) -> Result<Self, StoreError> {
        read(&mut row).map_err(|column| StoreError::corrupt("sessions", column, &row.id))
    }
}

fn read(row: &mut SessionRow) -> Result<StoredSession, Corrupt> {
    let attempts: Vec<AttemptDocument> = document(&row.attempts, "attempts")?;
    let attempts: Vec<PaymentAttempt> = attempts.into_iter().map(|document| document.0).collect();
    let state = state(row)?;
    all_columns_read(row)?;
    check_attempts(&state, &attempts)?;
    let lead = match row.lead.take() {
        Some(lead) => Some(document::<LeadDocument>(&lead, "lead")?.0),
        None if state.is_terminal() => None,
        None => return Err("lead"),
    };
    let session = Session {
        id: row.id.parse().map_err(|_| "id")?,
        request: document::<RequestDocument>(&row.request, "request")?.0,
        lead,
        created_at: at(row.created_at, "created_at")?,
        updated_at: at(row.updated_at, "updated_at")?,
        expires_at: at(row.expires_at, "expires_at")?,
        attempts,
        state,
    };
    let public_id = match &row.public_id {
        Some(text) => Some(text.parse().map_err(|_| "public_id")?),
        None => None,
    };
    if session.handoff().is_some_and(|handoff| Some(&handoff.public_id) != public_id.as_ref()) {
        return Err("public_id");
    }
    Ok(StoredSession {
        session,
        public_id,
        fence: Fence::from_number(row.fence),
        owner: row.owner.take().map(Owner::named),
        seq: ChangeSeq(row.seq),
    })
}

/// Takes the columns that belong to the state out of the row.
fn state(row: &mut SessionRow) -> Result<SessionState, Corrupt> {
    Ok(match row.state.as_str() {
        "created" => SessionState::Created,
        "navigating" => {
            SessionState::Navigating { step: step(row)?, since: needed(row.step_since.take(), "step_since")? }
        }
        "ready_for_handoff" => SessionState::ReadyForHandoff {
            handoff: needed_document::<HandoffDocument>(row.handoff.take(), "handoff")?.0,
        },
        "monitoring" => SessionState::Monitoring {
            handoff: needed_document::<HandoffDocument>(row.handoff.take(), "handoff")?.0,
            watch: watch(row)?,
        },
        "completed" => SessionState::Completed {
            at: ended_at(row)?,
            confirmation: needed_document::<ConfirmationDocument>(row.confirmation.take(), "confirmation")?.0,
        },
        "failed" => SessionState::Failed {
            at: ended_at(row)?,
            failure: needed_document::<FailureDocument>(row.failure.take(), "failure")?.0,
        },
        "abandoned" => SessionState::Abandoned { at: ended_at(row)? },
        "cancelled" => SessionState::Cancelled {
            at: ended_at(row)?,
            payment_unresolved: match row.payment_unresolved.take() {
                Some(0) => false,
                Some(1) => true,
                _ => return Err("payment_unresolved"),
            },
        },
        _ => return Err("state"),
    })
}

fn watch(row: &mut SessionRow) -> Result<Watch, Corrupt> {
    let turn = match row.step {
        Some(_) => Turn::Machine { step: step(row)?, since: needed(row.step_since.take(), "step_since")? },
        None => Turn::Patient,
    };
    let watch = Watch {
        since: needed(row.watch_since.take(), "watch_since")?,
        last_activity: needed(row.last_activity.take(), "last_activity")?,
        submitted_at: optional(row.submitted_at.take(), "submitted_at")?,
        refused_at: optional(row.refused_at.take(), "refused_at")?,
        turn,
    };
    // A submit clears the refusal before it, a refusal the submit; and a submit ends the machine's turn.
    match (watch.submitted_at, watch.refused_at, watch.turn) {
        (Some(_), Some(_), _) => Err("refused_at"),
        (Some(_), None, Turn::Machine { .. }) => Err("step"),
        (Some(_), None, Turn::Patient) | (None, _, _) => Ok(watch),
    }
}

/// Only a watched page can refuse a payment.
fn check_attempts(state: &SessionState, attempts: &[PaymentAttempt]) -> Result<(), Corrupt> {
    let fits = match state {
        SessionState::Created | SessionState::Navigating { .. } | SessionState::ReadyForHandoff { .. } => {
            attempts.is_empty()
        }
        SessionState::Monitoring { watch, .. } => watch.refused_at.is_none() || !attempts.is_empty(),
        SessionState::Completed { .. }
        | SessionState::Failed { .. }
        | SessionState::Abandoned { .. }
        | SessionState::Cancelled { .. } => true,
    };
    if fits { Ok(()) } else { Err("attempts") }
}

/// Every column that belongs to a state was taken by now; one that is left belongs to another state.
fn all_columns_read(row: &SessionRow) -> Result<(), Corrupt> {
    let left = [
        ("step", row.step.is_some()),
        ("step_since", row.step_since.is_some()),
        ("handoff", row.handoff.is_some()),
        ("watch_since", row.watch_since.is_some()),
        ("last_activity", row.last_activity.is_some()),
        ("submitted_at", row.submitted_at.is_some()),
        ("refused_at", row.refused_at.is_some()),
        ("ended_at", row.ended_at.is_some()),
        ("confirmation", row.confirmation.is_some()),
        ("failure", row.failure.is_some()),
        ("payment_unresolved", row.payment_unresolved.is_some()),
    ];
    left.into_iter().find(|(_, is_left)| *is_left).map_or(Ok(()), |(column, _)| Err(column))
}

fn ended_at(row: &mut SessionRow) -> Result<Timestamp, Corrupt> {
    needed(row.ended_at.take(), "ended_at")
}

fn step(row: &mut SessionRow) -> Result<Step, Corrupt> {
    row.step.take().as_deref().and_then(Step::parse).ok_or("step")
}

fn at(millis: i64, column: Corrupt) -> Result<Timestamp, Corrupt> {
    moment(millis).ok_or(column)
}

fn needed(millis: Option<i64>, column: Corrupt) -> Result<Timestamp, Corrupt> {
    at(millis.ok_or(column)?, column)
}

fn optional(millis: Option<i64>, column: Corrupt) -> Result<Option<Timestamp>, Corrupt> {
    millis.map(|millis| at(millis, column)).transpose()
}

fn document<D: DeserializeOwned>(text: &str, column: Corrupt) -> Result<D, Corrupt> {
    serde_json::from_str(text).map_err(|_| column)
}

fn needed_document<D: DeserializeOwned>(text: Option<String>, column: Corrupt) -> Result<D, Corrupt> {
    document(&text.ok_or(column)?, column)
}
