//! What a session looks like on the wire: plain functions from the domain to the bodies of `baton_api`. Decides nothing.

use baton_api::booking as body;
use baton_api::callback::{CallbackBody, CallbackKind};
use baton_booking::handoff::{HandoffMode, HandoffReason};
use baton_booking::id::SessionId;
use baton_booking::outcome::{Confirmation, Money, Outcome, PaymentAttempt};
use baton_booking::session::{Session, SessionState, Step};
use jiff::{RoundMode, Timestamp, TimestampRound, Unit, Zoned};

/// A session as its platform sees it.
pub(crate) fn session(session: &Session, queue_position: Option<usize>) -> body::SessionView {
    let handoff = session.handoff();
    let ending = Ending::of(&session.state);
    body::SessionView {
        outcome: session.state.outcome().map(outcome),
        confirmation_details: confirmation_of(&session.state).map(confirmation),
        error: ending.error,
        code: ending.code,
        choices: ending.choices,
        queue_position: queue_position.and_then(|position| u32::try_from(position).ok()),
        handoff_mode: handoff.map(|handoff| mode(handoff.mode)),
        handoff_reason: handoff.map(|handoff| reason(handoff.reason)),
        deposit: handoff.and_then(|handoff| handoff.deposit.as_ref()).map(deposit),
        payment_attempts: session.attempts.iter().map(attempt).collect(),
        ..past(session, state(&session.state), session.state.step(), session.updated_at)
    }
}

/// What is still known of a moment that has passed: where the session stood.
pub(crate) fn past(
    session: &Session,
    state: body::SessionState,
    step: Option<Step>,
    at: Timestamp,
) -> body::SessionView {
    body::SessionView {
        session_id: session.id.as_uuid(),
        state,
        outcome: None,
        confirmation_details: None,
        error: None,
        code: None,
        choices: Vec::new(),
        step: step.map(|step| step.as_str().to_owned()),
        queue_position: None,
        handoff_mode: None,
        handoff_reason: None,
        deposit: None,
        payment_attempts: Vec::new(),
        created_at: moment(session.created_at),
        updated_at: moment(at),
        expires_at: moment(session.expires_at),
    }
}

/// What a platform is told when the session has ended; `None` while it lives.
pub(crate) fn callback(session: &Session) -> Option<CallbackBody> {
    let state = state(&session.state);
    let ending = Ending::of(&session.state);
    Some(CallbackBody {
        kind: CallbackKind::of(state)?,
        timestamp: moment(session.state.ended_at()?),
        session_id: session.id.as_uuid(),
        state,
        outcome: outcome(session.state.outcome()?),
        confirmation_details: confirmation_of(&session.state).map(confirmation),
        error: ending.error,
        code: ending.code,
    })
}

/// The link for the patient.
pub(crate) fn handoff_url(
    id: SessionId,
    url: String,
    expires_at: Timestamp,
    handoff: (HandoffMode, HandoffReason),
    state: body::SessionState,
) -> body::HandoffUrl {
    body::HandoffUrl {
        success: true,
        session_id: id.as_uuid(),
        handoff_url: url,
        expires_at: moment(expires_at),
        state,
        handoff_mode: mode(handoff.0),
        handoff_reason: reason(handoff.1),
    }
}

pub(crate) fn state(state: &SessionState) -> body::SessionState {
    match state {
        SessionState::Created => body::SessionState::Created,
        SessionState::Navigating { .. } => body::SessionState::Navigating,
        SessionState::ReadyForHandoff { .. } => body::SessionState::ReadyForHandoff,
        SessionState::Monitoring { .. } => body::SessionState::Monitoring,
        SessionState::Completed { .. } => body::SessionState::Completed,
        SessionState::Failed { .. } => body::SessionState::Failed,
        SessionState::Abandoned { .. } => body::SessionState::Abandoned,
        SessionState::Cancelled { .. } => body::SessionState::Cancelled,
    }
}

