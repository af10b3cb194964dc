//! Puts a session's state into the phase that the phone shows.

use baton_booking::outcome::{Confirmation, Failure, FailureCode, Outcome};
use baton_booking::session::{Session, SessionState, Step, Turn, Watch};
use baton_live_view::{Advice, Booked, Phase};

/// What the patient is told while the session stands as it does.
pub(super) fn phase_of(session: &Session) -> Option<Phase> {
    Some(match &session.state {
        SessionState::Created => return None,
        SessionState::Navigating { step, .. } => Phase::Preparing { step: Some(named(*step)) },
        SessionState::ReadyForHandoff { handoff } => {
            Phase::YourTurn { reason: handoff.reason.as_str().into() }
        }
        SessionState::Monitoring { handoff, watch } => watched(handoff.reason.as_str(), watch, session),
        SessionState::Completed { confirmation, .. } => Phase::Booked(booked(confirmation)),
        SessionState::Failed { failure, .. } => failed(failure),
        SessionState::Abandoned { .. } => Phase::Expired,
        SessionState::Cancelled { payment_unresolved: false, .. } => Phase::Cancelled,
        SessionState::Cancelled { payment_unresolved: true, .. } => {
            Phase::Failed { advice: Advice::CallBeforePaying, message: String::new() }
        }
    })
}

fn watched(reason: &str, watch: &Watch, session: &Session) -> Phase {
    match (watch.turn, watch.submitted_at, watch.refused_at) {
        (Turn::Machine { step, .. }, _, _) => Phase::FillingIn { step: Some(named(step)) },
        (Turn::Patient, Some(_), _) => Phase::CheckingPayment,
        (Turn::Patient, None, Some(_)) => {
            let message = session.attempts.last().map_or_else(String::new, |attempt| attempt.message.clone());
            Phase::Refused { message }
        }
        (Turn::Patient, None, None) => Phase::YourTurn { reason: reason.into() },
    }
}

fn named(step: Step) -> String {
    step.as_str().to_owned()
}

fn booked(confirmation: &Confirmation) -> Booked {
    Booked {
        number: confirmation.number.clone(),
        time: confirmation.appointment_text.clone(),
        starts_at: confirmation.appointment.as_ref().map(jiff::Zoned::timestamp),
        minutes: None,
        provider: confirmation.provider.clone(),
        service: confirmation.service.clone(),
    }
}

fn failed(failure: &Failure) -> Phase {
    let advice = match (failure.code, failure.outcome()) {
        (FailureCode::OutcomeUnknown, _) => Advice::CallBeforePaying,
        (_, Outcome::SlotUnavailable) => Advice::ChooseAnotherTime,
        _ => Advice::StartAgain,
    };
    Phase::Failed { advice, message: told_by_the_site(failure) }
}

/// Why a payment was refused is said by the site, in its own words. All else is Baton's English for those who look after it; the patient
/// is told what to do next, in their language.
fn told_by_the_site(failure: &Failure) -> String {
    if failure.code == FailureCode::PaymentFailed { failure.message.clone() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patient_reads_the_sites_words_and_not_ours() {
        let told = |code, message: &str| match failed(&Failure::new(code, message)) {
            Phase::Failed { advice, message } => (advice, message),
            other => panic!("{other:?}"),
        };
        let refused = told(FailureCode::PaymentFailed, "Su tarjeta fue rechazada.");
        assert_eq!(refused, (Advice::StartAgain, "Su tarjeta fue rechazada.".to_owned()));
        let unknown = told(FailureCode::OutcomeUnknown, "It is not known how the payment ended.");
        assert_eq!(unknown, (Advice::CallBeforePaying, String::new()));
        let taken = told(FailureCode::SlotLost, "The time was taken by someone else before the payment.");
        assert_eq!(taken, (Advice::ChooseAnotherTime, String::new()));
    }
}
