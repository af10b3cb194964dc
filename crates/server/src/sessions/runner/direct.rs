//! The site's own URL instead of our link: handed out where it was tried and leads back to the prepared page, watched by reading it again.

use std::sync::Arc;
use std::time::Duration;

use baton_automation::{ChromeDriver, is_restored};
use baton_booking::clock::Clock;
use baton_booking::flow::{Flow, Prepared};
use baton_booking::handoff::{HandoffMode, Preparedness};
use baton_booking::outcome::{Failure, FailureCode};
use baton_booking::request::HandoffPreference;
use baton_browser::Progress;

use super::{Next, Runner};
use crate::browsers::BrowserPool;
use crate::sessions::notes::Notes;
use crate::sessions::rereading::{Reader, Rereading};
use crate::sessions::work::Work;

/// The patient's link waits for the answer.
const PROBE_LIMIT: Duration = Duration::from_secs(12);
/// The site is read so many times less often than a page of our own is looked at: it is somebody else's server.
const GENTLY: u32 = 5;

impl Runner {
    /// Whether the site's own URL is worth trying. On its own, Baton only does so where the profile says that the outcome can be read there.
    pub(super) fn probe(&self) -> Option<Probe> {
        let worthwhile = match self.session.request.handoff {
            HandoffPreference::Live => false,
            HandoffPreference::Auto => self.profile().direct_handoff,
            HandoffPreference::Direct => true,
        };
        // Whoever has our link keeps it.
        let flow = self.new_flow().filter(|_| worthwhile && self.session.handoff().is_none())?;
        Some(Probe {
            browsers: self.shared.browsers.clone(),
            flow,
            zone: self.zone_beforehand(),
            clock: Arc::clone(&self.shared.clock),
        })
    }

    pub(super) fn is_direct(&self) -> bool {
        self.session.handoff().is_some_and(|handoff| handoff.mode == HandoffMode::Direct)
    }

    /// The patient may have paid, and nothing is left to find out by.
    pub(super) async fn lose_sight(&mut self) -> Next {
        let said = "The clinic's own page was handed out, and what became of it can no longer be read. Check with the clinic.";
        self.fail(Failure::new(FailureCode::OutcomeUnknown, said)).await
    }

    /// Begins to read `url` again and again.
    pub(super) fn read_again(&mut self, notes: Notes, url: String) {
        let reader = Reader {
            browsers: self.shared.browsers.clone(),
            url,
            zone: self.zone_beforehand(),
            detector: self.detector(&notes),
            clock: Arc::clone(&self.shared.clock),
            every: self.shared.settings.poll_interval * GENTLY,
        };
        self.notes = Some(notes);
        self.work = Work::Rereading(Rereading::start(reader));
    }
}

/// A try of the prepared page's own URL.
pub(super) struct Probe {
    browsers: BrowserPool,
    flow: Flow,
    zone: Option<String>,
    clock: Arc<dyn Clock>,
}

impl Probe {
    /// Whether a browser that is new to the site finds the prepared page at its URL. What cannot be found out is a no.
    pub(super) async fn try_out(self, prepared: &Prepared) -> bool {
        let wanted = Preparedness::of(prepared, self.flow.request());
        let trial = self.trial(&wanted);
        let restored = tokio::time::timeout(PROBE_LIMIT, trial).await.unwrap_or(false);
        tracing::info!(restored, "Tried the site's own URL in another browser");
        restored
    }

    async fn trial(self, wanted: &Preparedness) -> bool {
        let Ok(lease) = self.browsers.lease(PROBE_LIMIT).await else { return false };
        if let Some(zone) = &self.zone
            && lease.page().set_timezone(zone).await.is_err()
        {
            return false;
        }
        let mut driver = ChromeDriver::new(lease.page().clone(), self.clock, self.flow.selectors());
        is_restored(&mut driver, self.flow, wanted, &Progress::new(PROBE_LIMIT)).await.unwrap_or(false)
    }
}
