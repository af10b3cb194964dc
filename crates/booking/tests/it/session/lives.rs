//! Random lives: whatever happens, in whatever order, some things never do.

use std::time::Duration;

use baton_booking::handoff::HandoffToken;
use baton_booking::outcome::{Confirmation, Failure, FailureCode};
use baton_booking::session::{Decision, Event, Limits, Session, SessionState, Step, Turn, Watch};
use jiff::Timestamp;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;
use proptest::{collection, proptest};

use super::fixtures::{
    at, created, handoff, monitoring, navigating, ready, refusal, refused, resumed, submitted,
};

/// The arrows of the contract's diagram, and those from a state to itself that only move its data.
const DIAGRAM: [(&str, &[&str]); 8] = [
    ("created", &["navigating", "failed", "cancelled"]),
    ("navigating", &["navigating", "ready_for_handoff", "failed", "cancelled"]),
    (
        "ready_for_handoff",
        &["ready_for_handoff", "monitoring", "completed", "failed", "abandoned", "cancelled"],
    ),
    ("monitoring", &["monitoring", "completed", "failed", "abandoned", "cancelled"]),
    ("completed", &[]),
    ("failed", &[]),
    ("abandoned", &[]),
    ("cancelled", &[]),
];

fn events() -> impl Strategy<Value = Event> {
    // The way through is likelier than the ways out, or most lives would be short.
    prop_oneof![
        4 => Just(Event::Admitted),
        4 => select(&Step::ALL[..]).prop_map(Event::Reached),
        4 => Just(()).prop_map(|()| Event::HandedOff(handoff())),
        4 => Just(Event::LinkFetched),
        1 => Just(()).prop_map(|()| Event::LinkRenewed(HandoffToken::generate().hash())),
        4 => Just(Event::PatientActive),
        2 => Just(Event::Resumed),
        4 => Just(Event::Submitted),
        2 => Just(Event::Withdrawn),
        3 => Just(()).prop_map(|()| Event::Refused(refusal())),
        1 => Just(Event::Succeeded(Confirmation::default())),
        1 => select(&FailureCode::ALL[..]).prop_map(|code| Event::Failed(Failure::new(code, "It failed."))),
        1 => Just(Event::CancelRequested),
        2 => Just(Event::DeadlinePassed),
    ]
}

fn all_limits() -> impl Strategy<Value = Limits> {
    let seconds = |range: std::ops::Range<u64>| range.prop_map(Duration::from_secs);
    (seconds(1..2000), seconds(1..200), seconds(1..1000), seconds(0..300), seconds(1..300)).prop_map(
        |(session_ttl, navigation, monitor_timeout, payment_retry_window, processing)| Limits {
            session_ttl,
            navigation,
            monitor_timeout,
            payment_retry_window,
            processing,
        },
    )
}

/// A session somewhere in its life at `at(60)`, and what happens to it, with the seconds that pass before each event.
type Life = (Session, Vec<(u16, Event)>);

fn lives() -> impl Strategy<Value = Life> {
    let beginnings = vec![created(), navigating(), ready(), monitoring(), resumed(), submitted(), refused()];
    (select(beginnings), collection::vec((0..120_u16, events()), 0..40))
}

/// One thing that happened: the session before, the event, when, and the session after.
struct Happening<'a> {
    before: &'a Session,
    event: &'a Event,
    now: Timestamp,
    after: &'a Session,
}

/// Lives a life as a runner would: a deadline that passes first is told first.
fn live(limits: &Limits, (mut session, life): Life, watch: impl Fn(&Happening)) -> Session {
    session.expires_at = session.created_at + limits.session_ttl;
    let mut now = at(60);
    for (seconds, event) in life {
        now += Duration::from_secs(u64::from(seconds));
        while let Some(deadline) = session.deadline(limits).filter(|deadline| *deadline <= now) {
            // A link that expired while a payment was under way ends the wait as soon as the payment is answered.
            let noticed = deadline.max(session.updated_at);
            session = happen(&session, &Event::DeadlinePassed, limits, noticed, &watch);
        }
        session = happen(&session, &event, limits, now, &watch);
    }
    session
}

fn happen(
    before: &Session,
    event: &Event,
    limits: &Limits,
    now: Timestamp,
    watch: &impl Fn(&Happening),
) -> Session {
    let after = match before.decide(event.clone(), limits, now) {
        Decision::Enter(session) | Decision::Touch(session) | Decision::Finish(session) => session,
        Decision::Ignore(_) => before.clone(),
    };
    watch(&Happening { before, event, now, after: &after });
    after
}

