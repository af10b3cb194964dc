//! Clinics of the tests. Invented, every one.

use baton_platform::{BookingWay, Clinic, ClinicId, Money};
use jiff::tz::TimeZone;

fn at(page: &str) -> BookingWay {
    BookingWay::Moxie { booking_url: page.to_owned(), profile: None }
}

pub(crate) fn moxie() -> Clinic {
    Clinic {
        id: ClinicId("forever-22".to_owned()),
        name: "Forever 22 Med Spa".to_owned(),
        zone: TimeZone::get("America/New_York").unwrap(),
        booking: at("https://clinic.example/booking/forever-22"),
        services: Vec::new(),
        aliases: [("botox".to_owned(), "Tox (Botox, Jeuveau, Dysport)".to_owned())].into(),
        messaging_number: "+14405550122".to_owned(),
        front_desk: Some("(440) 555-0122".to_owned()),
        cancellation_policy: Some("Cancel up to 24 hours before.".to_owned()),
    }
}

pub(crate) fn square() -> Clinic {
    Clinic {
        id: ClinicId("glow-bar".to_owned()),
        name: "Glow Bar".to_owned(),
        zone: TimeZone::get("America/Denver").unwrap(),
        booking: BookingWay::Square {
            location: "LTEST0000001".to_owned(),
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

/// A second clinic of Moxie, at which the same person may book.
pub(crate) fn lakeside() -> Clinic {
    Clinic {
        id: ClinicId("lakeside".to_owned()),
        name: "Lakeside Aesthetics".to_owned(),
        zone: TimeZone::get("America/Chicago").unwrap(),
        booking: at("https://clinic.example/booking/lakeside"),
        messaging_number: "+13125550166".to_owned(),
        cancellation_policy: None,
        ..moxie()
    }
}

pub(crate) fn all() -> [Clinic; 3] {
    [moxie(), square(), lakeside()]
}
