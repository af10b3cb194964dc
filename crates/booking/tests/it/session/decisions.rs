//! What each event means in each state.

use std::time::Duration;

use baton_booking::handoff::HandoffToken;
use baton_booking::outcome::{Confirmation, FailureCode, Outcome};
use baton_booking::session::{Decision, Event, Limits, Session, SessionState, Step};
use jiff::Timestamp;

use super::fixtures::{
    at, completed, created, failure, handoff, limits, monitoring, navigating, no_second_try, ready, refusal,
    refused, resumed, submitted,
};

/// A decision in a few words: what to do, and the state or the failure that comes of it.
fn words(decision: &Decision) -> String {
    match decision {
        Decision::Enter(session) => format!("enter {}", state(session)),
        Decision::Touch(session) => format!("touch {}", state(session)),
        Decision::Finish(session) => format!("finish {}", state(session)),
        Decision::Ignore(_) => "ignore".into(),
    }
}

fn state(session: &Session) -> String {
    match &session.state {
        SessionState::Failed { failure, .. } => format!("failed {}", failure.code.as_str()),
        SessionState::Cancelled { payment_unresolved: true, .. } => "cancelled unresolved".into(),
        state if session.is_processing() => format!("{} processing", state.as_str()),
        state => state.as_str().into(),
    }
}

fn check(session: &Session, event: &Event, limits: &Limits, now: Timestamp, expected: &str) {
    let decision = session.decide(event.clone(), limits, now);
    assert_eq!(words(&decision), expected, "{event:?} at {now} in {:?}", session.state);
}

