//! The first mock page's query parameters, which describe a whole clinic in a URL. Knows nothing of scenarios.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Category, Clinic, DEPOSIT_CENTS, Provider, Service, id_of};
use crate::calendar::{OfferedSlot, parse_time};

/// A parameter that does not describe what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InvalidParam {
    pub(crate) name: &'static str,
    pub(crate) reason: String,
}

impl std::fmt::Display for InvalidParam {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "parameter {:?} cannot be read: {}", self.name, self.reason)
    }
}

#[derive(Deserialize)]
struct ServiceParam {
    name: String,
    #[serde(default)]
    duration: Option<DurationParam>,
    #[serde(default)]
    providers: Vec<ProviderRef>,
}

/// Minutes as a number, or as the page would write them ("30 min").
#[derive(Deserialize)]
#[serde(untagged)]
enum DurationParam {
    Minutes(u32),
    Text(String),
}

/// An id as text or number, a name, or a whole provider.
#[derive(Deserialize)]
#[serde(untagged)]
enum ProviderRef {
    Text(String),
    Number(u64),
    Whole { name: String },
}

#[derive(Deserialize)]
struct ProviderParam {
    id: serde_json::Value,
    name: String,
}

#[derive(Deserialize)]
struct SlotParam {
    time: String,
    #[serde(default = "yes")]
    available: bool,
}

fn yes() -> bool {
    true
}

/// Lays `clinic, phone, email, address, timezone, providers, services, slots, date` over a clinic.
pub(crate) fn with_params(
    mut clinic: Clinic,
    query: &HashMap<String, String>,
) -> Result<Clinic, InvalidParam> {
    for (name, field) in [
        ("clinic", &mut clinic.name),
        ("phone", &mut clinic.phone),
        ("email", &mut clinic.email),
        ("address", &mut clinic.address),
    ] {
        if let Some(text) = query.get(name) {
            field.clone_from(text);
        }
    }
    if let Some(zone) = query.get("timezone") {
        clinic.timezone = TimeZone::get(zone).map_err(|error| invalid("timezone", &error))?;
        clinic.timezone_name.clone_from(zone);
    }
    if let Some(providers) = json::<Vec<ProviderParam>>("providers", query)? {
        clinic = with_providers(clinic, providers);
    }
    if let Some(services) = json::<serde_json::Map<String, serde_json::Value>>("services", query)? {
        clinic.categories = categories(&clinic, services)?;
    }
    if let Some(slots) = json::<Vec<SlotParam>>("slots", query)? {
        clinic.slots = offered(slots)?;
    }
    if let Some(date) = query.get("date") {
        clinic.date = Some(date.parse().map_err(|error| invalid("date", &error))?);
    }
    Ok(clinic)
}

/// New providers do every service until the `services` parameter says otherwise.
fn with_providers(mut clinic: Clinic, providers: Vec<ProviderParam>) -> Clinic {
    clinic.providers = providers
        .into_iter()
        .map(|provider| Provider { id: plain(&provider.id), name: provider.name })
        .collect();
    let everyone: Vec<String> = clinic.providers.iter().map(|provider| provider.id.clone()).collect();
    for service in clinic.categories.iter_mut().flat_map(|category| &mut category.services) {
        service.provider_ids.clone_from(&everyone);
    }
    clinic
}

fn categories(
    clinic: &Clinic,
    services: serde_json::Map<String, serde_json::Value>,
) -> Result<Vec<Category>, InvalidParam> {
    let category = |(name, value): (String, serde_json::Value)| {
        let rows: Vec<ServiceParam> =
            serde_json::from_value(value).map_err(|error| invalid("services", &error))?;
        Ok(Category { name, services: rows.into_iter().map(|row| service(clinic, row)).collect() })
    };
    services.into_iter().map(category).collect()
}

fn service(clinic: &Clinic, row: ServiceParam) -> Service {
    let named: Vec<String> = row.providers.iter().filter_map(|reference| find(clinic, reference)).collect();
    let everyone = || clinic.providers.iter().map(|provider| provider.id.clone()).collect();
    Service {
        id: id_of(&row.name),
        name: row.name,
        duration_minutes: row.duration.map_or(30, minutes),
        price_cents: 0,
        deposit_cents: DEPOSIT_CENTS,
        provider_ids: if named.is_empty() { everyone() } else { named },
    }
}

fn find(clinic: &Clinic, reference: &ProviderRef) -> Option<String> {
    let wanted = match reference {
        ProviderRef::Text(text) | ProviderRef::Whole { name: text } => text.clone(),
        ProviderRef::Number(id) => id.to_string(),
    };
    let provider =
        clinic.providers.iter().find(|provider| provider.id == wanted || provider.name == wanted)?;
    Some(provider.id.clone())
}

fn minutes(duration: DurationParam) -> u32 {
    match duration {
        DurationParam::Minutes(minutes) => minutes,
        DurationParam::Text(text) => {
            text.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(30)
        }
    }
}

fn offered(slots: Vec<SlotParam>) -> Result<Vec<OfferedSlot>, InvalidParam> {
    let slot = |slot: SlotParam| {
        let time = parse_time(&slot.time).ok_or_else(|| InvalidParam {
            name: "slots",
            reason: format!("{:?} is no time of day", slot.time),
        })?;
        Ok(OfferedSlot { time, available: slot.available })
    };
    slots.into_iter().map(slot).collect()
}

fn json<T: DeserializeOwned>(
    name: &'static str,
    query: &HashMap<String, String>,
) -> Result<Option<T>, InvalidParam> {
    let Some(text) = query.get(name) else { return Ok(None) };
    serde_json::from_str(text).map(Some).map_err(|error| invalid(name, &error))
}

fn plain(id: &serde_json::Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

fn invalid(name: &'static str, error: &dyn std::fmt::Display) -> InvalidParam {
    InvalidParam { name, reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clinic_of(pairs: &[(&str, &str)]) -> Result<Clinic, InvalidParam> {
        let query = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        with_params(Clinic::of("forever-22"), &query)
    }

    #[test]
    fn a_url_can_describe_a_whole_clinic() {
        let clinic = clinic_of(&[
            ("clinic", "Glow Bar"),
            ("timezone", "America/Denver"),
            ("providers", r#"[{"id": 7, "name": "Ada Lin"}, {"id": "p8", "name": "Bo Ek"}]"#),
            ("services", r#"{"Skin": [{"name": "Peel", "duration": "45 min", "providers": ["Bo Ek"]}]}"#),
            ("slots", r#"[{"time": "2:30pm", "available": true}, {"time": "16:00", "available": false}]"#),
            ("date", "2026-02-05"),
        ])
        .unwrap();
        let peel = clinic.service("peel").unwrap();
        assert_eq!((clinic.name.as_str(), clinic.timezone_name.as_str()), ("Glow Bar", "America/Denver"));
        assert_eq!((peel.duration_minutes, peel.provider_ids.as_slice()), (45, &["p8".to_owned()][..]));
        assert_eq!(clinic.slots.iter().map(|slot| slot.available).collect::<Vec<_>>(), [true, false]);
        assert_eq!(clinic.date, Some(jiff::civil::date(2026, 2, 5)));
    }

    #[test]
    fn a_parameter_that_cannot_be_read_is_named() {
        for (name, value) in [
            ("timezone", "Mars/Olympus"),
            ("slots", r#"[{"time": "late"}]"#),
            ("date", "soon"),
            ("services", "[]"),
        ] {
            assert_eq!(clinic_of(&[(name, value)]).unwrap_err().name, name);
        }
    }
}
