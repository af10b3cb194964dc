//! Keeps one Chrome up: launches it, publishes it, and replaces it when it is lost.

use std::time::Duration;

use baton_browser::{Browser, Chrome, LaunchOptions};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::pool::BrowserSettings;
use super::spare::Spare;

/// A failed start is tried again after this, doubled each time up to [`SLOWEST_RESTART`].
const FIRST_RESTART: Duration = Duration::from_millis(250);
const SLOWEST_RESTART: Duration = Duration::from_secs(15);

/// A Chrome of our own, or a connection to one that runs elsewhere.
#[derive(Debug)]
enum Source {
    Launched(Chrome),
    Remote(Browser),
}

impl Source {
    fn browser(&self) -> &Browser {
        match self {
            Self::Launched(chrome) => chrome.browser(),
            Self::Remote(browser) => browser,
        }
    }

    async fn close(self) {
        match self {
            Self::Launched(chrome) => chrome.close().await,
            Self::Remote(_) => {}
        }
    }
}

/// Runs until `stop`: one Chrome at a time, published while it lives.
pub(super) async fn supervise(
    settings: BrowserSettings,
    publish: watch::Sender<Option<Browser>>,
    spare: Spare,
    stop: CancellationToken,
) {
    let mut restart = FIRST_RESTART;
    while !stop.is_cancelled() {
        match stop.run_until_cancelled(start(&settings)).await {
            Some(Ok(source)) => {
                restart = FIRST_RESTART;
                serve(source, &publish, &spare, &stop).await;
            }
            Some(Err(error)) => {
                tracing::error!(error = format!("{error:#}"), retry_in = ?restart, "No browser could be started");
                // The only condition to wait for is that the machine is in a better mood.
                let _ = stop.run_until_cancelled(tokio::time::sleep(restart)).await;
                restart = (restart * 2).min(SLOWEST_RESTART);
            }
            None => return,
        }
    }
}

async fn serve(
    source: Source,
    publish: &watch::Sender<Option<Browser>>,
    spare: &Spare,
    stop: &CancellationToken,
) {
    let browser = source.browser().clone();
    publish.send_replace(Some(browser.clone()));
    spare.refill(&browser).await;
    tokio::select! {
        lost = browser.lost() => tracing::error!(reason = %lost, "The browser was lost; starting another"),
        () = stop.cancelled() => {}
    }
    publish.send_replace(None);
    spare.forget().await;
    source.close().await;
}

async fn start(settings: &BrowserSettings) -> anyhow::Result<Source> {
    if settings.endpoints.is_empty() {
        let options = LaunchOptions {
            executable: settings.chrome.clone(),
            extra_args: settings.extra_args.clone(),
            ..LaunchOptions::default()
        };
        return Ok(Source::Launched(Chrome::launch(options).await?));
    }
    let mut refused = anyhow::anyhow!("no endpoint was given");
    for endpoint in &settings.endpoints {
        match Browser::connect(endpoint).await {
            Ok(browser) => return Ok(Source::Remote(browser)),
            Err(error) => refused = error.into(),
        }
    }
    Err(refused)
}
