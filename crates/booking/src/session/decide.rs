//! What an event means to a session. Pure: the runner asks here, then acts.

use jiff::Timestamp;

use super::{InvalidTransition, Limits, Session, SessionState, Step, Turn};
use crate::handoff::{Handoff, TokenHash};
use crate::outcome::{Confirmation, Failure, FailureCode, Outcome, PaymentAttempt};

/// Something that happened to a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A place is free: the steps begin.
    Admitted,
    /// Automation came to a step.
    Reached(Step),
    /// The page waits for the patient.
    HandedOff(Handoff),
    /// The platform fetched the link.
    LinkFetched,
    /// Another secret opens the link from now on: the process that knew the earlier ones is gone.
    LinkRenewed(TokenHash),
    /// The patient touched the page, or the page changed under their eyes.
    PatientActive,
    /// The patient passed a code or a captcha, or the browser was lost before any submit: the machine drives again.
    Resumed,
    /// The patient pressed the final control.
    Submitted,
    /// The page stopped the patient before anything was sent: the submit did not happen.
    Withdrawn,
    /// The site refused the payment.
    Refused(PaymentAttempt),
    Succeeded(Confirmation),
    Failed(Failure),
    CancelRequested,
    /// The moment that [`Session::deadline`] named has come.
    DeadlinePassed,
}

/// What the runner has to do about an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// Save this and tell those who watch.
    Enter(Session),
    /// Only a clock moved: keep it in memory, save it when convenient.
    Touch(Session),
    /// Save this, with its callback, and free the place.
    Finish(Session),
    /// Nothing changes, for this reason.
    Ignore(&'static str),
}

impl Session {
    /// Says what `event` means at `now`. A terminal session ignores everything.
    pub fn decide(&self, event: Event, limits: &Limits, now: Timestamp) -> Decision {
        if self.state.is_terminal() {
            return Decision::Ignore("the session has ended");
        }
        let session = self.clone();
        let next = match event {
            Event::Admitted => session.navigate(now),
            Event::Reached(step) if self.state.step() == Some(step) => {
                return Decision::Ignore("already there");
            }
            Event::Reached(step) => session.reach(step, now),
            Event::HandedOff(handoff) => session.hand_off(handoff, now),
            Event::LinkFetched => session.monitor(now),
            Event::LinkRenewed(token) => session.renew_link(token, now),
            Event::PatientActive => return self.touch(now),
            Event::Resumed => session.resume(now),
            Event::Submitted if self.is_processing() => return Decision::Ignore("already submitted"),
            Event::Submitted => session.submit(now),
            Event::Withdrawn => session.withdraw(now),
            Event::Refused(attempt) => session.refused(attempt, limits, now),
            Event::Succeeded(confirmation) => session.complete(confirmation, now),
            Event::Failed(failure) => session.failed(failure, now),
            Event::CancelRequested => session.cancel(now),
            Event::DeadlinePassed => return self.lapse(limits, now),
        };
        conclude(next)
    }

    fn touch(&self, now: Timestamp) -> Decision {
        let mut session = self.clone();
        match &mut session.state {
            SessionState::Monitoring { watch, .. } => watch.last_activity = watch.last_activity.max(now),
            _ => return Decision::Ignore("nobody is watched"),
        }
        Decision::Touch(session)
    }

    fn refused(
        self,
        attempt: PaymentAttempt,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<Self, InvalidTransition> {
        let message = attempt.message.clone();
        let refused = self.refuse(attempt, now)?;
        if limits.payment_retry_window.is_zero() {
            return refused.fail(Failure::new(FailureCode::PaymentFailed, message), now);
        }
        Ok(refused)
    }

    /// While money may be moving only the site's own answer is an answer; any other fault leaves the outcome unknown.
    fn failed(self, failure: Failure, now: Timestamp) -> Result<Self, InvalidTransition> {
        let says_nothing = failure.outcome() == Outcome::Error;
        let failure = if says_nothing && self.is_processing() { outcome_unknown() } else { failure };
        self.fail(failure, now)
    }

    fn lapse(&self, limits: &Limits, now: Timestamp) -> Decision {
        if self.deadline(limits).is_none_or(|deadline| now < deadline) {
            return Decision::Ignore("the deadline was moved");
        }
        let session = self.clone();
        let next = match &self.state {
            SessionState::Created => session.fail(queue_timeout(), now),
            SessionState::Navigating { step, .. } => session.fail(timeout_navigating(*step), now),
            SessionState::ReadyForHandoff { .. } => session.abandon(now),
            SessionState::Monitoring { watch, .. } => {
                match (watch.submitted_at, watch.turn, watch.refused_at) {
                    (Some(_), _, _) => session.fail(outcome_unknown(), now),
                    (None, Turn::Machine { step, .. }, _) => session.fail(timeout_navigating(step), now),
                    (None, Turn::Patient, Some(_)) => session.give_up_paying(now),
                    (None, Turn::Patient, None) => session.abandon(now),
                }
            }
            SessionState::Completed { .. }
            | SessionState::Failed { .. }
            | SessionState::Abandoned { .. }
            | SessionState::Cancelled { .. } => return Decision::Ignore("the session has ended"),
        };
        conclude(next)
    }

    fn give_up_paying(self, now: Timestamp) -> Result<Self, InvalidTransition> {
        let said =
            self.attempts.last().map_or("The payment was refused.", |attempt| attempt.message.as_str());
        let failure = Failure::new(FailureCode::PaymentFailed, said);
        self.fail(failure, now)
    }
}

fn conclude(next: Result<Session, InvalidTransition>) -> Decision {
    match next {
        Ok(session) if session.state.is_terminal() => Decision::Finish(session),
        Ok(session) => Decision::Enter(session),
        Err(_) => Decision::Ignore("no such transition"),
    }
}

fn queue_timeout() -> Failure {
    Failure::new(FailureCode::QueueTimeout, "No place became free before the session expired.")
}

fn timeout_navigating(step: Step) -> Failure {
    Failure::new(
        FailureCode::TimeoutNavigating,
        format!("The booking site took too long at the step \"{step}\"."),
    )
}

/// The words that a person needs when nobody can tell whether the payment went through.
pub(crate) fn outcome_unknown() -> Failure {
    Failure::new(
        FailureCode::OutcomeUnknown,
        "The payment was submitted, but the site's answer was lost. Do not pay again; check with the clinic.",
    )
}
