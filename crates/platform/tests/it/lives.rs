//! Random lives of a conversation: whatever happens in whatever order, some things never do.

use std::sync::Arc;

use baton_client::{Outcome, Uuid};
use baton_platform::conversation::{Conversation, Effect, Ending, Errand, Event, ServiceAnswer, Stage};
use baton_platform::understanding::Rules;
use baton_platform::{BookingPlatform, Clinic, Slot};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::sample::select;

use crate::fixtures;

const WORDS: [&str; 26] = [
    "Hi",
    "Jane Sample",
    "Cher",
    "none",
    "botox",
    "I'd like lip filler",
    "Brandi",
    "no preference",
    "new",
    "been before",
    "tuesday after 3",
    "any time",
    "jane@example.com",
    "1",
    "2",
    "the last one",
    "YES",
    "no",
    "STOP",
    "START",
    "HELP",
    "never mind",
    "a person please",
    "book",
    "actually friday morning",
    "more times",
];

fn now() -> Timestamp {
    "2030-03-06T15:00:00Z".parse().unwrap()
}

fn slots() -> Vec<Slot> {
    let start = |hours: i64| now().checked_add(hours.hours()).unwrap();
    (1..40)
        .map(|at| Slot { start: start(at * 7), end: None, provider: Some("Brandi Sesock".to_owned()) })
        .collect()
}

fn ending(session: u128, outcome: Outcome) -> Event {
    let session = Uuid::from_u128(session);
    Event::BookingEnded(Ending {
        session,
        at: now(),
        outcome,
        code: None,
        confirmation: None,
        choices: Vec::new(),
    })
}

/// Something that happens, likely or not: tickets and sessions are small numbers, so that many of them fit.
fn event() -> impl Strategy<Value = Event> {
    let outcome = select(vec![
        Outcome::Success,
        Outcome::PaymentFailed,
        Outcome::SlotUnavailable,
        Outcome::Timeout,
        Outcome::Cancelled,
        Outcome::Error,
    ]);
    let (tickets, sessions) = (1..6_u32, 1..4_u128);
    let found = ServiceAnswer::One {
        name: "Tox".to_owned(),
        providers: vec!["Gale Tesar".to_owned(), "Brandi Sesock".to_owned()],
    };
    prop_oneof![
        8 => select(WORDS.to_vec()).prop_map(|word| Event::Said(word.to_owned())),
        2 => tickets.clone().prop_map(move |ticket| Event::ServiceFound { ticket, answer: found.clone() }),
        2 => tickets.clone().prop_map(|ticket| Event::SlotsFound { ticket, slots: Some(slots()) }),
        2 => (tickets.clone(), sessions.clone()).prop_map(|(ticket, session)| Event::BookingStarted { ticket, session: Uuid::from_u128(session) }),
        1 => tickets.clone().prop_map(|ticket| Event::BookingNotStarted { ticket }),
        2 => sessions.clone().prop_map(|session| Event::LinkReady { session: Uuid::from_u128(session), url: format!("https://book.example/h/{session}") }),
        2 => (sessions, outcome).prop_map(|(session, outcome)| ending(session, outcome)),
        1 => tickets.prop_map(|ticket| Event::DepositLinkMade { ticket, order: format!("ORDER{ticket}"), url: "https://square.link/u/1".to_owned() }),
        1 => (1..6_u32).prop_map(|order| Event::DepositPaid { order: format!("ORDER{order}") }),
    ]
}

/// A conversation that has come as far as the offer, so that random lives reach the later stages too.
fn begun(clinic: Clinic) -> Conversation {
    let mut conversation = Conversation::new(Arc::new(clinic), Arc::new(Rules));
    let all = "My name is Jane Sample, I'm a new patient and I need Botox on any day, jane@example.com";
    conversation.on(Event::Said(all.to_owned()), now());
    conversation
}

fn said(effects: &[Effect]) -> Vec<&str> {
    let texts = effects.iter().filter_map(|effect| match effect {
        Effect::Send(message) => Some(message.text.as_str()),
        _ => None,
    });
    texts.collect()
}

fn check(conversation: &mut Conversation, event: Event, platform: BookingPlatform) {
    let was_stopped = conversation.memory().stopped;
    let is_keyword =
        matches!(&event, Event::Said(text) if ["STOP", "START", "HELP", "YES"].contains(&text.as_str()));
    let effects = conversation.on(event.clone(), now());
    let texts = said(&effects);
    assert!(
        !was_stopped || is_keyword || texts.is_empty(),
        "it spoke to somebody who wants no messages: {texts:?}"
    );
    if platform == BookingPlatform::Moxie {
        let asks = effects.iter().any(|effect| matches!(effect, Effect::Errand(Errand::MakeDepositLink(_))));
        assert!(!asks, "it asked Square for a clinic of Moxie");
        assert!(texts.iter().all(|text| !text.to_lowercase().contains("square")), "{texts:?}");
    }
    for text in texts.iter().filter(|text| text.contains("https://book.example")) {
        assert!(
            matches!(conversation.memory().stage, Stage::LinkSent { .. }),
            "a link outside its stage: {text}"
        );
    }
    // What is no word of the patient's says nothing the second time.
    if !matches!(event, Event::Said(_)) {
        let again = conversation.on(event, now());
        assert_eq!(said(&again), Vec::<&str>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn at_a_clinic_of_moxie(events in prop::collection::vec(event(), 1..60)) {
        let mut conversation = begun(fixtures::moxie());
        for event in events {
            check(&mut conversation, event, BookingPlatform::Moxie);
        }
    }

    #[test]
    fn at_a_clinic_of_square(events in prop::collection::vec(event(), 1..60)) {
        let mut conversation = begun(fixtures::square());
        for event in events {
            check(&mut conversation, event, BookingPlatform::Square);
        }
    }

    #[test]
    fn a_memory_is_written_and_read_back(events in prop::collection::vec(event(), 1..30)) {
        let mut conversation = begun(fixtures::moxie());
        for event in events {
            conversation.on(event, now());
        }
        let written = serde_json::to_string(conversation.memory()).unwrap();
        prop_assert!(serde_json::from_str::<baton_platform::conversation::Memory>(&written).unwrap() == *conversation.memory());
    }

    #[test]
    fn every_text_is_understood_or_not_but_never_breaks(text in any::<String>()) {
        let clinic = fixtures::moxie();
        let context = baton_platform::understanding::Context {
            now: now(), clinic: &clinic, asked: None, options: &[], slots: &slots(), providers: &[],
        };
        baton_platform::understanding::Understanding::read(&Rules, &text, &context);
    }

    #[test]
    fn every_mixture_of_familiar_words_is_understood_or_not(
        words in prop::collection::vec(select(vec![
            "tuesday", "or", "next", "week", "after", "3", "before", "the", "15th", "not", "but", "any", "day", "march", "2030", "-", "in",
            "two", "weeks", "of", "end", "9999", "31", "february", "friday", "morning", "pm", "to", "12/31", "from", "99:99", "new years", "last",
        ]), 1..12)
    ) {
        let clinic = fixtures::moxie();
        let context = baton_platform::understanding::Context {
            now: now(), clinic: &clinic, asked: None, options: &[], slots: &slots(), providers: &[],
        };
        baton_platform::understanding::Understanding::read(&Rules, &words.join(" "), &context);
    }
}
