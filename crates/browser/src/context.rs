//! A browser context: pages that share cookies and storage with each other and with nobody else.

use crate::browser::Browser;
use crate::cdp::domains::network::{Cookie, GetCookies};
use crate::cdp::domains::target::{CreateTarget, DisposeBrowserContext};
use crate::cdp::{CdpError, ContextId};
use crate::geometry::Viewport;
use crate::page::{Page, RequestGuard, Setup};

/// What the pages of a context believe about their surroundings.
#[derive(Clone, Debug, Default)]
pub struct ContextOptions {
    /// IANA name, such as `America/New_York`; the machine's own if absent.
    pub timezone: Option<String>,
    /// Such as `en-US`.
    pub locale: Option<String>,
    pub viewport: Viewport,
    /// A phone: touch events, mobile layout of the viewport.
    pub mobile: bool,
    pub user_agent: Option<String>,
    pub proxy: Option<Proxy>,
    /// Judges every request of its pages, those of their first documents included.
    pub guard: Option<RequestGuard>,
}

/// A proxy for all traffic of a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Such as `http://127.0.0.1:3128` or `socks5://…`.
    pub server: String,
    /// Hosts reached without it; `<-loopback>` sends loopback addresses through it too.
    pub bypass: Option<String>,
}

/// A context of a browser. Dropping it leaves it open in the browser; only `close` disposes of it.
#[derive(Clone, Debug)]
pub struct Context {
    browser: Browser,
    id: ContextId,
    options: ContextOptions,
}

impl Context {
    pub(crate) fn new(browser: Browser, id: ContextId, options: ContextOptions) -> Self {
        Self { browser, id, options }
    }

    /// The name by which a later connection finds this context.
    pub fn id(&self) -> &ContextId {
        &self.id
    }

    /// The browser this context lives in.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Opens an empty page.
    pub async fn new_page(&self) -> Result<Page, CdpError> {
        let create = CreateTarget { url: "about:blank", browser_context_id: &self.id };
        let target = self.browser.session().call(&create).await?.target_id;
        Page::attach(&self.browser, target, Some(self.id.clone()), Setup::new(self.options.clone())).await
    }

    /// Closes all pages of the context and forgets its cookies and storage.
    pub async fn close(self) -> Result<(), CdpError> {
        let dispose = DisposeBrowserContext { browser_context_id: &self.id };
        self.browser.session().call(&dispose).await.map(drop)
    }

    /// The cookies of the context.
    pub async fn cookies(&self) -> Result<Vec<Cookie>, CdpError> {
        let get = GetCookies { browser_context_id: &self.id };
        Ok(self.browser.session().call(&get).await?.cookies)
    }
}
