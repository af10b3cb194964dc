//! What the tests share: a Chrome, a page on a small site, and short words for waiting.

mod site;

use std::time::Duration;

use baton_browser::{
    Browser, Chrome, Context, ContextOptions, LaunchOptions, Node, NodeHandle, Page, PageEvent, Progress,
    Snapshot, SnapshotOptions,
};
use tokio::sync::broadcast;

pub(crate) use site::Site;

/// Two shared cores and a dozen Chromes: generous, since no test sleeps through it.
const LIMIT: Duration = Duration::from_secs(40);

pub(crate) fn progress() -> Progress {
    Progress::new(LIMIT)
}

/// A Chrome, a context and a page in it.
pub(crate) struct Stage {
    pub(crate) page: Page,
    pub(crate) context: Context,
    pub(crate) chrome: Chrome,
}

impl Stage {
    pub(crate) async fn set() -> Self {
        Self::set_with(ContextOptions::default()).await
    }

    pub(crate) async fn set_with(options: ContextOptions) -> Self {
        let chrome = launch().await;
        let context = chrome.browser().new_context(options).await.unwrap();
        let page = context.new_page().await.unwrap();
        Self { page, context, chrome }
    }

    /// A stage whose page shows `html`.
    pub(crate) async fn showing(html: &str) -> (Self, Site) {
        Self::showing_with(ContextOptions::default(), html).await
    }

    pub(crate) async fn showing_with(options: ContextOptions, html: &str) -> (Self, Site) {
        let site = Site::serve(&[("/", html)]).await;
        let stage = Self::set_with(options).await;
        stage.goto(&site.url("/")).await;
        (stage, site)
    }

    pub(crate) async fn goto(&self, url: &str) {
        self.page.goto(&progress(), url).await.unwrap();
        self.look_until(|shot| shot.frames[0].loaded).await;
    }

    pub(crate) fn browser(&self) -> &Browser {
        self.chrome.browser()
    }

    pub(crate) async fn look(&self) -> Snapshot {
        self.page.snapshot(&progress(), &SnapshotOptions::default()).await.unwrap()
    }

    /// The first snapshot of which `test` holds.
    pub(crate) async fn look_until(&self, test: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let progress = progress();
        loop {
            let snapshot = self.page.snapshot(&progress, &SnapshotOptions::default()).await.unwrap();
            if test(&snapshot) {
                return snapshot;
            }
            self.page.changed_since(&progress, snapshot.version).await.unwrap();
        }
    }

    /// The handle of the element named `name`, once it is there.
    pub(crate) async fn find(&self, role: &str, name: &str) -> NodeHandle {
        let shot = self.look_until(|shot| find(shot, role, name).is_some()).await;
        handle(&shot, role, name)
    }

    /// What a script in the main frame says.
    pub(crate) async fn ask<T: serde::de::DeserializeOwned>(&self, function: &str) -> T {
        self.page.main_frame().evaluate(&progress(), function, ()).await.unwrap()
    }

    /// What a script in the main world of the main frame says.
    pub(crate) async fn ask_page<T: serde::de::DeserializeOwned>(&self, function: &str) -> T {
        self.page.main_frame().evaluate_main(&progress(), function, ()).await.unwrap()
    }
}

pub(crate) async fn launch() -> Chrome {
    Chrome::launch(LaunchOptions::default()).await.unwrap()
}

pub(crate) fn find<'a>(shot: &'a Snapshot, role: &str, name: &str) -> Option<&'a Node> {
    shot.visible().map(|(_, node)| node).find(|node| node.role == role && node.name == name)
}

pub(crate) fn node<'a>(shot: &'a Snapshot, role: &str, name: &str) -> &'a Node {
    find(shot, role, name).unwrap_or_else(|| panic!("no {role} {name:?} among {}", outline(shot)))
}

pub(crate) fn handle(shot: &Snapshot, role: &str, name: &str) -> NodeHandle {
    let mut visible = shot.visible();
    let found = visible.find(|(_, node)| node.role == role && node.name == name);
    let (frame, node) = found.unwrap_or_else(|| panic!("no {role} {name:?} among {}", outline(shot)));
    frame.handle(node)
}

/// One line per node, for a failed test.
pub(crate) fn outline(shot: &Snapshot) -> String {
    let line = |node: &Node| format!("\n  {} {:?} text={:?}", node.role, node.name, node.text);
    shot.visible().map(|(_, node)| line(node)).collect()
}

/// The first event that `pick` accepts.
pub(crate) async fn event<T>(
    events: &mut broadcast::Receiver<PageEvent>,
    pick: impl Fn(PageEvent) -> Option<T>,
) -> T {
    let search = async {
        loop {
            if let Some(picked) = pick(events.recv().await.unwrap()) {
                return picked;
            }
        }
    };
    tokio::time::timeout(LIMIT, search).await.expect("the event should have come")
}
