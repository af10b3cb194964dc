//! Random histories: what must hold whatever a page shows beside its news.

use std::sync::LazyLock;

use baton_booking::detector::{Detector, Evidence, Indicators, Verdict};
use baton_booking::observation::{FrameObservation, Node, PageObservation};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::notation::{self, Happening, History};
use crate::page::{Element, Page, Rendition};
use crate::replay::{expected, play};

static TUNING: LazyLock<Vec<History>> = LazyLock::new(|| notation::read("tuning"));

/// What booking pages show at any time and what never means anything.
const HARMLESS: &[&str] = &[
    "We offer Cherry payment plans",
    "Cancel up to 24 hours before your visit.",
    "If your card is declined, we may release your time slot.",
    "Once your booking is confirmed you will get a text.",
    "Declined cards do not hold a place.",
    "What happens if my card is declined?",
    "\"Booking confirmed in seconds!\" Ana",
    "“My appointment is confirmed, what a team.” Kate",
    "Slots available this week",
    "12 slots available today",
    "Times may no longer be available when you come back.",
    "Try again later for a new appointment.",
    "A processing fee of 3% applies.",
    "Payment processing by Stripe",
    "Your deposit goes toward your treatment.",
    "Refunds take 5 to 10 days.",
    "Book your next appointment online",
    "Gift card declined? Ask at the desk.",
    "This coupon is no longer available.",
    "Sign in to see your confirmed appointments.",
    "Si su tarjeta es rechazada, liberaremos el horario.",
    "Cuando la cita esté confirmada recibirá un mensaje.",
    "Si votre carte est refusée, essayez-en une autre.",
    "Une fois la réservation confirmée, vous recevrez un SMS.",
    "Rated 4.9 by 1,203 patients",
    "Open Monday to Friday, 9:00 AM to 5:00 PM",
];

const QUIET_ROLES: &[&str] = &["text", "text", "listitem", "link", "paragraph"];

#[derive(Debug, Clone)]
struct Noise {
    words: &'static str,
    role: &'static str,
    at: Index,
}

prop_compose! {
    fn noise()(words in select(HARMLESS), role in select(QUIET_ROLES), at in any::<Index>()) -> Noise {
        Noise { words, role, at }
    }
}

impl Noise {
    fn add_to(&self, page: &mut Page) {
        let nodes = page.content(0);
        let at = self.at.index(nodes.len() + 1);
        let element = Element { role: self.role.into(), words: self.words.into(), ..Element::default() };
        nodes.insert(at, element);
    }
}

/// The history with some noise on every look.
fn with_noise(history: &History, noises: &[Vec<Noise>]) -> History {
    let mut noisy = history.clone();
    let looks = noisy.moments.iter_mut().filter_map(|moment| match &mut moment.happening {
        Happening::Look(page) => Some(page),
        Happening::Heard(_) => None,
    });
    for (page, noise) in looks.zip(noises.iter().cycle()) {
        for noise in noise {
            noise.add_to(page);
        }
    }
    noisy
}

fn node() -> impl Strategy<Value = Node> {
    const ROLES: &[&str] = &[
        "text",
        "heading",
        "alert",
        "status",
        "dialog",
        "button",
        "paragraph",
        "region",
        "textbox",
        "blockquote",
        "row",
    ];
    let words = prop_oneof![select(HARMLESS).prop_map(str::to_owned), "[ -~]{0,40}", "\\PC{0,20}"];
    (select(ROLES), words, proptest::option::of(0..40_usize), any::<[bool; 4]>()).prop_map(
        |(role, text, parent, states)| Node {
            role: role.into(),
            text,
            parent,
            disabled: states[0],
            modal: states[1],
            invalid: states[2],
            clickable: states[3],
            ..Node::default()
        },
    )
}

