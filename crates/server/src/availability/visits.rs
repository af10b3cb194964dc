//! The slow path: visits the page in a browser. A few at a time; the others wait in a line of bounded length.

use std::sync::Arc;
use std::time::{Duration, Instant};

use baton_automation::{ChromeDriver, read_times};
use baton_booking::availability::{Findings, Inquiry, Visit};
use baton_booking::clock::Clock;
use baton_booking::outcome::{Failure, FailureCode};
use baton_booking::profile::SiteProfile;
use baton_browser::Progress;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::Declined;
use crate::browsers::{BrowserPool, BrowserUnavailable, PageLease};

/// Pages that read times at once. They come on top of the sessions' pages, and bookings must not starve for them.
const PAGES: usize = 2;
/// Inquiries under way and in line; beyond it they are declined.
const PLACES: usize = 64;

#[derive(Debug)]
pub(super) struct Visits {
    browsers: BrowserPool,
    clock: Arc<dyn Clock>,
    pages: Semaphore,
    places: Semaphore,
}

impl Visits {
    pub(super) fn new(browsers: BrowserPool, clock: Arc<dyn Clock>) -> Self {
        Self { browsers, clock, pages: Semaphore::new(PAGES), places: Semaphore::new(PLACES) }
    }

    /// Pays one visit. What was read before a failure is kept.
    pub(super) async fn pay(
        &self,
        profile: Arc<SiteProfile>,
        inquiry: &Inquiry,
        patience: Duration,
    ) -> Result<(Findings, Result<(), Failure>), Declined> {
        let _place = self.places.try_acquire().map_err(|_| Declined::Full)?;
        let begun = Instant::now();
        let (_page, lease) = match self.open(patience).await {
            Ok(open) => open,
            Err(failure) => return Ok((Findings::default(), Err(failure))),
        };
        let mut visit = Visit::new(profile, inquiry, self.clock.now());
        let mut driver = ChromeDriver::new(lease.page().clone(), Arc::clone(&self.clock), visit.selectors());
        let progress = Progress::new(patience.saturating_sub(begun.elapsed()));
        let read = read_times(&mut driver, &mut visit, &progress).await;
        if let Err(failure) = &read {
            tracing::info!(code = failure.code.as_str(), log = %progress.log(), "A visit did not read all the times");
        }
        metrics::counter!("baton_availability_total", "source" => "browser").increment(1);
        Ok((visit.findings(), read))
    }

    /// Waits for leave to open a page, and opens it.
    async fn open(&self, patience: Duration) -> Result<(SemaphorePermit<'_>, PageLease), Failure> {
        let begun = Instant::now();
        let permit = tokio::time::timeout(patience, self.pages.acquire()).await;
        let permit = permit.map_err(|_| in_line())?.map_err(|_| in_line())?;
        let left = patience.saturating_sub(begun.elapsed());
        let lease = self.browsers.lease(left).await.map_err(|unavailable| no_page(&unavailable))?;
        Ok((permit, lease))
    }
}

fn in_line() -> Failure {
    Failure::new(FailureCode::QueueTimeout, "No page became free in time.")
}

fn no_page(unavailable: &BrowserUnavailable) -> Failure {
    tracing::error!(error = %unavailable, "No page could be opened");
    Failure::new(FailureCode::BrowserLost, "No browser page could be opened.")
}
