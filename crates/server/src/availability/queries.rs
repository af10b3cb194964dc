//! The fast path: asks the site's own endpoints, page by catalogue by slots, under the guard for outgoing addresses.
//! Believes nothing that contradicts itself; then the page is visited instead.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use baton_booking::availability::{Contradiction, Findings, Gathering, Inquiry, Slot, merged};
use baton_booking::outcome::Failure;
use baton_booking::profile::AvailabilityQueries;
use futures_util::future::try_join_all;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use reqwest::{Client, RequestBuilder};
use serde::de::DeserializeOwned;
use url::Url;

use super::catalogue::{self, Catalogue, MenuItem, Provider};
use super::page_data;
use super::slot_query::{self, Span, Unbelievable};
use crate::egress::{self, Egress, GuardedResolver, NotAllowed};

/// A catalogue of a big clinic has a few hundred KiB.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;
/// Days that are asked for in one go.
const DAYS_AT_ONCE: i32 = 31;
/// Providers that are asked about at the same time.
const PROVIDERS_AT_ONCE: usize = 4;

/// Asks sites' own endpoints. Clones share their connections.
#[derive(Debug, Clone)]
pub(super) struct SiteQueries {
    client: Client,
    egress: Egress,
}

/// Why the site's queries are of no use.
#[derive(Debug, thiserror::Error)]
pub(super) enum QueryError {
    #[error("they did not answer in time")]
    TooLate,
    #[error("an address {0}")]
    Address(#[from] NotAllowed),
    #[error("an address cannot be made of the profile's")]
    NoAddress,
    #[error("the request failed: {0}")]
    Http(String),
    #[error("the status was {0}")]
    Status(u16),
    #[error("the answer was too large or of another shape")]
    Shape,
    #[error("the page names no build of the site")]
    NoPageData,
    #[error("they offer nothing for weeks, as they do when they do not work")]
    Silent,
    #[error(transparent)]
    Unbelievable(#[from] Unbelievable),
}

/// Slots, and the provider who has them where one was asked about.
type OfProvider = (Option<String>, Vec<Slot>);
/// The free times by day.
type Days = BTreeMap<Date, Vec<Slot>>;

/// One service's free times, ready to be asked for.
struct Question<'a> {
    queries: &'a AvailabilityQueries,
    endpoint: Url,
    catalogue: &'a Catalogue,
    service: &'a MenuItem,
    /// Whom to ask about; `None` for anyone, where the catalogue names nobody.
    providers: Vec<Option<Provider>>,
    zone: Option<TimeZone>,
    now: Timestamp,
}

impl SiteQueries {
    pub(super) fn new(egress: Egress) -> reqwest::Result<Self> {
        let client = egress::client()
            .user_agent(concat!("Baton/", env!("CARGO_PKG_VERSION")))
            // A proxy from the environment would connect for us, past the guard.
            .no_proxy()
            .dns_resolver(Arc::new(GuardedResolver::new(egress)))
            .build()?;
        Ok(Self { client, egress })
    }

    /// The times, or what keeps the question from having any; an error where the endpoints cannot be used or believed.
    pub(super) async fn ask(
        &self,
        queries: &AvailabilityQueries,
        aliases: &BTreeMap<String, String>,
        inquiry: &Inquiry,
        zone: Option<TimeZone>,
        now: Timestamp,
    ) -> Result<Result<Findings, Failure>, QueryError> {
        let page = &inquiry.booking_url;
        let html = self.read(page, self.client.get(page.clone())).await?;
        let html = String::from_utf8_lossy(&html);
        let data = page_data::read(&html, page).ok_or(QueryError::NoPageData)?;
        let mut address = page
            .join(&queries.catalogue_of(&data.build_id, &data.slug))
            .map_err(|_| QueryError::NoAddress)?;
        address.set_query(page.query());
        let catalogue: Catalogue = self.json(&address, self.client.get(address.clone())).await?;
        let asked = match chosen(&catalogue, aliases, inquiry) {
            Ok(asked) => asked,
            Err(failure) => return Ok(Err(failure)),
        };
        let question = Question {
            queries,
            endpoint: page.join(&queries.slots).map_err(|_| QueryError::NoAddress)?,
            catalogue: &catalogue,
            service: asked.service,
            providers: asked.providers,
            zone: zone.or(data.timezone),
            now,
        };
        let days = self.gather(&question, inquiry).await?.into_days();
        Ok(Ok(Findings {
            service: Some(asked.service.name.clone()),
            provider: asked.named,
            providers: asked.service.providers().into_iter().map(|provider| provider.name).collect(),
            timezone: question.zone,
            days,
        }))
    }