fn outcome(outcome: Outcome) -> body::Outcome {
    match outcome {
        Outcome::Success => body::Outcome::Success,
        Outcome::PaymentFailed => body::Outcome::PaymentFailed,
        Outcome::SlotUnavailable => body::Outcome::SlotUnavailable,
        Outcome::Timeout => body::Outcome::Timeout,
        Outcome::Cancelled => body::Outcome::Cancelled,
        Outcome::Error => body::Outcome::Error,
    }
}

fn mode(mode: HandoffMode) -> body::HandoffMode {
    match mode {
        HandoffMode::Live => body::HandoffMode::Live,
        HandoffMode::Direct => body::HandoffMode::Direct,
    }
}

fn reason(reason: HandoffReason) -> body::HandoffReason {
    match reason {
        HandoffReason::Payment => body::HandoffReason::Payment,
        HandoffReason::VerificationCode => body::HandoffReason::VerificationCode,
        HandoffReason::Review => body::HandoffReason::Review,
        HandoffReason::Captcha => body::HandoffReason::Captcha,
    }
}

fn confirmation_of(state: &SessionState) -> Option<&Confirmation> {
    match state {
        SessionState::Completed { confirmation, .. } => Some(confirmation),
        SessionState::Created
        | SessionState::Navigating { .. }
        | SessionState::ReadyForHandoff { .. }
        | SessionState::Monitoring { .. }
        | SessionState::Failed { .. }
        | SessionState::Abandoned { .. }
        | SessionState::Cancelled { .. } => None,
    }
}

fn confirmation(said: &Confirmation) -> body::ConfirmationDetails {
    body::ConfirmationDetails {
        confirmation_number: said.number.clone(),
        appointment_time: said
            .appointment
            .as_ref()
            .map(with_offset)
            .or_else(|| said.appointment_text.clone()),
        appointment_time_text: said.appointment_text.clone(),
        provider: said.provider.clone(),
        service: said.service.clone(),
        mismatch: said.differs.iter().map(|difference| difference.as_str().to_owned()).collect(),
    }
}

/// RFC 3339 in the clinic's own offset; what follows it in RFC 9557 is more than most readers take.
fn with_offset(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn deposit(money: &Money) -> body::Deposit {
    body::Deposit { amount_cents: money.cents, currency: money.currency.clone() }
}

fn attempt(attempt: &PaymentAttempt) -> body::PaymentAttempt {
    body::PaymentAttempt {
        at: moment(attempt.at),
        result: attempt.result.as_str().to_owned(),
        message: attempt.message.clone(),
    }
}

/// Milliseconds, which is also what is stored: a session looks the same before and after a restart.
fn moment(at: Timestamp) -> Timestamp {
    let rule = TimestampRound::new().smallest(Unit::Millisecond).mode(RoundMode::Trunc);
    at.round(rule).expect("truncating to milliseconds stays within range")
}

/// What is said about an end that is no success.
#[derive(Debug, Default)]
struct Ending {
    error: Option<String>,
    code: Option<String>,
    choices: Vec<String>,
}

impl Ending {
    fn of(state: &SessionState) -> Self {
        match state {
            SessionState::Failed { failure, .. } => Self {
                error: Some(failure.message.clone()),
                code: Some(failure.code.as_str().to_owned()),
                choices: failure.choices.clone(),
            },
            SessionState::Abandoned { .. } => {
                Self::because("The patient did not finish the booking in time.")
            }
            SessionState::Cancelled { payment_unresolved: true, .. } => Self {
                code: Some("outcome_unknown".to_owned()),
                ..Self::because(
                    "Cancelled while a payment was being processed. Check with the clinic whether it went through.",
                )
            },
            SessionState::Created
            | SessionState::Navigating { .. }
            | SessionState::ReadyForHandoff { .. }
            | SessionState::Monitoring { .. }
            | SessionState::Completed { .. }
            | SessionState::Cancelled { payment_unresolved: false, .. } => Self::default(),
        }
    }

    fn because(error: &str) -> Self {
        Self { error: Some(error.to_owned()), ..Self::default() }
    }
}

#[cfg(test)]
mod tests;
