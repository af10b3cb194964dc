//! One random booking, and how it has to end. Told by switches and request alone, never by what the flow does.

use std::sync::Arc;

use baton_booking::outcome::FailureCode;
use baton_booking::profile::SiteProfile;
use baton_booking::request::{BookingRequest, Lead, ServiceAlias};
use jiff::ToSpan;
use jiff::civil::{Date, Time, time};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::ending::Ending;
use super::people::somebody;
use super::variants::{self, Switch};
use crate::desk::{Desk, Ended, generic, moxie};

/// Where a booking is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Site {
    Practice { variant: u64 },
    Foreign { vendor: &'static str, on_another_origin: bool },
}

const FOREIGN: [Site; 4] = [
    Site::Foreign { vendor: "forms", on_another_origin: false },
    Site::Foreign { vendor: "wizard", on_another_origin: false },
    Site::Foreign { vendor: "wizard", on_another_origin: true },
    Site::Foreign { vendor: "picker", on_another_origin: false },
];

impl Site {
    /// Every fourth booking is made at a foreign site, by turns; the others go through the variants.
    fn of(seed: u64) -> Self {
        let (group, place) = (seed / 4, seed % 4);
        let foreign = group % 4;
        if place == foreign {
            return FOREIGN[usize::try_from(group / 4 % 4).expect("it is below four")];
        }
        let turn = group * 3 + place - u64::from(place > foreign);
        Self::Practice { variant: turn % variants::COUNT }
    }
}

#[test]
fn every_variant_and_every_foreign_site_has_its_turns() {
    let mut turns = std::collections::BTreeMap::new();
    for seed in 1..=1000 {
        *turns.entry(Site::of(seed)).or_insert(0) += 1;
    }
    assert_eq!(turns.len(), FOREIGN.len() + usize::try_from(variants::COUNT).unwrap());
    assert!(turns.values().all(|turns| *turns >= 11), "{turns:?}");
}

pub(super) struct Plan {
    seed: u64,
    pub(super) site: Site,
    pub(super) request: BookingRequest,
    pub(super) lead: Lead,
    /// The service that has to be chosen, by its whole name.
    pub(super) service: String,
    pub(super) profile: Arc<SiteProfile>,
    pub(super) expected: Ended,
    switches: Vec<Switch>,
}

/// What is asked for, the service that it means, whether others than Brandi do it, and how looking for it ends.
type Asked = (&'static str, &'static str, bool, Option<FailureCode>);

const SERVICES: &[Asked] = &[
    ("Lip Filler", "Lip Filler", true, None),
    ("mini lip filler", "Mini Lip Filler", true, None),
    ("Deluxe", "Deluxe HydraFacial", true, None),
    ("Weight Loss Consultation - In Person", "Weight Loss Consultation - In Person", true, None),
    ("Dermaplaning", "Dermaplaning", false, None),
    ("chemical peel", "Chemical Peel (VI Peel)", true, None),
    ("the wrinkle thing", "Botox/Dysport/Xeomin", true, None),
];

/// What fits several services, or none.
const MISFITS: &[Asked] = &[
    ("HydraFacial", "", true, Some(FailureCode::ServiceAmbiguous)),
    ("Weight Loss Consultation", "", true, Some(FailureCode::ServiceAmbiguous)),
    ("Hot Stone Massage", "", true, Some(FailureCode::ServiceNotFound)),
];

/// Times that the clinic lists and never has.
const TAKEN: [Time; 4] = [time(9, 30, 0, 0), time(11, 0, 0, 0), time(13, 0, 0, 0), time(16, 30, 0, 0)];

impl Plan {
    pub(super) fn from_seed(seed: u64, desk: &Desk) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        let site = Site::of(seed);
        let (ending, switches) = dressed(site, &mut dice);
        let (asked, service, both, no_service) = *if dice.random_bool(0.12) { MISFITS } else { SERVICES }
            .choose(&mut dice)
            .expect("there are services");
        let profile = match site {
            Site::Practice { .. } if dice.random_bool(0.5) => moxie(),
            _ => generic(),
        };
        let mut request = match site {
            Site::Practice { .. } => desk.request(&switches),
            Site::Foreign { vendor, .. } => desk.foreign_request(vendor, &switches),
        };
        let gone = ending == Ending::ProviderGone;
        request.service = Some(asked.into());
        request.provider = (gone || dice.random_bool(0.6)).then(|| "Brandi".into());
        request.aliases =
            vec![ServiceAlias { said: "wrinkle".into(), service: "Botox/Dysport/Xeomin".into() }];
        (request.date, request.time) = when(desk, ending, &mut dice);
        let no_service = no_service.or((gone && !both).then_some(FailureCode::ProviderNotFound));
        let lead = somebody(&mut dice, matches!(site, Site::Foreign { .. }));
        let expected = expected(&switches, no_service, ending);
        Self { seed, site, request, lead, service: service.into(), profile, expected, switches }
    }

    /// Whether the site fills in the details by itself.
    pub(super) fn is_known_to_the_site(&self) -> bool {
        self.switches.contains(&("returning", "1"))
    }

    pub(super) fn told(&self) -> String {
        let Self { seed, site, request, switches, profile, .. } = self;
        format!(
            "seed {seed} {site:?} {} {:?} with {:?} on {} {} {switches:?}",
            profile.name, request.service, request.provider, request.date, request.time
        )
    }
}

/// How the booking shall end, and all the switches of its site.
fn dressed(site: Site, dice: &mut StdRng) -> (Ending, Vec<Switch>) {
    let (ending, mut switches) = match site {
        Site::Practice { variant } => {
            let switches = variants::switches(variant);
            (Ending::at_the_practice(dice, &switches), switches)
        }
        Site::Foreign { on_another_origin, .. } => {
            (Ending::elsewhere(dice), if on_another_origin { vec![("frame", "other")] } else { Vec::new() })
        }
    };
    if ending.is_told_once() {
        switches.retain(|(name, _)| *name != "rerender");
    }
    switches.extend(ending.switch());
    (ending, switches)
}

fn when(desk: &Desk, ending: Ending, dice: &mut StdRng) -> (Date, Time) {
    let slots = desk.clinic.open_slots();
    let (day, time) = *slots.choose(dice).expect("the clinic has room");
    match ending {
        Ending::NoSuchTime => (day, TAKEN[dice.random_range(0..TAKEN.len())]),
        Ending::NoSuchDay => (shut(desk, day, dice.random_bool(0.3)), time),
        _ => (day, time),
    }
}

/// A day on which the clinic takes nobody: the next 13th, or one beyond its horizon.
fn shut(desk: &Desk, after: Date, beyond: bool) -> Date {
    if beyond {
        return desk.clinic.open_slot().0.saturating_add(7.months());
    }
    after.series(1.day()).find(|day| day.day() == 13).expect("every month has one")
}

/// A service that cannot be had ends the booking before anything else does, but for what the phone number does where it comes first.
fn expected(switches: &[Switch], no_service: Option<FailureCode>, ending: Ending) -> Ended {
    let phone_first = switches.contains(&("order", "phoneFirst"));
    match no_service {
        Some(code) if !(phone_first && ending.is_of_the_phone()) => Ended::With(code),
        _ => ending.ended(),
    }
}