    async fn gather(&self, question: &Question<'_>, inquiry: &Inquiry) -> Result<Gathering, QueryError> {
        let last_place = || TimeZone::fixed(Offset::constant(-12));
        let today = question.now.to_zoned(question.zone.clone().unwrap_or_else(last_place)).date();
        let mut gathering = Gathering::new(inquiry.wish.clone(), today);
        let mut is_alive = false;
        while let Some(first) = gathering.next() {
            let reach = first.saturating_add((DAYS_AT_ONCE - 1).days());
            let dates: Vec<Date> = gathering.left().take_while(|date| *date <= reach).collect();
            // A single day may well be full; over a month, an endpoint that works has something to say.
            let span =
                Span { first, last: if is_alive { dates.last().copied().unwrap_or(first) } else { reach } };
            let mut days = self.days(question, span).await?;
            is_alive |= days.values().any(|slots| !slots.is_empty());
            for date in dates {
                gathering.add(days.remove(&date).unwrap_or_default());
                if gathering.next().is_none() {
                    break;
                }
            }
        }
        if is_alive { Ok(gathering) } else { Err(QueryError::Silent) }
    }

    /// What all the providers have, day by day.
    async fn days(&self, question: &Question<'_>, span: Span) -> Result<Days, QueryError> {
        let mut by_day: BTreeMap<Date, Vec<OfProvider>> = BTreeMap::new();
        for some in question.providers.chunks(PROVIDERS_AT_ONCE) {
            let asking = some.iter().map(|provider| self.of_provider(question, provider.as_ref(), span));
            for (provider, days) in try_join_all(asking).await? {
                for (date, slots) in days {
                    by_day.entry(date).or_default().push((provider.clone(), slots));
                }
            }
        }
        let to_come = |slot: &Slot| slot.start.as_ref().is_some_and(|start| start.timestamp() > question.now);
        let merged_day = |(date, of_providers)| {
            let mut slots = merged(date, of_providers)?;
            slots.retain(to_come);
            Ok((date, slots))
        };
        by_day
            .into_iter()
            .map(merged_day)
            .collect::<Result<_, Contradiction>>()
            .map_err(|error| Unbelievable::from(error).into())
    }

    async fn of_provider(
        &self,
        question: &Question<'_>,
        provider: Option<&Provider>,
        span: Span,
    ) -> Result<(Option<String>, Days), QueryError> {
        let medspa = question.catalogue.medspa();
        let id = provider.map(|provider| &provider.id);
        let body = slot_query::body(&question.queries.query, medspa, &question.service.id, id, span);
        let request = self.client.post(question.endpoint.clone()).json(&body);
        let answer = self.json(&question.endpoint, request).await?;
        let days = slot_query::read(answer, span, question.zone.as_ref())?;
        Ok((provider.map(|provider| provider.name.clone()), days))
    }

    async fn json<T: DeserializeOwned>(&self, url: &Url, request: RequestBuilder) -> Result<T, QueryError> {
        let body = self.read(url, request).await?;
        serde_json::from_slice(&body).map_err(|_| QueryError::Shape)
    }

    /// Literal addresses never reach the resolver, so every address is judged here first.
    async fn read(&self, url: &Url, request: RequestBuilder) -> Result<Vec<u8>, QueryError> {
        self.egress.check(url)?;
        let mut response = request.send().await.map_err(http)?;
        if !response.status().is_success() {
            return Err(QueryError::Status(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(http)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(QueryError::Shape);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// What the catalogue makes of the inquiry.
struct Asked<'a> {
    service: &'a MenuItem,
    providers: Vec<Option<Provider>>,
    /// The provider that was asked for, by the catalogue's name.
    named: Option<String>,
}

fn chosen<'a>(
    catalogue: &'a Catalogue,
    aliases: &BTreeMap<String, String>,
    inquiry: &Inquiry,
) -> Result<Asked<'a>, Failure> {
    let service = catalogue.service(inquiry, aliases)?;
    let eligible = service.providers();
    if let Some(wanted) = &inquiry.provider {
        let provider = catalogue::provider(wanted, &eligible)?;
        let named = Some(provider.name.clone());
        return Ok(Asked { service, providers: vec![Some(provider)], named });
    }
    let anyone = eligible.is_empty().then_some(None);
    let providers = eligible.into_iter().map(Some).chain(anyone).collect();
    Ok(Asked { service, providers, named: None })
}

/// In words without the address, which may hold more than a log should.
fn http(error: reqwest::Error) -> QueryError {
    let error = error.without_url();
    QueryError::Http(error.source().map_or_else(|| error.to_string(), ToString::to_string))
}