fn turn(session: &Session) -> Option<Turn> {
    match session.state {
        SessionState::Monitoring { watch: Watch { turn, .. }, .. } => Some(turn),
        _ => None,
    }
}

proptest! {
    #[test]
    fn no_life_leaves_the_diagram(limits in all_limits(), life in lives()) {
        live(&limits, life, |it| {
            let (from, to) = (it.before.state.as_str(), it.after.state.as_str());
            let (_, arrows) = DIAGRAM.iter().find(|(state, _)| *state == from).unwrap();
            assert!(it.before == it.after || arrows.contains(&to), "{from} became {to} by {:?}", it.event);
        });
    }

    #[test]
    fn an_end_is_final(limits in all_limits(), life in lives()) {
        live(&limits, life, |it| {
            if it.before.state.is_terminal() {
                assert_eq!(it.before, it.after, "{:?} changed an end", it.event);
            }
        });
    }

    #[test]
    fn an_end_and_only_an_end_is_told_as_one(limits in all_limits(), life in lives()) {
        live(&limits, life, |it| match it.before.decide(it.event.clone(), &limits, it.now) {
            Decision::Finish(session) => assert!(session.state.is_terminal()),
            Decision::Enter(session) | Decision::Touch(session) => assert!(!session.state.is_terminal()),
            Decision::Ignore(_) => {}
        });
    }

    #[test]
    fn every_live_session_has_a_deadline_that_its_last_change_did_not_miss(limits in all_limits(), life in lives()) {
        live(&limits, life, |it| {
            match it.after.deadline(&limits) {
                None => assert!(it.after.state.is_terminal(), "{:?} waits for ever", it.after.state),
                // Only the end of the link may lie behind: a payment that was under way outlived it.
                Some(deadline) => assert!(deadline >= it.after.updated_at.min(it.after.expires_at), "{:?}", it.after),
            }
        });
    }

    #[test]
    fn a_deadline_that_has_come_ends_the_session(limits in all_limits(), life in lives()) {
        let last = live(&limits, life, |_| {});
        if let Some(deadline) = last.deadline(&limits) {
            let decision = last.decide(Event::DeadlinePassed, &limits, deadline);
            assert!(matches!(decision, Decision::Finish(_)), "{decision:?}");
        }
    }

    #[test]
    fn no_wait_is_longer_than_the_limits_together(limits in all_limits(), life in lives()) {
        let last = live(&limits, life, |_| {});
        let longest = limits.monitor_timeout.max(limits.processing);
        if let Some(deadline) = last.deadline(&limits) {
            assert!(deadline <= last.expires_at.max(last.updated_at) + longest);
        }
    }

    #[test]
    fn refusals_are_never_forgotten(limits in all_limits(), life in lives()) {
        live(&limits, life, |it| {
            assert!(it.after.attempts.starts_with(&it.before.attempts));
            let told = matches!(it.event, Event::Refused(_));
            assert!(it.after.attempts.len() <= it.before.attempts.len() + usize::from(told));
        });
    }

    #[test]
    fn a_payment_under_way_is_never_abandoned_and_never_driven(limits in all_limits(), life in lives()) {
        live(&limits, life, |it| {
            if it.before.is_processing() {
                assert!(!matches!(it.after.state, SessionState::Abandoned { .. }), "{:?}", it.event);
                assert_ne!(turn(it.after).map(|turn| turn != Turn::Patient), Some(true), "{:?}", it.event);
                assert_eq!(it.after.state.step(), None);
            }
        });
    }

    #[test]
    fn a_cancelled_payment_under_way_is_told_as_unresolved(limits in all_limits(), life in lives()) {
        live(&limits, life, |it| {
            if let SessionState::Cancelled { payment_unresolved, .. } = it.after.state
                && !it.before.state.is_terminal()
            {
                assert_eq!(payment_unresolved, it.before.is_processing());
            }
        });
    }

    #[test]
    fn what_a_session_is_never_changes(limits in all_limits(), life in lives()) {
        live(&limits, life, |it| {
            let identity = |session: &Session| {
                (session.id, session.request.clone(), session.lead.clone(), session.created_at, session.expires_at)
            };
            assert_eq!(identity(it.before), identity(it.after));
            assert!(it.after.updated_at >= it.before.updated_at);
            assert!(it.after.updated_at <= it.now);
        });
    }
}
