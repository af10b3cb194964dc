//! Finds out which times a clinic has: by the site's own queries where its profile describes them, else by a visit in the browser.
//! Bounds how much of that goes on at once. Knows nothing of HTTP on our own side, and books nothing.

mod catalogue;
mod page_data;
mod queries;
mod slot_query;
mod visits;

use std::sync::Arc;
use std::time::{Duration, Instant};

use baton_booking::availability::{Findings, Inquiry};
use baton_booking::clock::Clock;
use baton_booking::outcome::{Failure, FailureCode};
use baton_booking::profile::{ProfileSet, SiteProfile};
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use crate::browsers::BrowserPool;
use crate::egress::Egress;
use queries::{QueryError, SiteQueries};
use visits::Visits;

/// The desk that availability is asked at. Clones share it.
#[derive(Debug, Clone)]
pub struct Availability(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    profiles: ProfileSet,
    queries: SiteQueries,
    visits: Visits,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
}

/// What came of an inquiry. What was found before a failure is kept.
#[derive(Debug)]
pub struct Answer {
    pub findings: Findings,
    /// How the times were read; `None` where none could be.
    pub source: Option<Source>,
    pub failure: Option<Failure>,
}

/// How times were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// By the site's own queries.
    Api,
    Browser,
}

/// An inquiry that was not taken on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Declined {
    #[error("too many inquiries wait for a page")]
    Full,
    #[error("the service is shutting down")]
    ShuttingDown,
}

/// The queries get this share of an inquiry's time, and no more than [`MOST_FOR_QUERIES`]: the rest must do for a visit.
const SHARE_FOR_QUERIES: u32 = 3;
const MOST_FOR_QUERIES: Duration = Duration::from_secs(10);

impl Availability {
    pub fn new(
        browsers: BrowserPool,
        profiles: ProfileSet,
        egress: Egress,
        clock: Arc<dyn Clock>,
        stop: CancellationToken,
    ) -> reqwest::Result<Self> {
        let queries = SiteQueries::new(egress)?;
        let visits = Visits::new(browsers, Arc::clone(&clock));
        Ok(Self(Arc::new(Shared { profiles, queries, visits, clock, stop })))
    }

    /// Answers within `patience`. Dropping the call gives its page back.
    pub async fn ask(
        &self,
        inquiry: &Inquiry,
        profile: Option<&str>,
        patience: Duration,
    ) -> Result<Answer, Declined> {
        let answered = self.0.stop.run_until_cancelled(self.answer(inquiry, profile, patience)).await;
        answered.unwrap_or(Err(Declined::ShuttingDown))
    }

    async fn answer(
        &self,
        inquiry: &Inquiry,
        profile: Option<&str>,
        patience: Duration,
    ) -> Result<Answer, Declined> {
        let begun = Instant::now();
        let profile = self.profile(inquiry, profile);
        if let Some(answer) = self.by_queries(&profile, inquiry, patience).await {
            return Ok(answer);
        }
        let left = patience.saturating_sub(begun.elapsed());
        let (findings, read) = self.0.visits.pay(profile, inquiry, left).await?;
        let source = (read.is_ok() || !findings.days.is_empty()).then_some(Source::Browser);
        Ok(Answer { findings, source, failure: read.err() })
    }

    /// The fast path. `None`: the site must be visited.
    async fn by_queries(
        &self,
        profile: &SiteProfile,
        inquiry: &Inquiry,
        patience: Duration,
    ) -> Option<Answer> {
        let addresses = profile.availability.as_ref()?;
        let zone = inquiry.timezone.clone().or_else(|| TimeZone::get(profile.timezone.as_deref()?).ok());
        let limit = (patience / SHARE_FOR_QUERIES).min(MOST_FOR_QUERIES);
        let aliases = &profile.aliases;
        let asking = self.0.queries.ask(addresses, aliases, inquiry, zone, self.0.clock.now());
        match tokio::time::timeout(limit, asking).await.unwrap_or(Err(QueryError::TooLate)) {
            Ok(Ok(findings)) => {
                metrics::counter!("baton_availability_total", "source" => "api").increment(1);
                Some(Answer { findings, source: Some(Source::Api), failure: None })
            }
            Ok(Err(failure)) => {
                Some(Answer { findings: Findings::default(), source: None, failure: Some(failure) })
            }
            Err(error) => {
                tracing::info!(profile = profile.name, %error, "Cannot use the site's own queries; visiting the page instead");
                metrics::counter!("baton_availability_fallbacks_total").increment(1);
                None
            }
        }
    }

    fn profile(&self, inquiry: &Inquiry, named: Option<&str>) -> Arc<SiteProfile> {
        let by_name = named.and_then(|name| self.0.profiles.by_name(name));
        by_name
            .unwrap_or_else(|| self.0.profiles.for_host(inquiry.booking_url.host_str().unwrap_or_default()))
    }
}

impl Answer {
    /// Why a day has no answer although it was asked for.
    pub fn why_not(&self) -> Failure {
        self.failure.clone().unwrap_or_else(|| {
            Failure::new(FailureCode::SiteChanged, "The booking site's answer left this day out.")
        })
    }
}
