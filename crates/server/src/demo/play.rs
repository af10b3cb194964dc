//! A phone to play with: the platform as it runs elsewhere, in front of the demo's service and clinic, and a carrier whose one phone is a page.

use std::sync::Arc;
use std::time::Duration;

use baton_booking::clock::{Clock, SystemClock};
use baton_mock_clinic::DEFAULT_SLUG;
use baton_platform::service::{Baton, Carrier as CarrierAccount, Config, PlatformService};
use baton_platform::{BookingWay, Clinic, ClinicId};
use jiff::tz::TimeZone;

use super::carrier::{ACCOUNT, Carrier, Correspondent, TOKEN};
use super::world::World;

/// The clinic's number.
const CLINIC: &str = "+14405550122";

#[derive(Debug)]
pub struct Play {
    carrier: Carrier,
    platform: PlatformService,
}

impl Play {
    /// Opens the platform for the world's clinic.
    pub async fn open(world: &World) -> anyhow::Result<Self> {
        let carrier = Carrier::open().await?;
        let config = config(world, carrier.base_url());
        let platform = PlatformService::start(config, Arc::new(|| SystemClock.now())).await?;
        let name = "Forever 22 Med Spa".to_owned();
        carrier.connect(platform.base_url(), Correspondent { name, number: CLINIC.to_owned() });
        Ok(Self { carrier, platform })
    }

    /// The page with the phone.
    pub fn url(&self) -> &str {
        self.carrier.base_url()
    }

    pub fn platform(&self) -> &PlatformService {
        &self.platform
    }

    pub async fn close(self) {
        self.platform.stop(Duration::from_secs(5)).await;
    }
}

fn config(world: &World, carrier: &str) -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        public_url: None,
        // A database in memory would be lost with its one connection, whenever somebody hangs up in the middle of a question.
        database_url: format!("sqlite://{}", world.folder().join("platform.db").display()),
        operator_key: None,
        baton: Baton {
            url: world.service.base_url(),
            api_key: None,
            callback_secret: world.secret.reveal().to_string(),
        },
        sms: CarrierAccount::Twilio {
            api: carrier.to_owned(),
            account: ACCOUNT.to_owned(),
            token: TOKEN.to_owned(),
        },
        square: None,
        clinics: vec![clinic(world)],
    }
}

fn clinic(world: &World) -> Clinic {
    Clinic {
        id: ClinicId(DEFAULT_SLUG.to_owned()),
        name: "Forever 22 Med Spa".to_owned(),
        zone: TimeZone::get("America/New_York").expect("the zone's data are built in"),
        booking: BookingWay::Moxie {
            // As slow as a quick site; at its slowest the practice clinic only tries a person's patience.
            booking_url: world.clinic.booking_url_with(&[
                ("slotDelayMs", "600"),
                ("graphqlDelayMs", "300"),
                ("searchDelayMs", "200"),
            ]),
            profile: Some("practice-clinic".to_owned()),
        },
        services: Vec::new(),
        aliases: [("botox".to_owned(), "Botox/Dysport/Xeomin".to_owned())].into(),
        messaging_number: CLINIC.to_owned(),
        front_desk: Some("(440) 555-0122".to_owned()),
        cancellation_policy: Some("Cancel up to 24 hours before.".to_owned()),
    }
}
