//! The arrows of the state diagram. Each consumes the session and gives the next one, or says that there is no such arrow.

use jiff::Timestamp;

use super::{Session, SessionState, Step, Turn, Watch};
use crate::handoff::{Handoff, TokenHash};
use crate::outcome::{Confirmation, Failure, PaymentAttempt};

/// An arrow that the diagram does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a {from} session cannot {verb}")]
pub struct InvalidTransition {
    pub from: &'static str,
    pub verb: &'static str,
}

type Transition = Result<Session, InvalidTransition>;

impl Session {
    /// `created → navigating`: a place is free.
    pub fn navigate(self, now: Timestamp) -> Transition {
        match self.state {
            SessionState::Created => {
                Ok(self.enter(SessionState::Navigating { step: Step::Opening, since: now }, now))
            }
            _ => Err(self.no("navigate")),
        }
    }

    /// Notes the step that automation has come to.
    pub fn reach(mut self, step: Step, now: Timestamp) -> Transition {
        match &mut self.state {
            SessionState::Navigating { step: current, .. } => *current = step,
            SessionState::Monitoring {
                watch: Watch { turn: Turn::Machine { step: current, .. }, .. },
                ..
            } => {
                *current = step;
            }
            _ => return Err(self.no("reach a step")),
        }
        self.updated_at = now;
        Ok(self)
    }

    /// `navigating → ready_for_handoff`, or, where the patient already has the link, their turn again on the same link.
    pub fn hand_off(self, handoff: Handoff, now: Timestamp) -> Transition {
        match &self.state {
            SessionState::Navigating { .. } => Ok(self.enter(SessionState::ReadyForHandoff { handoff }, now)),
            // Nobody has the link yet, but the page was lost and has been prepared anew.
            SessionState::ReadyForHandoff { .. } => {
                Ok(self.enter(SessionState::ReadyForHandoff { handoff }, now))
            }
            SessionState::Monitoring { watch, .. } if watch.submitted_at.is_none() => {
                let watch = Watch { turn: Turn::Patient, last_activity: now, ..*watch };
                Ok(self.enter(SessionState::Monitoring { handoff, watch }, now))
            }
            _ => Err(self.no("hand off")),
        }
    }

    /// `ready_for_handoff → monitoring`: the link went out.
    pub fn monitor(mut self, now: Timestamp) -> Transition {
        match self.state {
            SessionState::ReadyForHandoff { handoff } => {
                let watch = Watch {
                    since: now,
                    last_activity: now,
                    submitted_at: None,
                    refused_at: None,
                    turn: Turn::Patient,
                };
                self.state = SessionState::Monitoring { handoff, watch };
                self.updated_at = now;
                Ok(self)
            }
            _ => Err(self.no("monitor")),
        }
    }

    /// Lets another secret open the link; the earlier ones go on working.
    pub fn renew_link(mut self, token: TokenHash, now: Timestamp) -> Transition {
        match &mut self.state {
            SessionState::ReadyForHandoff { handoff } | SessionState::Monitoring { handoff, .. } => {
                handoff.tokens.push(token);
                self.updated_at = now;
                Ok(self)
            }
            _ => Err(self.no("renew its link")),
        }
    }

    /// The machine acts on the watched page again: after a code or captcha was passed, or to prepare a lost page anew.
    pub fn resume(mut self, now: Timestamp) -> Transition {
        match &mut self.state {
            SessionState::Monitoring { watch, .. } if watch.submitted_at.is_none() => {
                watch.turn = Turn::Machine { step: Step::Opening, since: now };
                self.updated_at = now;
                Ok(self)
            }
            _ => Err(self.no("resume")),
        }
    }

    /// The patient pressed the final control. From here on the machine drives no step, so a turn that it had is over.
    pub fn submit(mut self, now: Timestamp) -> Transition {
        match &mut self.state {
            SessionState::Monitoring { watch, .. } => {
                watch.submitted_at = Some(now);
                watch.refused_at = None;
                watch.turn = Turn::Patient;
                watch.last_activity = now;
                self.updated_at = now;
                Ok(self)
            }
            _ => Err(self.no("submit")),
        }
    }

    /// The page stopped the patient before anything was sent, so the submit did not happen.
    pub fn withdraw(mut self, now: Timestamp) -> Transition {
        match &mut self.state {
            SessionState::Monitoring { watch, .. } if watch.submitted_at.is_some() => {
                watch.submitted_at = None;
                // A refusal before it counts again.
                watch.refused_at = self.attempts.last().map(|attempt| attempt.at);
                watch.last_activity = now;
                self.updated_at = now;
                Ok(self)
            }
            _ => Err(self.no("withdraw a submit")),
        }
    }

    /// The site refused a payment; the page stays with the patient.
    pub fn refuse(mut self, attempt: PaymentAttempt, now: Timestamp) -> Transition {
        match &mut self.state {
            SessionState::Monitoring { watch, .. } => {
                watch.submitted_at = None;
                watch.refused_at = Some(now);
                watch.last_activity = now;
                self.attempts.push(attempt);
                self.updated_at = now;
                Ok(self)
            }
            _ => Err(self.no("refuse a payment")),
        }
    }

    /// `monitoring → completed`. A page that was ready may complete too: with a direct link nobody tells us who opened it.
    pub fn complete(self, confirmation: Confirmation, now: Timestamp) -> Transition {
        match self.state {
            SessionState::ReadyForHandoff { .. } | SessionState::Monitoring { .. } => {
                Ok(self.enter(SessionState::Completed { at: now, confirmation }, now))
            }
            _ => Err(self.no("complete")),
        }
    }

    /// Every live state may fail.
    pub fn fail(self, failure: Failure, now: Timestamp) -> Transition {
        self.end(SessionState::Failed { at: now, failure }, "fail", now)
    }

    /// Every live state may be abandoned.
    pub fn abandon(self, now: Timestamp) -> Transition {
        self.end(SessionState::Abandoned { at: now }, "be abandoned", now)
    }

    /// Every live state may be cancelled.
    pub fn cancel(self, now: Timestamp) -> Transition {
        let payment_unresolved = self.is_processing();
        self.end(SessionState::Cancelled { at: now, payment_unresolved }, "be cancelled", now)
    }

    fn end(self, last: SessionState, verb: &'static str, now: Timestamp) -> Transition {
        if self.state.is_terminal() { Err(self.no(verb)) } else { Ok(self.enter(last, now)) }
    }

    fn enter(mut self, state: SessionState, now: Timestamp) -> Self {
        self.state = state;
        self.updated_at = now;
        self
    }

    fn no(&self, verb: &'static str) -> InvalidTransition {
        InvalidTransition { from: self.state.as_str(), verb }
    }
}
