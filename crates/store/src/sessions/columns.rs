//! A session as the columns that a save writes.

use baton_booking::session::{Session, SessionState, Step, Turn, Watch};
use jiff::Timestamp;
use serde::Serialize;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::QueryScalar;

use super::documents::{AttemptDocument, ConfirmationDocument, FailureDocument, HandoffDocument};
use crate::database::millis;

/// Everything that changes over a session's life. What is fixed at its start is written once, by the insert.
#[derive(Default)]
pub(super) struct Columns {
    state: &'static str,
    updated_at: i64,
    expires_at: i64,
    attempts: String,
    step: Option<&'static str>,
    step_since: Option<i64>,
    handoff: Option<String>,
    public_id: Option<String>,
    watch_since: Option<i64>,
    last_activity: Option<i64>,
    submitted_at: Option<i64>,
    refused_at: Option<i64>,
    ended_at: Option<i64>,
    confirmation: Option<String>,
    failure: Option<String>,
    payment_unresolved: Option<i64>,
}

impl Columns {
    /// The assignments of an `UPDATE`, in the order of [`bind`](Self::bind). `$1` to `$3` are the statement's own.
    pub(super) const ASSIGNMENTS: &str = "state = $4, updated_at = $5, expires_at = $6, attempts = $7,
        step = $8, step_since = $9, handoff = $10, public_id = COALESCE($11, public_id),
        watch_since = $12, last_activity = $13, submitted_at = $14, refused_at = $15,
        ended_at = $16, confirmation = $17, failure = $18, payment_unresolved = $19";

    pub(super) fn of(session: &Session) -> Self {
        let attempts: Vec<_> = session.attempts.iter().cloned().map(AttemptDocument).collect();
        let mut columns = Self {
            state: session.state.as_str(),
            updated_at: millis(session.updated_at),
            expires_at: millis(session.expires_at),
            attempts: json(&attempts),
            public_id: session.handoff().map(|handoff| handoff.public_id.to_string()),
            handoff: session.handoff().map(|handoff| json(&HandoffDocument(handoff.clone()))),
            step: session.state.step().map(Step::as_str),
            ended_at: session.state.ended_at().map(millis),
            ..Self::default()
        };
        columns.fill(&session.state);
        columns
    }

    fn fill(&mut self, state: &SessionState) {
        match state {
            SessionState::Created | SessionState::ReadyForHandoff { .. } | SessionState::Abandoned { .. } => {
            }
            SessionState::Navigating { since, .. } => self.step_since = Some(millis(*since)),
            SessionState::Monitoring { watch, .. } => self.watch(watch),
            SessionState::Completed { confirmation, .. } => {
                self.confirmation = Some(json(&ConfirmationDocument(confirmation.clone())));
            }
            SessionState::Failed { failure, .. } => {
                self.failure = Some(json(&FailureDocument(failure.clone())));
            }
            SessionState::Cancelled { payment_unresolved, .. } => {
                self.payment_unresolved = Some(i64::from(*payment_unresolved));
            }
        }
    }

    fn watch(&mut self, watch: &Watch) {
        let at = |moment: Option<Timestamp>| moment.map(millis);
        self.watch_since = at(Some(watch.since));
        self.last_activity = at(Some(watch.last_activity));
        self.submitted_at = at(watch.submitted_at);
        self.refused_at = at(watch.refused_at);
        self.step_since = match watch.turn {
            Turn::Patient => None,
            Turn::Machine { since, .. } => at(Some(since)),
        };
    }

    pub(super) fn bind<O>(
        self,
        statement: QueryScalar<'_, Any, O, AnyArguments>,
    ) -> QueryScalar<'_, Any, O, AnyArguments> {
        statement
            .bind(self.state)
            .bind(self.updated_at)
            .bind(self.expires_at)
            .bind(self.attempts)
            .bind(self.step)
            .bind(self.step_since)
            .bind(self.handoff)
            .bind(self.public_id)
            .bind(self.watch_since)
            .bind(self.last_activity)
            .bind(self.submitted_at)
            .bind(self.refused_at)
            .bind(self.ended_at)
            .bind(self.confirmation)
            .bind(self.failure)
            .bind(self.payment_unresolved)
    }
}

pub(super) fn json(document: &impl Serialize) -> String {
    serde_json::to_string(document).expect("a document has text keys and writes into memory")
}
