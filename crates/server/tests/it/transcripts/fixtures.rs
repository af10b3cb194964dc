//! The clinics of one conversation. Invented, every one; each conversation has its own at the practice clinic, so that none takes another's times.

use baton_mock_clinic::MockClinic;
use baton_platform::{BookingWay, Clinic, ClinicId, Money};
use jiff::tz::TimeZone;

use super::stand_ins::square;

/// `forever-22` and `lakeside` are clinics of Moxie, `glow-bar` is one of Square.
pub(super) fn clinics(site: &MockClinic, conversation: &str) -> [Clinic; 3] {
    let moxie = moxie(site, "forever-22", conversation);
    let lakeside = Clinic {
        name: "Lakeside Aesthetics".to_owned(),
        messaging_number: "+13125550166".to_owned(),
        cancellation_policy: None,
        ..self::moxie(site, "lakeside", conversation)
    };
    [moxie, lakeside, glow_bar()]
}

/// The clinic's page at the practice clinic.
pub(super) fn slug(clinic: &str, conversation: &str) -> String {
    format!("{clinic}-{}", conversation.replace('_', "-"))
}

fn moxie(site: &MockClinic, id: &str, conversation: &str) -> Clinic {
    Clinic {
        id: ClinicId(id.to_owned()),
        name: "Forever 22 Med Spa".to_owned(),
        zone: TimeZone::get("America/New_York").unwrap(),
        booking: BookingWay::Moxie {
            booking_url: site.booking_url(&slug(id, conversation)),
            profile: Some("practice-clinic".to_owned()),
        },
        services: Vec::new(),
        aliases: [("botox".to_owned(), "Botox/Dysport/Xeomin".to_owned())].into(),
        messaging_number: "+14405550122".to_owned(),
        front_desk: Some("(440) 555-0122".to_owned()),
        cancellation_policy: Some("Cancel up to 24 hours before.".to_owned()),
    }
}

fn glow_bar() -> Clinic {
    Clinic {
        id: ClinicId("glow-bar".to_owned()),
        name: "Glow Bar".to_owned(),
        zone: TimeZone::get("America/Denver").unwrap(),
        booking: BookingWay::Square {
            location: square::LOCATION.to_owned(),
            deposit: Money { cents: 5000, currency: "USD".to_owned() },
        },
        services: ["Botox", "Lip Filler", "Mini Lip Filler", "Signature HydraFacial", "Deluxe HydraFacial"]
            .map(str::to_owned)
            .to_vec(),
        aliases: [("tox".to_owned(), "Botox".to_owned())].into(),
        messaging_number: "+13035550142".to_owned(),
        front_desk: None,
        cancellation_policy: None,
    }
}
