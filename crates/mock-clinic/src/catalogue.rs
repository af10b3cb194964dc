//! What a clinic offers: providers, categories, services. Knows nothing of days, bookings or pages.

mod forever_22;
mod params;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::calendar::OfferedSlot;

pub(crate) use params::{InvalidParam, with_params};

/// The clinic that exists without any query parameters.
pub const DEFAULT_SLUG: &str = "forever-22";
/// What every service asks for in advance unless it says otherwise.
pub(crate) const DEPOSIT_CENTS: u32 = 5_000;

/// One clinic as one visitor sees it.
#[derive(Debug, Clone)]
pub struct Clinic {
    pub slug: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub timezone: TimeZone,
    pub timezone_name: String,
    pub providers: Vec<Provider>,
    pub categories: Vec<Category>,
    /// The day's times, the same on every open day.
    pub slots: Vec<OfferedSlot>,
    /// A day that is open whatever the opening hours say.
    pub date: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provider {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Clone)]
pub struct Category {
    pub name: String,
    pub services: Vec<Service>,
}

#[derive(Debug, Clone)]
pub struct Service {
    pub id: String,
    pub name: String,
    pub duration_minutes: u32,
    pub price_cents: u32,
    pub deposit_cents: u32,
    /// The ids of those who do it, in the order in which the site lists them.
    pub provider_ids: Vec<String>,
}

impl Clinic {
    /// Returns the default clinic under any slug; only `forever-22` keeps its name.
    pub fn of(slug: &str) -> Self {
        let clinic = forever_22::clinic();
        if slug == DEFAULT_SLUG {
            return clinic;
        }
        Self { slug: slug.to_owned(), name: name_of(slug), ..clinic }
    }

    pub fn service(&self, id: &str) -> Option<&Service> {
        self.categories.iter().flat_map(|category| &category.services).find(|service| service.id == id)
    }

    pub fn provider(&self, id: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.id == id)
    }

    /// Returns those who do `service`, in the site's order.
    pub fn eligible(&self, service: &Service) -> Vec<&Provider> {
        service.provider_ids.iter().filter_map(|id| self.provider(id)).collect()
    }

    /// Takes a provider out of every list.
    pub(crate) fn without_provider(mut self, name: &str) -> Self {
        self.providers.retain(|provider| !provider.name.eq_ignore_ascii_case(name));
        let known: Vec<String> = self.providers.iter().map(|provider| provider.id.clone()).collect();
        for service in self.categories.iter_mut().flat_map(|category| &mut category.services) {
            service.provider_ids.retain(|id| known.contains(id));
        }
        self
    }

    /// Returns the number under which the GraphQL endpoint knows this clinic.
    pub(crate) fn medspa_id(slug: &str) -> String {
        let number = slug.bytes().fold(7_u32, |number, byte| (number * 31 + u32::from(byte)) % 9_000);
        (1_000 + number).to_string()
    }
}

/// Makes "glow-med-spa" into "Glow Med Spa".
fn name_of(slug: &str) -> String {
    let words = slug.split(['-', '_']).filter(|word| !word.is_empty());
    let capitalised = words.map(|word| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    });
    capitalised.collect::<Vec<_>>().join(" ")
}

/// Makes "1 Syringe of Lip Filler" into "1-syringe-of-lip-filler".
pub(crate) fn id_of(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_clinic_is_the_one_of_the_facts() {
        let clinic = Clinic::of(DEFAULT_SLUG);
        let services = clinic.categories.iter().map(|category| category.services.len()).sum::<usize>();
        let unavailable = clinic.slots.iter().filter(|slot| !slot.available).count();
        assert_eq!(clinic.name, "Forever 22 Med Spa");
        assert_eq!((clinic.categories.len(), services), (8, 23));
        assert_eq!((clinic.slots.len(), unavailable), (19, 4));
        assert_eq!(clinic.providers.len(), 2);
    }

    #[test]
    fn service_ids_are_unique_and_lead_back_to_the_service() {
        let clinic = Clinic::of(DEFAULT_SLUG);
        for service in clinic.categories.iter().flat_map(|category| &category.services) {
            assert_eq!(clinic.service(&service.id).map(|found| &found.name), Some(&service.name));
        }
    }

    #[test]
    fn a_provider_left_out_does_no_service() {
        let clinic = Clinic::of(DEFAULT_SLUG).without_provider("Gale Tesar");
        let services = clinic.categories.iter().flat_map(|category| &category.services);
        assert!(
            services
                .flat_map(|service| clinic.eligible(service))
                .all(|provider| provider.name == "Brandi Sesock")
        );
    }

    #[test]
    fn any_slug_is_a_clinic() {
        assert_eq!(Clinic::of("glow-med-spa").name, "Glow Med Spa");
    }
}
