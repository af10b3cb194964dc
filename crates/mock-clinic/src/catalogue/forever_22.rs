//! The default clinic's data. The people and the place are invented; the shape is a real clinic's.

use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::{Category, Clinic, DEFAULT_SLUG, DEPOSIT_CENTS, Provider, Service, id_of};
use crate::calendar::OfferedSlot;

const GALE: &str = "18201";
const BRANDI: &str = "18202";
const BOTH: &[&str] = &[GALE, BRANDI];

/// Name, minutes, dollars, who does it.
type Row = (&'static str, u32, u32, &'static [&'static str]);

const CATEGORIES: &[(&str, &[Row])] = &[
    (
        "Wrinkle Relaxers",
        &[
            ("Tox (Jeuveau, Letybo)", 30, 0, BOTH),
            ("Botox/Dysport/Xeomin", 30, 0, BOTH),
            ("Lip Flip", 20, 120, BOTH),
            ("Tox Touch-Up (2 weeks)", 15, 0, &[BRANDI]),
        ],
    ),
    (
        "Dermal Filler",
        &[
            ("Lip Filler", 60, 650, BOTH),
            ("1 Syringe of Lip Filler", 60, 700, BOTH),
            ("Mini Lip Filler", 45, 400, BOTH),
            ("Cheek Filler", 60, 750, &[GALE]),
        ],
    ),
    (
        "Weight Loss",
        &[
            ("Weight Loss Consultation - In Person", 30, 99, BOTH),
            ("Weight Loss Consultation - Virtual Visit", 30, 79, &[GALE]),
            ("Semaglutide Follow-Up", 15, 49, BOTH),
        ],
    ),
    (
        "Facials & Peels",
        &[
            ("Signature HydraFacial", 45, 199, BOTH),
            ("Deluxe HydraFacial", 60, 275, BOTH),
            ("Dermaplaning", 45, 125, &[BRANDI]),
            ("Chemical Peel (VI Peel)", 45, 325, BOTH),
        ],
    ),
    (
        "Microneedling",
        &[
            ("SkinPen Microneedling", 60, 350, BOTH),
            ("Microneedling with PRP", 75, 550, BOTH),
            ("RF Microneedling (Morpheus8)", 90, 900, &[GALE]),
        ],
    ),
    ("Laser", &[("IPL Photofacial", 45, 375, BOTH), ("Laser Hair Removal - Small Area", 30, 150, &[BRANDI])]),
    ("Wellness & IV", &[("B12 Injection", 10, 35, BOTH), ("IV Hydration Therapy", 45, 185, BOTH)]),
    ("Consultations", &[("New Patient Consultation", 30, 0, BOTH)]),
];

/// Hour, minute and whether the time is still free on a day nobody has booked yet.
const TIMES: [(i8, i8, bool); 19] = [
    (9, 0, true),
    (9, 30, false),
    (10, 0, true),
    (10, 30, true),
    (11, 0, false),
    (11, 30, true),
    (12, 0, true),
    (12, 30, true),
    (13, 0, false),
    (13, 30, true),
    (14, 0, true),
    (14, 30, true),
    (15, 0, true),
    (15, 30, true),
    (16, 0, true),
    (16, 30, false),
    (17, 0, true),
    (18, 0, true),
    (19, 15, true),
];

pub(super) fn clinic() -> Clinic {
    let timezone_name = "America/New_York";
    Clinic {
        slug: DEFAULT_SLUG.into(),
        name: "Forever 22 Med Spa".into(),
        phone: "(440) 555-0122".into(),
        email: "hello@forever22.example".into(),
        address: "22 Harbor Street, Lakeview, OH 44000".into(),
        timezone: TimeZone::get(timezone_name).expect("the time zone database is built in"),
        timezone_name: timezone_name.into(),
        providers: vec![provider(GALE, "Gale Tesar"), provider(BRANDI, "Brandi Sesock")],
        categories: CATEGORIES.iter().map(|(name, rows)| category(name, rows)).collect(),
        slots: TIMES.iter().map(|&(hour, minute, available)| slot(hour, minute, available)).collect(),
        date: None,
    }
}

fn provider(id: &str, name: &str) -> Provider {
    Provider { id: id.into(), name: name.into() }
}

fn category(name: &str, rows: &[Row]) -> Category {
    Category { name: name.into(), services: rows.iter().map(service).collect() }
}

fn service(&(name, duration_minutes, dollars, provider_ids): &Row) -> Service {
    Service {
        id: id_of(name),
        name: name.into(),
        duration_minutes,
        price_cents: dollars * 100,
        deposit_cents: DEPOSIT_CENTS,
        provider_ids: provider_ids.iter().map(|&id| id.into()).collect(),
    }
}

fn slot(hour: i8, minute: i8, available: bool) -> OfferedSlot {
    OfferedSlot { time: Time::constant(hour, minute, 0, 0), available }
}
