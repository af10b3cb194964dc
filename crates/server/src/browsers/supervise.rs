//! Keeps one Chrome up: adopts the one that a dead process of ours has left, or launches one, publishes it, and replaces it when it is lost.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use baton_browser::{Browser, Chrome, ConnectOptions, ContextId, DetachedChrome, LaunchOptions, LeftBehind};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::held::Held;
use super::home::ChromeHome;
use super::pool::{BrowserSettings, Up};
use super::reach::Reach;
use super::restart::Restart;
use super::spare::Spare;
use super::staying::Staying;

/// A Chrome that was left running answers by then, or never.
const ADOPTION_LIMIT: Duration = Duration::from_secs(10);

/// Runs until `stop`: one Chrome at a time, published while it lives.
#[derive(Debug)]
pub(super) struct Supervisor {
    pub(super) settings: BrowserSettings,
    /// The browser that runs elsewhere; `None` launches one here.
    pub(super) endpoint: Option<String>,
    pub(super) held: Held,
    pub(super) publish: watch::Sender<Option<Up>>,
    pub(super) spare: Spare,
    pub(super) staying: Staying,
    pub(super) stop: CancellationToken,
}

impl Supervisor {
    pub(super) async fn run(self, home: Arc<ChromeHome>) {
        let Some(mut next) = self.stop.run_until_cancelled(self.adopt(&home)).await else { return };
        let mut restart = Restart::new();
        while !self.stop.is_cancelled() {
            let source = match next.take() {
                Some(adopted) => Ok(adopted),
                None => match self.stop.run_until_cancelled(self.start(&home)).await {
                    Some(started) => started,
                    None => return,
                },
            };
            let begun = Instant::now();
            match source {
                Ok(source) => {
                    if self.serve(source).await == Afterwards::Stays {
                        return;
                    }
                    self.pause(restart.after(begun.elapsed())).await;
                }
                Err(error) => {
                    let retry_in = restart.after(Duration::ZERO);
                    tracing::error!(error = format!("{error:#}"), ?retry_in, "No browser could be started");
                    self.pause(retry_in).await;
                }
            }
        }
    }

    /// The only condition to wait for is that the machine is in a better mood.
    async fn pause(&self, wait: Duration) {
        let _stopped = self.stop.run_until_cancelled(tokio::time::sleep(wait)).await;
    }

    async fn serve(&self, source: Source) -> Afterwards {
        let up = source.up(&self.settings.reach, &self.held).await;
        let browser = up.browser.clone();
        self.publish.send_replace(Some(up.clone()));
        self.spare.refill(&up).await;
        tokio::select! {
            lost = browser.lost() => tracing::error!(reason = %lost, "The browser was lost; starting another"),
            () = source.cut_off() => tracing::error!("The browser has lost its way out; starting another"),
            () = self.stop.cancelled() => {}
        }
        self.publish.send_replace(None);
        if up.is_shared {
            // Our own Chrome ends with it, or its successor closes it; elsewhere it would stay.
            self.spare.close(&up).await;
        }
        self.spare.forget().await;
        self.held.lose(&up.endpoint);
        if !browser.is_lost() && self.staying.is_worthwhile() {
            source.leave();
            return Afterwards::Stays;
        }
        source.close().await;
        Afterwards::Gone
    }

    /// Takes over the Chrome of a dead process, and removes whatever else it left.
    async fn adopt(&self, home: &ChromeHome) -> Option<Source> {
        let left = LeftBehind::in_folder(home.folder()).unwrap_or_default();
        let mut adopted = None;
        for left in left {
            match left {
                LeftBehind::Running(chrome) if adopted.is_none() && self.is_ours(&chrome) => {
                    adopted = take_over(chrome).await;
                }
                left => left.remove().await,
            }
        }
        adopted.map(|chrome| Source::ours(chrome, &self.staying))
    }

    /// Whether a Chrome is what we would launch: it may have been left by a process with other settings.
    fn is_ours(&self, chrome: &DetachedChrome) -> bool {
        let settings = &self.settings;
        self.endpoint.is_none() && chrome.has_gateway() == settings.reach.gateway().is_some()
    }

