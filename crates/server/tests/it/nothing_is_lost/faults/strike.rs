//! How each thing is lost.

use std::time::Duration;

use baton_browser::{Browser, DetachedChrome, Page, Progress};

use super::plan::Fault;
use crate::nothing_is_lost::process::{Service, signal_group};

/// A crashed page does not answer.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Strikes what all bookings share; the service is there again afterwards.
pub(super) async fn everybody(service: &mut Service, fault: Fault) {
    let chrome = service.chromes().pop();
    let signal = |name| chrome.iter().for_each(|chrome| signal_group(name, chrome.pid));
    match fault {
        Fault::BrowserKilled => signal("KILL"),
        Fault::BrowserFrozen => signal("STOP"),
        Fault::ServiceKilled => service.kill(),
        Fault::ServiceTerminated => drop(service.terminate().await),
        Fault::AllKilled => {
            service.kill();
            signal("KILL");
        }
        _ => {}
    }
    if !service.is_running() {
        service.start().await;
    }
}

/// Closes or crashes the one page whose address holds `mark`. A page that is gone already is lost enough.
pub(super) async fn page(chrome: &DetachedChrome, mark: &str, fault: Fault) {
    let Some(page) = find(chrome, mark).await else { return };
    if fault == Fault::PageClosed {
        let _gone = page.close().await;
    } else {
        let _crashed = page.goto(&Progress::new(LAST_WORDS), "chrome://crash").await;
    }
}

async fn find(chrome: &DetachedChrome, mark: &str) -> Option<Page> {
    let browser = Browser::connect(&chrome.endpoint).await.ok()?;
    let targets = browser.targets().await.ok()?;
    let target = targets.iter().find(|target| target.kind == "page" && target.url.contains(mark))?;
    browser.attach_page(&target.target_id).await.ok()
}

/// Closes the phone's page without a word to anybody.
pub(super) async fn phone(phones: &Browser, link: &str) {
    let page = link.split('#').next().unwrap_or(link);
    let targets = phones.targets().await.unwrap_or_default();
    let Some(target) = targets.iter().find(|target| target.kind == "page" && target.url.starts_with(page))
    else {
        return;
    };
    if let Ok(page) = phones.attach_page(&target.target_id).await {
        let _gone = page.close().await;
    }
}
