//! One random variant of the practice clinic, and how a booking of it has to end. Told by the switches alone, never by what the flow does.

use std::sync::Arc;

use baton_booking::handoff::HandoffReason::{Captcha, Payment, Review, VerificationCode};
use baton_booking::outcome::FailureCode;
use baton_booking::profile::SiteProfile;
use baton_booking::request::{BookingRequest, ServiceAlias};
use jiff::civil::{Time, time};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use crate::desk::{Desk, Ended, generic, moxie};

pub(crate) struct Variant {
    pub(crate) seed: u64,
    pub(crate) request: BookingRequest,
    /// The service that has to be chosen, by its whole name.
    pub(crate) service: String,
    pub(crate) profile: Arc<SiteProfile>,
    pub(crate) expected: Ended,
    switches: Vec<(&'static str, &'static str)>,
}

type Switch = (&'static str, &'static [&'static str]);

/// Switches that change how the site looks and not how a booking ends.
const LOOKS: &[Switch] = &[
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
];

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

impl Variant {
    pub(crate) fn from_seed(seed: u64, desk: &Desk) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut switches: Vec<(&str, &str)> = Vec::new();
        for (name, values) in LOOKS {
            if dice.random_bool(0.18) {
                switches.push((name, values.choose(&mut dice).expect("every switch has values")));
            }
        }
        let ending = Ending::random(&mut dice, &switches);
        if matches!(ending, Ending::Lost) {
            // A review that is replaced all the time asks for the slot again, and then gets it.
            switches.retain(|(name, _)| *name != "rerender");
        }
        switches.extend(ending.switch());
        let profile = if dice.random_bool(0.5) { moxie() } else { generic() };
        let mut request = desk.request(&switches);
        let slots = desk.clinic.open_slots();
        (request.date, request.time) = *slots.choose(&mut dice).expect("the clinic has room");
        request.aliases =
            vec![ServiceAlias { said: "wrinkle".into(), service: "Botox/Dysport/Xeomin".into() }];
        let (asked, service, both, no_service) = *if dice.random_bool(0.12) { MISFITS } else { SERVICES }
            .choose(&mut dice)
            .expect("there are services");
        request.service = Some(asked.into());
        let gone = matches!(ending, Ending::ProviderGone);
        let provider = if gone || dice.random_bool(0.6) { Some("Brandi") } else { None };
        request.provider = provider.map(Into::into);
        if matches!(ending, Ending::NoSuchTime) {
            request.time = TAKEN[dice.random_range(0..TAKEN.len())];
        }
        let no_service = no_service.or((gone && !both).then_some(FailureCode::ProviderNotFound));
        let expected = no_service_comes_first(&switches, no_service, ending);
        Self { seed, request, service: service.into(), profile, expected, switches }
    }

    pub(crate) fn told(&self) -> String {
        let Self { request, switches, profile, .. } = self;
        format!(
            "{} {:?} with {:?} on {} {} {switches:?}",
            profile.name, request.service, request.provider, request.date, request.time
        )
    }
}

/// Times that the clinic lists and never has.
const TAKEN: [Time; 4] = [time(9, 30, 0, 0), time(11, 0, 0, 0), time(13, 0, 0, 0), time(16, 30, 0, 0)];

/// What decides how a booking ends; one at a time, so that there is one right answer.
#[derive(Debug, Clone, Copy)]
enum Ending {
    Paid,
    Free,
    Code,
    Robot,
    EmailRefused,
    PhoneRefused,
    Lost,
    Misread,
    ProviderGone,
    NoSuchTime,
}

impl Ending {
    fn random(dice: &mut StdRng, switches: &[(&str, &str)]) -> Self {
        use Ending::{
            Code, EmailRefused, Free, Lost, Misread, NoSuchTime, Paid, PhoneRefused, ProviderGone, Robot,
        };
        let ending = *[
            Paid,
            Paid,
            Paid,
            Paid,
            Paid,
            Paid,
            Free,
            Code,
            Robot,
            EmailRefused,
            PhoneRefused,
            Lost,
            Misread,
            ProviderGone,
            NoSuchTime,
        ]
        .choose(dice)
        .expect("there are endings");
        // A patient whom the site knows is not asked for an e-mail address.
        let known = switches.iter().any(|(name, _)| *name == "returning");
        if known && matches!(ending, EmailRefused) { Paid } else { ending }
    }

    fn switch(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Paid | Self::NoSuchTime => return None,
            Self::Free => ("nodeposit", "1"),
            Self::Code => ("code", "1"),
            Self::Robot => ("captcha", "1"),
            Self::EmailRefused => ("contactError", "email"),
            Self::PhoneRefused => ("contactError", "phone"),
            Self::Lost => ("slotLost", "review"),
            Self::Misread => ("wrongReadback", "1"),
            Self::ProviderGone => ("missingProvider", "Brandi Sesock"),
        })
    }

    fn ended(self) -> Ended {
        match self {
            Self::Paid => Ended::At(Payment),
            Self::Free => Ended::At(Review),
            Self::Code => Ended::At(VerificationCode),
            Self::Robot => Ended::At(Captcha),
            Self::EmailRefused | Self::PhoneRefused => Ended::With(FailureCode::SiteRejectedContact),
            Self::Lost => Ended::With(FailureCode::SlotLost),
            Self::Misread => Ended::With(FailureCode::SelectionMismatch),
            Self::ProviderGone => Ended::With(FailureCode::ProviderNotFound),
            Self::NoSuchTime => Ended::With(FailureCode::TimeUnavailable),
        }
    }
}

/// Where the phone number comes first, so does what becomes of it.
fn no_service_comes_first(
    switches: &[(&str, &str)],
    no_service: Option<FailureCode>,
    ending: Ending,
) -> Ended {
    let phone_first = switches.contains(&("order", "phoneFirst"));
    let of_the_phone = matches!(ending, Ending::Code | Ending::Robot | Ending::PhoneRefused);
    match no_service {
        Some(code) if !(phone_first && of_the_phone) => Ended::With(code),
        _ => ending.ended(),
    }
}
