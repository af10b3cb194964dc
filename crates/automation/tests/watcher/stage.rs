//! What the tests share: a Chrome with a page on it, and a watcher on the page.

use std::sync::Arc;
use std::time::{Duration, Instant};

use baton_automation::{PageLost, Sighting, Watcher, WatcherOptions, look};
use baton_booking::clock::SystemClock;
use baton_booking::detector::{Detector, Expected, Indicators, Verdict};
use baton_browser::{Chrome, ContextOptions, LaunchOptions, Page, Progress};
use jiff::civil::{date, time};
use jiff::tz::TimeZone;

use crate::site::Site;

/// Two shared cores: generous, since no test sleeps through it.
const LIMIT: Duration = Duration::from_secs(30);

pub(crate) fn progress() -> Progress {
    Progress::new(LIMIT)
}

pub(crate) fn expected() -> Expected {
    Expected {
        service: Some("Signature HydraFacial".into()),
        provider: Some("Brandi Sesock".into()),
        date: date(2030, 3, 5),
        time: time(14, 30, 0, 0),
        zone: TimeZone::get("America/New_York").ok(),
    }
}

pub(crate) struct Stage {
    pub(crate) page: Page,
    pub(crate) watcher: Watcher,
    site: Site,
    _chrome: Chrome,
}

impl Stage {
    /// Watches a page that shows `html`; the card's frame comes from another site.
    pub(crate) async fn showing(html: &str) -> Self {
        Self::polled(html, Duration::from_secs(2)).await
    }

    pub(crate) async fn polled(html: &str, poll_interval: Duration) -> Self {
        let site = Site::serve(&[("/", html), ("/card", CARD), ("/confirmation", CONFIRMED)]).await;
        let chrome = Chrome::launch(LaunchOptions::default()).await.unwrap();
        let context = chrome.browser().new_context(ContextOptions::default()).await.unwrap();
        let page = context.new_page().await.unwrap();
        page.goto(&progress(), &site.url("/")).await.unwrap();
        let watcher = watch(&page, Indicators::default(), expected(), poll_interval).await;
        Self { page, watcher, site, _chrome: chrome }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.site.url(path)
    }

    /// Runs a script in the page itself.
    pub(crate) async fn run(&self, function: &str) {
        self.page.main_frame().evaluate_main::<()>(&progress(), function, ()).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> Result<Sighting, PageLost> {
        tokio::time::timeout(LIMIT, self.watcher.next()).await.expect("something should have been seen")
    }

    /// The next verdict and how long after `since` it was there.
    pub(crate) async fn verdict_since(&mut self, since: Instant) -> (Verdict, Duration) {
        let verdict = self.next().await.unwrap().verdict;
        (verdict, since.elapsed())
    }
}

/// Watches the page from what it shows once its card fields, if any, have been read.
pub(crate) async fn watch(
    page: &Page,
    indicators: Indicators,
    expected: Expected,
    poll_interval: Duration,
) -> Watcher {
    let progress = progress();
    let baseline = loop {
        let version = page.version();
        let seen = look(page, &progress, indicators.selectors()).await.unwrap();
        if seen.frames.iter().all(|frame| !frame.loading) {
            break seen;
        }
        page.changed_since(&progress, version).await.unwrap();
    };
    let options = WatcherOptions { poll_interval, clock: Arc::new(SystemClock) };
    Watcher::start(page.clone(), Detector::new(indicators, expected, baseline), options)
}

/// A payment step with its card form on another site and a hidden confirmation, as the practice clinic and the first mock page have them.
pub(crate) const PAYMENT: &str = r#"<!doctype html><html lang="en"><title>Pay</title><body>
<main><h1>Payment</h1><p>Signature HydraFacial with Brandi Sesock, March 5, 2030 at 2:30 PM</p>
<iframe src="{other}/card" title="Card" width="400" height="200"></iframe>
<div id="said"></div><button id="book">Book Appointment</button>
<p>If your card is declined we may release your time.</p></main>
<section id="done" hidden><h1>Booking Confirmed!</h1><p class="confirmation-number">MXE-2030-AB12C</p></section>
<script>
  const say = (text) => { said.innerHTML = ''; const p = document.createElement('p'); p.setAttribute('role', 'alert'); p.textContent = text; said.append(p); };
  const work = (busy) => { book.disabled = busy; book.textContent = busy ? 'Processing…' : 'Book Appointment'; };
  const confirm_ = () => { document.querySelector('main').hidden = true; done.hidden = false; };
</script></body></html>"#;

const CARD: &str = r#"<!doctype html><html lang="en"><body>
<label>Card number <input autocomplete="cc-number"></label><label>Expiry <input autocomplete="cc-exp"></label>
<label>CVC <input autocomplete="cc-csc"></label><div id="said" role="alert"></div>
<script>addEventListener('message', (event) => { said.textContent = event.data; });</script></body></html>"#;

const CONFIRMED: &str = r#"<!doctype html><html lang="en"><title>Done</title><body>
<h1>Booking confirmed</h1><p>Confirmation number: MXE-2030-ZZ99Z</p><p>March 5, 2030 at 2:30 PM</p></body></html>"#;
