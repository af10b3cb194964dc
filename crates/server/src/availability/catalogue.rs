//! A clinic's catalogue as the site's framework fetches it: services, how long they take, who offers them. Ids are passed on as they came.

use std::collections::BTreeMap;

use baton_booking::availability::Inquiry;
use baton_booking::matching::{Aliases, Match, choose};
use baton_booking::outcome::{Failure, FailureCode};
use serde::Deserialize;
use serde_json::Value;

/// The envelope around the catalogue.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Catalogue {
    page_props: PageProps,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageProps {
    medspa_info: MedspaInfo,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MedspaInfo {
    id: Value,
    service_categories: Vec<ServiceCategory>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ServiceCategory {
    medspa_service_menu_items: Vec<MenuItem>,
}

/// One service.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MenuItem {
    pub(super) id: Value,
    pub(super) name: String,
    #[serde(default, rename = "serviceMenuAdditionalPublicInfo")]
    public_info: Option<PublicInfo>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PublicInfo {
    #[serde(default)]
    eligible_providers_details: Vec<Eligible>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Eligible {
    user_medspa: UserMedspa,
}

#[derive(Debug, Deserialize)]
struct UserMedspa {
    id: Value,
    user: User,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
}

/// Somebody who offers a service.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Provider {
    pub(super) id: Value,
    pub(super) name: String,
}

impl Catalogue {
    pub(super) fn medspa(&self) -> &Value {
        &self.page_props.medspa_info.id
    }

    /// The service that the inquiry means. What fits twice or nowhere is an answer, with what could be chosen.
    pub(super) fn service(
        &self,
        inquiry: &Inquiry,
        of_profile: &BTreeMap<String, String>,
    ) -> Result<&MenuItem, Failure> {
        let categories = self.page_props.medspa_info.service_categories.iter();
        let items: Vec<&MenuItem> =
            categories.flat_map(|category| &category.medspa_service_menu_items).collect();
        let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
        let none = || Failure::new(FailureCode::ServiceNotFound, "The clinic lists no services.");
        let Some(wanted) = &inquiry.service else { return items.first().copied().ok_or_else(none) };
        let (code, fits, choices) = match choose(wanted, &names, &Aliases::new(&inquiry.aliases, of_profile))
        {
            Match::One(index) => return Ok(items[index]),
            Match::Many(found) => {
                (FailureCode::ServiceAmbiguous, "fits several services", picked(&found, &names))
            }
            Match::Nothing => (FailureCode::ServiceNotFound, "fits none of the services", all(&names)),
        };
        Err(Failure::new(code, format!("\"{wanted}\" {fits} of the clinic.")).with_choices(choices))
    }
}

impl MenuItem {
    /// Everyone who offers the service; empty where the catalogue does not say.
    pub(super) fn providers(&self) -> Vec<Provider> {
        let eligible = self.public_info.iter().flat_map(|info| &info.eligible_providers_details);
        let provider = |one: &Eligible| Provider {
            id: one.user_medspa.id.clone(),
            name: format!("{} {}", one.user_medspa.user.first_name, one.user_medspa.user.last_name)
                .trim()
                .to_owned(),
        };
        eligible.map(provider).collect()
    }
}

/// The one of `providers` that is meant.
pub(super) fn provider(wanted: &str, providers: &[Provider]) -> Result<Provider, Failure> {
    let names: Vec<&str> = providers.iter().map(|provider| provider.name.as_str()).collect();
    let (code, fits, choices) = match choose(wanted, &names, &Aliases::default()) {
        Match::One(index) => return Ok(providers[index].clone()),
        Match::Many(found) => {
            (FailureCode::ProviderAmbiguous, "fits several providers", picked(&found, &names))
        }
        Match::Nothing => (FailureCode::ProviderNotFound, "fits none of the providers", all(&names)),
    };
    Err(Failure::new(code, format!("\"{wanted}\" {fits} of this service.")).with_choices(choices))
}

fn picked(indices: &[usize], names: &[&str]) -> Vec<String> {
    indices.iter().map(|index| names[*index].to_owned()).collect()
}

fn all(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