    async fn start(&self, home: &ChromeHome) -> anyhow::Result<Source> {
        let settings = &self.settings;
        let Some(endpoint) = &self.endpoint else {
            // One that was lost may have left something behind.
            for left in LeftBehind::in_folder(home.folder()).unwrap_or_default() {
                left.remove().await;
            }
            let options = LaunchOptions {
                executable: settings.chrome.clone(),
                extra_args: settings.extra_args.clone(),
                gateway: settings.reach.gateway().cloned(),
                profile_root: Some(PathBuf::from(home.folder())),
                ..LaunchOptions::default()
            };
            let chrome = Chrome::launch(options).await?;
            metrics::counter!("baton_browser_launches_total").increment(1);
            return Ok(Source::ours(chrome, &self.staying));
        };
        Ok(Source::Remote { browser: Browser::connect(endpoint).await?, endpoint: endpoint.clone() })
    }
}

/// What became of a Chrome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Afterwards {
    Gone,
    /// It runs on, for a successor.
    Stays,
}

/// A Chrome of our own, or a connection to one that runs elsewhere.
#[derive(Debug)]
enum Source {
    Ours(Resident),
    Remote { browser: Browser, endpoint: String },
}

/// Our Chrome. Where this is dropped unasked, because the process is cut short, it stays if a successor is expected.
#[derive(Debug)]
struct Resident {
    chrome: Option<Chrome>,
    staying: Staying,
}

impl Source {
    fn ours(chrome: Chrome, staying: &Staying) -> Self {
        Self::Ours(Resident { chrome: Some(chrome), staying: staying.clone() })
    }

    async fn up(&self, reach: &Reach, held: &Held) -> Up {
        match self {
            Self::Ours(Resident { chrome: Some(chrome), .. }) => Up {
                browser: chrome.browser().clone(),
                endpoint: chrome.endpoint().to_owned(),
                inherited: contexts(chrome.browser()).await,
                guard: None,
                held: held.clone(),
                is_shared: false,
            },
            Self::Ours(Resident { chrome: None, .. }) => {
                unreachable!("it is taken out only by what consumes it")
            }
            // Others may use a remote browser too: what is in it is not ours to judge.
            Self::Remote { browser, endpoint } => Up {
                browser: browser.clone(),
                endpoint: endpoint.clone(),
                inherited: Vec::new(),
                guard: reach.guard(),
                held: held.clone(),
                is_shared: true,
            },
        }
    }

    /// Resolves when the browser reaches nobody any more.
    async fn cut_off(&self) {
        match self {
            Self::Ours(Resident { chrome: Some(chrome), .. }) => chrome.cut_off().await,
            Self::Ours(_) | Self::Remote { .. } => std::future::pending().await,
        }
    }

    fn leave(self) {
        if let Self::Ours(mut resident) = self {
            resident.leave();
        }
    }

    async fn close(self) {
        if let Self::Ours(mut resident) = self
            && let Some(chrome) = resident.chrome.take()
        {
            chrome.close().await;
        }
    }
}

impl Resident {
    fn leave(&mut self) {
        if let Some(chrome) = self.chrome.take() {
            let DetachedChrome { pid, .. } = chrome.detach();
            tracing::info!(pid, "Left Chrome running for the next process");
        }
    }
}

impl Drop for Resident {
    fn drop(&mut self) {
        if self.staying.is_wanted() {
            self.leave();
        }
    }
}

async fn take_over(left: DetachedChrome) -> Option<Chrome> {
    let pid = left.pid;
    let adopting = Chrome::adopt(left.clone(), ConnectOptions::default());
    if let Ok(Ok(chrome)) = tokio::time::timeout(ADOPTION_LIMIT, adopting).await {
        tracing::info!(pid, "Adopted the Chrome of the process before");
        return Some(chrome);
    }
    tracing::warn!(pid, "The Chrome of the process before does not answer; ending it");
    left.end().await;
    None
}

/// What is in the browser now. One that does not say is about to be lost anyway.
async fn contexts(browser: &Browser) -> Vec<ContextId> {
    browser.contexts().await.unwrap_or_default()
}
