//! The sixty-four ways in which the practice clinic may look: combinations of switches that change nothing about how a booking ends.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

pub(super) const COUNT: u64 = 64;

pub(super) type Switch = (&'static str, &'static str);

const LOOKS: &[(&str, &[&str])] = &[
    ("slotDelayMs", &["300"]),
    ("searchDelayMs", &["200"]),
    ("order", &["phoneFirst", "onePage", "providerStep"]),
    ("lang", &["es"]),
    ("monthLanguage", &["fr", "de", "it"]),
    ("clock", &["24h"]),
    ("slotFormat", &["lower", "tight", "mixed"]),
    ("phoneField", &["e164", "masked", "country"]),
    ("policy", &["checkbox"]),
    ("cookieBanner", &["1"]),
    ("newsletter", &["1"]),
    ("upsell", &["1"]),
    ("fullPages", &["1"]),
    ("wizardFrame", &["1"]),
    ("randomIds", &["1"]),
    ("rerender", &["1"]),
    ("testimonial", &["1"]),
    ("cardForm", &["inline", "split"]),
    ("formatter", &["keydown"]),
    ("returning", &["1"]),
    ("holdOnly", &["1"]),
    ("firstLoad", &["503"]),
    ("wide", &["1"]),
    ("slotList", &["parts", "more"]),
];

/// The switches of one variant; the first has none.
pub(super) fn switches(variant: u64) -> Vec<Switch> {
    let mut dice = StdRng::seed_from_u64(variant);
    let mut switches = Vec::new();
    for (name, values) in LOOKS.iter().filter(|_| variant > 0) {
        if dice.random_bool(0.2) {
            switches.push((*name, *values.choose(&mut dice).expect("every switch has values")));
        }
    }
    switches
}

#[test]
fn the_variants_differ_and_every_value_of_every_switch_is_in_one() {
    let all: Vec<Vec<Switch>> = (0..COUNT).map(switches).collect();
    let different: std::collections::HashSet<_> = all.iter().collect();
    assert!(different.len() >= 60, "{}", different.len());
    for (name, values) in LOOKS {
        for value in *values {
            assert!(all.iter().flatten().any(|switch| switch == &(*name, *value)), "{name}={value}");
        }
    }
}