#[test]
fn every_event_means_one_thing_in_every_state() {
    type Row = (fn() -> Event, [&'static str; 7]);
    let sessions = [created(), navigating(), ready(), monitoring(), resumed(), submitted(), refused()];
    let reached = || Event::Reached(Step::Service);
    let handed_off = || Event::HandedOff(handoff());
    let renewed = || Event::LinkRenewed(HandoffToken::generate().hash());
    let was_refused = || Event::Refused(refusal());
    let succeeded = || Event::Succeeded(Confirmation::default());
    let failed = || Event::Failed(failure(FailureCode::SiteChanged));
    let lost = || Event::Failed(failure(FailureCode::BrowserLost));
    let slot_lost = || Event::Failed(failure(FailureCode::SlotLost));
    let (ignore, enter, processing) = ("ignore", "enter monitoring", "enter monitoring processing");
    let (done, cancelled) = ("finish completed", "finish cancelled");
    #[rustfmt::skip]
    let table: [Row; 14] = [
        // event                     created            navigating                  ready                      monitoring                 resumed                    submitted                     refused
        (|| Event::Admitted,        ["enter navigating", ignore,                     ignore,                    ignore,                    ignore,                    ignore,                       ignore]),
        (reached,                   [ignore,            "enter navigating",          ignore,                    ignore,                    enter,                     ignore,                       ignore]),
        (handed_off,                [ignore,            "enter ready_for_handoff",   "enter ready_for_handoff", enter,                     enter,                     ignore,                       enter]),
        (|| Event::LinkFetched,     [ignore,            ignore,                      enter,                     ignore,                    ignore,                    ignore,                       ignore]),
        (renewed,                   [ignore,            ignore,                      "enter ready_for_handoff", enter,                     enter,                     processing,                   enter]),
        (|| Event::PatientActive,   [ignore,            ignore,                      ignore,                    "touch monitoring",        "touch monitoring",        "touch monitoring processing", "touch monitoring"]),
        (|| Event::Resumed,         [ignore,            ignore,                      ignore,                    enter,                     enter,                     ignore,                       enter]),
        (|| Event::Submitted,       [ignore,            ignore,                      ignore,                    processing,                processing,                ignore,                       processing]),
        (|| Event::Withdrawn,       [ignore,            ignore,                      ignore,                    ignore,                    ignore,                    enter,                        ignore]),
        (was_refused,               [ignore,            ignore,                      ignore,                    enter,                     enter,                     enter,                        enter]),
        (succeeded,                 [ignore,            ignore,                      done,                      done,                      done,                      done,                         done]),
        (|| Event::CancelRequested, [cancelled,         cancelled,                   cancelled,                 cancelled,                 cancelled,                 "finish cancelled unresolved", cancelled]),
        (failed,                    ["finish failed site_changed"; 7]),
        (lost,                      ["finish failed browser_lost"; 7]),
    ];
    for (event, expected) in &table {
        for (session, expected) in sessions.iter().zip(expected) {
            // Only the fault's code differs for a session whose payment is under way; the next test has that.
            let fault = matches!(event(), Event::Failed(_));
            if !(fault && session.is_processing()) {
                check(session, &event(), &limits(), at(70), expected);
            }
            check(&completed(), &event(), &limits(), at(70), ignore);
        }
    }
    for session in &sessions {
        check(session, &slot_lost(), &limits(), at(70), "finish failed slot_lost");
    }
}

#[test]
fn while_a_payment_is_under_way_only_the_site_s_answer_is_an_answer() {
    for code in FailureCode::ALL {
        let expected = match code.outcome() {
            Outcome::Error => "finish failed outcome_unknown".to_owned(),
            _ => format!("finish failed {}", code.as_str()),
        };
        check(&submitted(), &Event::Failed(failure(code)), &limits(), at(70), &expected);
    }
}

#[test]
fn without_a_retry_window_the_first_refusal_is_final() {
    for session in [monitoring(), submitted()] {
        let refused = Event::Refused(refusal());
        check(&session, &refused, &no_second_try(), at(60), "finish failed payment_failed");
        let Decision::Finish(last) = session.decide(refused, &no_second_try(), at(60)) else {
            unreachable!()
        };
        assert_eq!(last.attempts, [refusal()]);
    }
}

#[test]
fn each_wait_ends_at_its_own_time_and_in_its_own_way() {
    let (ttl, navigation, idle, retry, processing) = (15 * 60, 90, 10 * 60, 2 * 60, 2 * 60);
    let table = [
        (created(), ttl, "finish failed queue_timeout"),
        (navigating(), 1 + navigation, "finish failed timeout_navigating"),
        (ready(), ttl, "finish abandoned"),
        (monitoring(), 40 + idle, "finish abandoned"),
        (resumed(), 45 + navigation, "finish failed timeout_navigating"),
        (submitted(), 50 + processing, "finish failed outcome_unknown"),
        (refused(), 60 + retry, "finish failed payment_failed"),
    ];
    for (session, deadline, expected) in table {
        assert_eq!(session.deadline(&limits()), Some(at(deadline)), "{:?}", session.state);
        check(&session, &Event::DeadlinePassed, &limits(), at(deadline - 1), "ignore");
        check(&session, &Event::DeadlinePassed, &limits(), at(deadline), expected);
    }
    assert_eq!(completed().deadline(&limits()), None);
}

#[test]
fn a_request_says_how_long_each_stretch_of_driving_may_take() {
    for (mut session, since) in [(navigating(), 1), (resumed(), 45)] {
        session.request.timeout = Some(Duration::from_mins(5));
        assert_eq!(session.deadline(&limits()), Some(at(since + 300)), "{:?}", session.state);
    }
}

#[test]
fn a_patient_who_goes_on_moves_the_deadline() {
    let touched = |session: Session, now| match session.decide(Event::PatientActive, &limits(), at(now)) {
        Decision::Touch(session) => session.deadline(&limits()),
        other => panic!("{other:?}"),
    };
    assert_eq!(touched(monitoring(), 200), Some(at(200 + 600)));
    assert_eq!(touched(refused(), 100), Some(at(100 + 120)));
    assert_eq!(touched(submitted(), 100), Some(at(100 + 120)));
    // The link's own end stays where it is.
    assert_eq!(touched(monitoring(), 700), Some(at(900)));
}

#[test]
fn a_payment_under_way_outlives_the_link_but_not_for_ever() {
    let late = monitoring().submit(at(890)).unwrap();
    assert_eq!(late.deadline(&limits()), Some(at(890 + 120)));
    let Decision::Touch(restless) = late.decide(Event::PatientActive, &limits(), at(100_000)) else {
        unreachable!()
    };
    assert_eq!(restless.deadline(&limits()), Some(at(900 + 600)), "a page that never rests");
}

#[test]
fn a_withdrawn_submit_leaves_the_refusal_before_it_standing() {
    let again = refused().submit(at(80)).unwrap().withdraw(at(81)).unwrap();
    assert_eq!(again.deadline(&limits()), Some(at(81 + 120)));
    check(&again, &Event::DeadlinePassed, &limits(), at(201), "finish failed payment_failed");
    let first = submitted().withdraw(at(51)).unwrap();
    check(&first, &Event::DeadlinePassed, &limits(), at(651), "finish abandoned");
}

#[test]
fn a_shorter_time_asked_for_by_the_platform_counts() {
    let mut session = created();
    session.request.timeout = Some(std::time::Duration::from_secs(30));
    let session = session.navigate(at(1)).unwrap();
    assert_eq!(session.deadline(&limits()), Some(at(31)));
}
