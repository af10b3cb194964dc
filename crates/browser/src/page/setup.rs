//! What every session of a page is given before its document may run: emulation, scripts, bindings, the guard.

use crate::cdp::domains::emulation::{
    SetDeviceMetricsOverride, SetFocusEmulationEnabled, SetLocaleOverride, SetTimezoneOverride,
    SetTouchEmulationEnabled, SetUserAgentOverride,
};
use crate::cdp::domains::page::AddScript;
use crate::cdp::domains::runtime::AddBinding;
use crate::cdp::domains::target::SetAutoAttach;
use crate::cdp::domains::{fetch, network, page, runtime};
use crate::cdp::{CdpError, CdpSession, Pending};
use crate::context::ContextOptions;
use crate::geometry::Viewport;
use crate::page::guard::RequestGuard;
use crate::script::{CHANGED_BINDING, page_script};

/// Enough to read back the small JSON answers a page gets; Chrome holds it per session.
const RESPONSE_BUFFER: u64 = 16 << 20;
pub(crate) const HEAR_REQUESTS: network::Enable =
    network::Enable { max_total_buffer_size: RESPONSE_BUFFER, max_resource_buffer_size: RESPONSE_BUFFER };

/// For pages that are shown as on a phone.
const PHONE_LAYOUT: &str = include_str!("../scripts/viewport.js");

/// The settings of a page; popups inherit them.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    pub(crate) options: ContextOptions,
    pub(crate) scripts: Vec<InitScript>,
    pub(crate) bindings: Vec<Binding>,
    pub(crate) guard: Option<RequestGuard>,
    /// Whether requests and their answers are told of.
    pub(crate) hears_requests: bool,
}

/// A script that runs in every document before the page's own.
#[derive(Clone, Debug)]
pub(crate) struct InitScript {
    pub(crate) source: String,
    pub(crate) world: World,
}

/// A function through which scripts call us.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) name: String,
    pub(crate) world: World,
}

/// Whose globals a script sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum World {
    /// The page's own.
    Page,
    /// Those of this connection to the page, which no other connection shares, not even a later one to the same document.
    Own,
    /// Those of the isolated world of this name.
    Named(&'static str),
}

impl World {
    /// The name under which Chrome knows it, `own` being that of the connection's.
    fn name<'a>(&'a self, own: &'a str) -> Option<&'a str> {
        match self {
            Self::Page => None,
            Self::Own => Some(own),
            Self::Named(name) => Some(name),
        }
    }
}

impl Setup {
    pub(crate) fn new(options: ContextOptions) -> Self {
        Self {
            guard: options.guard.clone(),
            options,
            scripts: Vec::new(),
            bindings: Vec::new(),
            hears_requests: true,
        }
    }

    /// Prepares the page's own session; `own` is the name of the world that our scripts live in.
    pub(crate) async fn install_root(&self, session: &CdpSession, own: &str) -> Result<(), CdpError> {
        let mut sent = self.install(session, own);
        sent.push(send_metrics(session, self.options.viewport, self.options.mobile));
        sent.push(session.send(&SetFocusEmulationEnabled { enabled: true }));
        if self.options.mobile {
            sent.push(send_script(session, PHONE_LAYOUT, Some(own)));
        }
        for pending in sent {
            pending.answer().await?;
        }
        Ok(())
    }

    /// Prepares the session of an iframe and lets its document run. Answers do not matter: Chrome refuses to
    /// override a time zone twice in one process, and an iframe may be gone at any moment.
    pub(crate) fn install_iframe(&self, session: &CdpSession, own: &str) {
        drop(self.install(session, own));
        session.post(&runtime::RunIfWaitingForDebugger {});
    }

    fn install(&self, session: &CdpSession, own: &str) -> Vec<Pending<crate::cdp::command::Nothing>> {
        let mut sent = vec![
            session.send(&page::EnableInspector {}),
            session.send(&page::Enable {}),
            session.send(&runtime::Enable {}),
            session.send(&SetAutoAttach::iframes()),
        ];
        if self.hears_requests {
            sent.push(session.send(&HEAR_REQUESTS));
        }
        self.emulate(session, &mut sent);
        if self.guard.is_some() {
            sent.push(session.send(&fetch::Enable {}));
        }
        let changed = Binding { name: CHANGED_BINDING.to_owned(), world: World::Own };
        sent.push(changed.send(session, own));
        sent.extend(self.bindings.iter().map(|binding| binding.send(session, own)));
        sent.push(send_script(session, page_script(), Some(own)));
        sent.extend(self.scripts.iter().map(|script| script.send(session, own)));
        sent
    }

    fn emulate(&self, session: &CdpSession, sent: &mut Vec<Pending<crate::cdp::command::Nothing>>) {
        let options = &self.options;
        if let Some(timezone_id) = &options.timezone {
            sent.push(session.send(&SetTimezoneOverride { timezone_id }));
        }
        if let Some(locale) = &options.locale {
            sent.push(session.send(&SetLocaleOverride { locale }));
        }
        if let Some(user_agent) = &options.user_agent {
            let accept_language = options.locale.as_deref();
            sent.push(session.send(&SetUserAgentOverride { user_agent, accept_language }));
        }
        if options.mobile {
            sent.push(session.send(&SetTouchEmulationEnabled { enabled: true, max_touch_points: 1 }));
        }
    }
}

impl InitScript {
    pub(crate) fn send(&self, session: &CdpSession, own: &str) -> Pending<crate::cdp::command::Nothing> {
        send_script(session, &self.source, self.world.name(own))
    }
}

impl Binding {
    pub(crate) fn send(&self, session: &CdpSession, own: &str) -> Pending<crate::cdp::command::Nothing> {
        session.send(&AddBinding { name: &self.name, execution_context_name: self.world.name(own) })
    }
}

pub(crate) fn send_metrics(
    session: &CdpSession,
    viewport: Viewport,
    mobile: bool,
) -> Pending<crate::cdp::command::Nothing> {
    let Viewport { width, height } = viewport;
    session.send(&SetDeviceMetricsOverride { width, height, device_scale_factor: 0.0, mobile })
}

fn send_script(
    session: &CdpSession,
    source: &str,
    world: Option<&str>,
) -> Pending<crate::cdp::command::Nothing> {
    session.send(&AddScript { source, world_name: world, run_immediately: true })
}
