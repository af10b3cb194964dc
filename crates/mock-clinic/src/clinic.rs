//! A running practice clinic: where it is, what really happened there. Its servers end when it is dropped.

use std::sync::Arc;

use anyhow::Context;
use jiff::ToSpan;
use jiff::civil::{Date, Time, time};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::DropGuard;
use url::Url;

use crate::calendar::{self, DayState};
use crate::catalogue::DEFAULT_SLUG;
use crate::records::{Offer, Visit};
use crate::site::{self, Site};
use crate::{Clinic, ClinicOptions, ClinicState, Scenario};

/// The time a helper proposes first: away from both ends of the day.
const USUAL_TIME: Time = time(14, 30, 0, 0);

#[derive(Debug)]
pub struct MockClinic {
    site: Arc<Site>,
    url: Url,
    // Ends waiting requests and event streams; the servers themselves end with their tasks.
    _stop: DropGuard,
    _servers: JoinSet<()>,
}

impl MockClinic {
    /// Opens a clinic on free loopback ports.
    pub async fn spawn() -> Self {
        Self::serve(ClinicOptions::default()).await.expect("loopback has free ports")
    }

    /// Opens a clinic and returns once both of its origins take connections.
    pub async fn serve(options: ClinicOptions) -> anyhow::Result<Self> {
        let pages = bind(options.listen).await?;
        let cards = bind(options.card_listen).await?;
        let url = Url::parse(&format!("http://{}", pages.local_addr()?))?;
        let site = Arc::new(Site::new(&options, cards.local_addr()?.port()));
        let mut servers = JoinSet::new();
        servers.spawn(site::serve(pages, site::booking_router(&site), site.stop.clone()));
        servers.spawn(site::serve(cards, site::card_router(&site), site.stop.clone()));
        Ok(Self { _stop: site.stop.clone().drop_guard(), site, url, _servers: servers })
    }

    pub fn url(&self) -> Url {
        self.url.clone()
    }

    /// Returns where the clinic `slug` is booked; `forever-22` is the default clinic.
    pub fn booking_url(&self, slug: &str) -> String {
        format!("{}booking/{slug}", self.url)
    }

    /// Returns the default clinic's booking page with scenario switches or clinic parameters.
    pub fn booking_url_with(&self, parameters: &[(&str, &str)]) -> String {
        let mut url = self.url.clone();
        url.set_path(&format!("booking/{DEFAULT_SLUG}"));
        url.query_pairs_mut().extend_pairs(parameters);
        url.into()
    }

    /// Returns the default clinic's page at another vendor (`forms`, `wizard`, `picker`), with clinic parameters.
    pub fn foreign_url_with(&self, vendor: &str, parameters: &[(&str, &str)]) -> String {
        let mut url = self.url.clone();
        url.set_path(&format!("foreign/{vendor}/{DEFAULT_SLUG}"));
        url.query_pairs_mut().extend_pairs(parameters);
        url.into()
    }

    /// Returns the origin of the card form. Its host is not the pages' host, because browsers isolate by site and a
    /// site has no port.
    pub fn card_origin(&self) -> String {
        self.site.card_origin(self.url.host_str())
    }

    /// Returns what really happened, as `GET /control/state` answers it.
    #[expect(clippy::unused_async, reason = "stands for a request to the clinic, and may become one")]
    pub async fn state(&self) -> ClinicState {
        self.site.records().state.clone()
    }

    /// Forgets what happened. Scenarios and open pages stay.
    pub fn reset(&self) {
        self.site.records().reset();
    }

    /// Sets what pages of `slug` do from their next load on.
    pub fn set_scenario(&self, slug: &str, scenario: Scenario) {
        self.site.records().set_scenario(slug, scenario);
    }

    /// Returns a date and a time, in the default clinic's wall time, that every service can be booked at: the first
    /// open day from the day after tomorrow on.
    pub fn open_slot(&self) -> (Date, Time) {
        let slots = self.open_slots();
        let first_day = slots[0].0;
        slots.iter().find(|slot| **slot == (first_day, USUAL_TIME)).copied().unwrap_or(slots[0])
    }

    /// Returns everything that can be booked within two months, in order.
    pub fn open_slots(&self) -> Vec<(Date, Time)> {
        let clinic = Arc::new(Clinic::of(DEFAULT_SLUG));
        let now = self.site.now();
        let today = calendar::today(&clinic, now);
        let days = today.series(1.day()).skip(2).take(60);
        let open = days.filter(|day| calendar::day_state(&clinic, *day, now) == DayState::Open);
        open.flat_map(|day| self.free_times(&clinic, day).into_iter().map(move |time| (day, time))).collect()
    }

    /// A time is free when both providers have it, so that it suits every service.
    fn free_times(&self, clinic: &Arc<Clinic>, day: Date) -> Vec<Time> {
        let records = self.site.records();
        let visit = Visit::new(Arc::clone(clinic), Arc::new(Scenario::default()));
        let service = &clinic.categories[0].services[0];
        let offer = Offer { key: "", now: self.site.now() };
        let free = |id: &str| {
            let slots = records.slots(&visit, service, Some(id), day, offer);
            slots.into_iter().filter(|slot| slot.available).map(|slot| slot.time).collect::<Vec<_>>()
        };
        let mut times = free(&clinic.providers[0].id);
        let others = free(&clinic.providers[1].id);
        times.retain(|time| others.contains(time));
        times
    }
}

async fn bind(address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("failed to listen on {address}"))
}
