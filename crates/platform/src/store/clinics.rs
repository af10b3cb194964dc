//! Clinics and how they are set up.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::{PlatformStore, StoreError};
use crate::clinic::{BookingWay, Clinic, ClinicId, Money};
use crate::lead::BookingPlatform;

/// What is read with a clinic and never searched for.
#[derive(Serialize, Deserialize)]
struct Settings {
    services: Vec<String>,
    aliases: BTreeMap<String, String>,
    location: Option<String>,
    deposit: Option<Money>,
    #[serde(default)]
    profile: Option<String>,
    front_desk: Option<String>,
    cancellation_policy: Option<String>,
}

#[derive(FromRow)]
struct ClinicRow {
    id: String,
    name: String,
    booking_platform: String,
    booking_url: Option<String>,
    time_zone: String,
    messaging_number: String,
    settings: String,
}

impl PlatformStore {
    /// Sets a clinic up, or anew.
    pub async fn put_clinic(&self, clinic: &Clinic) -> Result<(), StoreError> {
        let zone = clinic.zone.iana_name().ok_or_else(|| corrupt("time_zone", &clinic.id.0))?;
        let (url, settings) = columns(clinic);
        sqlx::query(
            "INSERT INTO platform_clinics (id, name, booking_platform, booking_url, time_zone, messaging_number, settings)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, booking_platform = excluded.booking_platform,
                booking_url = excluded.booking_url, time_zone = excluded.time_zone,
                messaging_number = excluded.messaging_number, settings = excluded.settings",
        )
        .bind(clinic.id.0.as_str())
        .bind(clinic.name.as_str())
        .bind(clinic.platform().as_str())
        .bind(url)
        .bind(zone.to_owned())
        .bind(clinic.messaging_number.as_str())
        .bind(serde_json::to_string(&settings).expect("settings have text keys"))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn clinic(&self, id: &ClinicId) -> Result<Option<Clinic>, StoreError> {
        let row: Option<ClinicRow> = sqlx::query_as("SELECT * FROM platform_clinics WHERE id = $1")
            .bind(id.0.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(Clinic::try_from).transpose()
    }

    /// The clinic that speaks from a number.
    pub async fn clinic_at(&self, messaging_number: &str) -> Result<Option<Clinic>, StoreError> {
        let row: Option<ClinicRow> =
            sqlx::query_as("SELECT * FROM platform_clinics WHERE messaging_number = $1")
                .bind(messaging_number)
                .fetch_optional(&self.pool)
                .await?;
        row.map(Clinic::try_from).transpose()
    }
}

fn columns(clinic: &Clinic) -> (Option<String>, Settings) {
    let (url, profile, location, deposit) = match &clinic.booking {
        BookingWay::Moxie { booking_url, profile } => {
            (Some(booking_url.clone()), profile.clone(), None, None)
        }
        BookingWay::Square { location, deposit } => {
            (None, None, Some(location.clone()), Some(deposit.clone()))
        }
    };
    let settings = Settings {
        services: clinic.services.clone(),
        aliases: clinic.aliases.clone(),
        location,
        deposit,
        profile,
        front_desk: clinic.front_desk.clone(),
        cancellation_policy: clinic.cancellation_policy.clone(),
    };
    (url, settings)
}

impl TryFrom<ClinicRow> for Clinic {
    type Error = StoreError;

    fn try_from(row: ClinicRow) -> Result<Self, StoreError> {
        let corrupt = |column| corrupt(column, &row.id);
        let settings: Settings = serde_json::from_str(&row.settings).map_err(|_| corrupt("settings"))?;
        let platform =
            BookingPlatform::configured(&row.booking_platform).ok_or_else(|| corrupt("booking_platform"))?;
        let booking = match platform {
            BookingPlatform::Moxie => BookingWay::Moxie {
                booking_url: row.booking_url.clone().ok_or_else(|| corrupt("booking_url"))?,
                profile: settings.profile,
            },
            BookingPlatform::Square => BookingWay::Square {
                location: settings.location.ok_or_else(|| corrupt("settings"))?,
                deposit: settings.deposit.ok_or_else(|| corrupt("settings"))?,
            },
        };
        Ok(Self {
            zone: TimeZone::get(&row.time_zone).map_err(|_| corrupt("time_zone"))?,
            id: ClinicId(row.id),
            name: row.name,
            booking,
            services: settings.services,
            aliases: settings.aliases,
            messaging_number: row.messaging_number,
            front_desk: settings.front_desk,
            cancellation_policy: settings.cancellation_policy,
        })
    }
}

fn corrupt(column: &'static str, id: &str) -> StoreError {
    StoreError::corrupt("platform_clinics", column, id)
}
