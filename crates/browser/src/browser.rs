//! A connection to one browser: makes contexts, attaches to pages, notices when the browser is lost.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::cdp::domains::browser::{DownloadWillBegin, GetVersion, SetDownloadBehavior, Version};
use crate::cdp::domains::target::{
    CreateBrowserContext, GetBrowserContexts, GetTargetInfo, GetTargets, SetDiscoverTargets, TargetCreated,
    TargetInfo,
};
use crate::cdp::endpoint;
use crate::cdp::heartbeat::Heartbeat;
use crate::cdp::{
    BrowserLost, CdpError, CdpSession, Connection, ContextId, Event, EventSink, SessionEnd, SessionId,
    TargetId,
};
use crate::context::{Context, ContextOptions};
use crate::page::{Page, PageInner, Setup};

/// A connection to a Chrome, local or remote. Cheap to clone; the socket closes with the last handle (pages and
/// contexts count as handles). Closing it closes nothing in the browser.
#[derive(Clone, Debug)]
pub struct Browser {
    inner: Arc<BrowserInner>,
}

/// How a connection watches its browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConnectOptions {
    pub heartbeat: Heartbeat,
}

#[derive(Debug)]
struct BrowserInner {
    connection: Connection,
    session: CdpSession,
    /// Pages attached over this connection, to find the opener of a popup and the page of a download.
    pages: Mutex<HashMap<TargetId, Weak<PageInner>>>,
}

impl Browser {
    /// Connects to `endpoint`: `ws://…` or the `http://` address of a debugging port.
    pub async fn connect(endpoint: &str) -> Result<Self, CdpError> {
        Self::connect_with(endpoint, ConnectOptions::default()).await
    }

    /// Connects with a heartbeat of its own.
    pub async fn connect_with(endpoint: &str, options: ConnectOptions) -> Result<Self, CdpError> {
        let connection = Connection::open(&endpoint::resolve(endpoint).await?).await?;
        options.heartbeat.start(&connection);
        let session = connection.browser_session();
        let inner = Arc::new(BrowserInner { connection, session, pages: Mutex::default() });
        let sink: Arc<dyn EventSink> = inner.clone();
        inner.connection.link().route_browser(Arc::downgrade(&sink));
        inner.session.call(&SetDiscoverTargets { discover: true }).await?;
        Ok(Self { inner })
    }

    /// Makes a context with cookies and storage of its own. It outlives this connection until it is closed.
    pub async fn new_context(&self, options: ContextOptions) -> Result<Context, CdpError> {
        let proxy = options.proxy.as_ref();
        let create = CreateBrowserContext {
            proxy_server: proxy.map(|proxy| proxy.server.as_str()),
            proxy_bypass_list: proxy.and_then(|proxy| proxy.bypass.as_deref()),
        };
        let id = self.session().call(&create).await?.browser_context_id;
        let context = self.context(id, options);
        self.refuse_downloads(context.id()).await?;
        Ok(context)
    }

    /// Names a context that an earlier connection made. Asks the browser nothing.
    pub fn context(&self, id: ContextId, options: ContextOptions) -> Context {
        Context::new(self.clone(), id, options)
    }

    /// Every context but the browser's own, whoever made it.
    pub async fn contexts(&self) -> Result<Vec<ContextId>, CdpError> {
        Ok(self.session().call(&GetBrowserContexts {}).await?.browser_context_ids)
    }

    /// Attaches to a page that an earlier connection left behind. Its document, scripts and cookies are as they
    /// were; emulation, init scripts and bindings ended with the old connection and are installed anew.
    pub async fn attach_page(&self, target: &TargetId) -> Result<Page, CdpError> {
        self.attach_page_with(target, ContextOptions::default()).await
    }

    /// Attaches to a page and emulates what its context was made with.
    pub async fn attach_page_with(
        &self,
        target: &TargetId,
        options: ContextOptions,
    ) -> Result<Page, CdpError> {
        let info = self.session().call(&GetTargetInfo { target_id: target }).await?.target_info;
        if let Some(context) = &info.browser_context_id {
            self.refuse_downloads(context).await?;
        }
        Page::attach(self, target.clone(), info.browser_context_id, Setup::new(options)).await
    }

    /// Everything the browser calls a target, its own pages included: never take "the first page".
    pub async fn targets(&self) -> Result<Vec<TargetInfo>, CdpError> {
        Ok(self.session().call(&GetTargets {}).await?.target_infos)
    }

    /// Which browser this is.
    pub async fn version(&self) -> Result<Version, CdpError> {
        self.session().call(&GetVersion {}).await
    }

    /// Resolves when the browser is gone: its socket closed or its heartbeat stopped.
    pub fn lost(&self) -> impl Future<Output = BrowserLost> + Send + 'static {
        let mut lost = self.inner.connection.link().lost();
        async move {
            let gone = lost.wait_for(Option::is_some).await.ok().and_then(|lost| lost.clone());
            gone.unwrap_or_else(|| BrowserLost { reason: "closed by this client".to_owned() })
        }
    }

    /// Whether the browser is known to be gone.
    pub fn is_lost(&self) -> bool {
        self.inner.connection.link().lost().borrow().is_some()
    }

    pub(crate) fn session(&self) -> &CdpSession {
        &self.inner.session
    }

    pub(crate) fn register(&self, target: TargetId, page: Weak<PageInner>) {
        self.inner.pages().insert(target, page);
    }

    pub(crate) fn unregister(&self, target: &TargetId) {
        self.inner.pages().remove(target);
    }

    async fn refuse_downloads(&self, context: &ContextId) -> Result<(), CdpError> {
        let refuse =
            SetDownloadBehavior { behavior: "deny", browser_context_id: context, events_enabled: true };
        self.session().call(&refuse).await.map(drop)
    }
}

impl BrowserInner {
    fn pages(&self) -> MutexGuard<'_, HashMap<TargetId, Weak<PageInner>>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn on_target_created(&self, info: &TargetInfo) {
        let Some(opener) = &info.opener_id else { return };
        let opener = self.pages().get(opener).cloned();
        if info.kind == "page"
            && let Some(page) = opener.and_then(|page| page.upgrade())
        {
            page.on_popup(info.target_id.clone());
        }
    }

    fn on_download(&self, download: &DownloadWillBegin) {
        let pages: Vec<_> = self.pages().values().filter_map(Weak::upgrade).collect();
        if let Some(page) = pages.iter().find(|page| page.has_frame(&download.frame_id)) {
            page.on_download_refused(&download.url);
        }
    }
}

impl EventSink for BrowserInner {
    fn on_event(&self, event: Event) {
        match event.method.as_str() {
            "Target.targetCreated" => {
                if let Ok(created) = serde_json::from_value::<TargetCreated>(event.params) {
                    self.on_target_created(&created.target_info);
                }
            }
            "Browser.downloadWillBegin" => {
                if let Ok(download) = serde_json::from_value(event.params) {
                    self.on_download(&download);
                }
            }
            _ => {}
        }
    }

    fn on_end(&self, _session: &SessionId, _end: &SessionEnd) {}
}