fn page() -> impl Strategy<Value = PageObservation> {
    const URLS: &[&str] = &[
        "https://a.example/book",
        "https://a.example/thank-you",
        "https://js.stripe.com/v3",
        "https://acs.bank.example/3ds",
        "about:blank",
        "",
    ];
    let frame = (select(URLS), any::<bool>(), prop::collection::vec(node(), 0..40)).prop_map(
        |(url, visible, nodes)| FrameObservation {
            url: url.into(),
            visible,
            nodes,
            ..FrameObservation::default()
        },
    );
    (select(URLS), prop::collection::vec(frame, 0..4)).prop_map(|(url, frames)| PageObservation {
        url: url.into(),
        title: String::new(),
        frames,
    })
}

fn harmless_page() -> impl Strategy<Value = PageObservation> {
    const ROLES: &[&str] = &["text", "heading", "alert", "status", "paragraph", "listitem", "link", "dialog"];
    const URLS: &[&str] =
        &["https://a.example/book", "https://a.example/thank-you", "https://a.example/success"];
    let node = (select(ROLES), select(HARMLESS), any::<bool>()).prop_map(|(role, text, modal)| Node {
        role: role.into(),
        text: text.into(),
        modal,
        ..Node::default()
    });
    (select(URLS), prop::collection::vec(node, 0..20)).prop_map(|(url, nodes)| PageObservation {
        url: url.into(),
        title: String::new(),
        frames: vec![FrameObservation {
            url: url.into(),
            visible: true,
            nodes,
            ..FrameObservation::default()
        }],
    })
}

fn detector(baseline: PageObservation) -> Detector {
    Detector::new(Indicators::default(), expected("Tox (Botox, Jeuveau, Dysport)", "Brandi Sesock"), baseline)
}

fn start() -> Timestamp {
    "2026-03-01T15:00:00Z".parse().expect("a moment")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn harmless_texts_never_change_what_a_history_means(
        index in any::<Index>(),
        noises in prop::collection::vec(prop::collection::vec(noise(), 0..6), 1..4),
    ) {
        let history = index.get(&TUNING);
        let noisy = play(&with_noise(history, &noises), Rendition::Whole);
        prop_assert_eq!(play(history, Rendition::Whole).classes(), noisy.classes(), "{}", history.name);
    }

    #[test]
    fn harmless_pages_are_never_an_outcome(pages in prop::collection::vec(harmless_page(), 1..6), press in any::<Option<Index>>()) {
        let press = press.map(|index| index.index(pages.len()));
        let mut detector = detector(pages[0].clone());
        for (index, page) in pages.into_iter().enumerate() {
            if press == Some(index) {
                detector.observe(Evidence::FinalPress, start());
            }
            let verdict = detector.observe(Evidence::Page(page), start());
            prop_assert!(matches!(verdict, Verdict::Pending), "{verdict:?}");
        }
    }

    #[test]
    fn a_refusal_on_the_page_keeps_every_success_away(index in any::<Index>()) {
        // What stood there before the press is no answer to it, so histories with an earlier refusal are left out.
        let once = |history: &&History| !history.expect.particulars.contains_key("attempts");
        let successes: Vec<_> = TUNING.iter().filter(|history| history.expect.class == "success").filter(once).collect();
        let mut history = (*index.get(&successes)).clone();
        for moment in &mut history.moments {
            if let Happening::Look(page) = &mut moment.happening {
                let refusal = Element { role: "alert".into(), words: "Your card was declined.".into(), ..Element::default() };
                page.content(0).push(refusal);
            }
        }
        prop_assert!(!play(&history, Rendition::Whole).classes().contains(&"success"), "{}", history.name);
    }

    #[test]
    fn the_strangest_pages_do_no_harm(pages in prop::collection::vec(page(), 1..5)) {
        let mut detector = detector(pages[0].clone());
        detector.observe(Evidence::FinalPress, start());
        for page in pages {
            let verdict = detector.observe(Evidence::Page(page), start());
            prop_assert!(!matches!(verdict, Verdict::Succeeded(_)), "{verdict:?}");
        }
    }
}
