//! The stand on which the handoff is tried: a clinic's site, a Chrome that holds its page, a hub, a door, and a phone.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use baton_browser::{Chrome, ContextOptions, LaunchOptions, Page, Progress, Viewport, World};
use baton_live_view::door::{Binding, DeviceKey, HandoffDoor, Refused, Seen, Summary, routes};
use baton_live_view::protocol::Typed;
use baton_live_view::{Hub, HubOptions, Now, Phase};
use jiff::Timestamp;
use tokio::task::JoinSet;
use url::Url;

use crate::phone::Phone;
use crate::site::{Site, serve};

pub(crate) const LINK: &str = "Ab3dEf6hIj";
pub(crate) const SECRET: &str = "00112233445566778899aabbccddeeff";

/// Long enough for a busy machine; every wait names its condition.
pub(crate) fn patience() -> Progress {
    Progress::new(Duration::from_secs(20))
}

pub(crate) struct Stand {
    /// The clinic's page, for looking at what really arrived.
    pub(crate) page: Page,
    pub(crate) hub: Hub,
    pub(crate) door: TestDoor,
    pub(crate) base: String,
    /// The browser of the phones; the clinic's page lives in another one.
    pub(crate) phones: Chrome,
    chrome: Chrome,
    pub(crate) site: Site,
    _servers: JoinSet<()>,
}

impl Stand {
    /// A prepared page that waits behind a link.
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// The same with other settings.
    pub(crate) async fn with(change: impl FnOnce(&mut HubOptions)) -> Self {
        let site = Site::spawn().await;
        let launch = || Chrome::launch(LaunchOptions::default());
        let (chrome, phones) = tokio::try_join!(launch(), launch()).unwrap();
        let page = prepared_page(&chrome, &site).await;
        let mut options = options_for_test();
        change(&mut options);
        let hub = Hub::start(page.clone(), options);
        let mut servers = JoinSet::new();
        let (door, base) = open_door(&mut servers, &hub).await;
        Self { page, hub, door, base, phones, chrome, site, _servers: servers }
    }

    pub(crate) fn link(&self) -> String {
        format!("{}h/{LINK}#{SECRET}", self.base)
    }

    /// A phone with the live page on its glass.
    pub(crate) async fn phone(&self) -> Phone {
        self.phone_that_runs("").await
    }

    /// The same with a script that comes before the page's own.
    pub(crate) async fn phone_that_runs(&self, script: &str) -> Phone {
        let phone = Phone::new(self.phones.browser()).await;
        phone.page.add_init_script(script, World::Page).await.unwrap();
        phone.open(&self.link()).await;
        phone.press("Continue").await;
        phone.wait_for_control("Pay $50.00").await;
        phone
    }

    /// Cuts every line to the hub, and lets no new one in until the returned value is dropped.
    pub(crate) fn cut_lines(&self) -> CutLines {
        let mut state = self.door.state.lock().unwrap();
        state.is_cut = true;
        state.hub.hang_up();
        CutLines(self.door.clone())
    }

    /// The browser is lost, and the page prepared anew in another, behind the same link.
    pub(crate) async fn lose_the_browser(&mut self) {
        let another = Chrome::launch(LaunchOptions::default()).await.unwrap();
        drop(std::mem::replace(&mut self.chrome, another));
        self.page = prepared_page(&self.chrome, &self.site).await;
        self.hub.replace_page(self.page.clone()).await;
    }

    /// The service is started anew: another hub shows the same page, behind the same link.
    pub(crate) fn restart(&mut self) {
        let old = std::mem::replace(&mut self.hub, Hub::start(self.page.clone(), options_for_test()));
        self.door.state.lock().unwrap().hub = self.hub.clone();
        old.hang_up();
    }

    /// Runs a function in the clinic's page: only for looking, never for acting.
    pub(crate) async fn look<T: serde::de::DeserializeOwned>(&self, function: &str) -> T {
        self.page.main_frame().evaluate_main(&patience(), function, ()).await.unwrap()
    }

    /// The same in the card's frame, while there is one.
    pub(crate) async fn look_at_card<T: serde::de::DeserializeOwned + Default>(&self, function: &str) -> T {
        let frames = self.page.frames();
        let Some(card) = frames.iter().find(|frame| frame.url().contains("/card")) else {
            return T::default();
        };
        card.evaluate_main(&patience(), function, ()).await.unwrap_or_default()
    }

    /// The content of a card field; nothing while there is none.
    pub(crate) async fn card(&self, id: &str) -> String {
        self.look_at_card(&format!("() => document.getElementById('{id}')?.value ?? ''")).await
    }
}

/// No line reaches the hub while this lives.
pub(crate) struct CutLines(TestDoor);

impl Drop for CutLines {
    fn drop(&mut self) {
        self.0.state.lock().unwrap().is_cut = false;
    }
}

async fn prepared_page(chrome: &Chrome, site: &Site) -> Page {
    let options = ContextOptions {
        viewport: Viewport { width: 390, height: 788 },
        mobile: true,
        ..ContextOptions::default()
    };
    let page = chrome.browser().new_context(options).await.unwrap().new_page().await.unwrap();
    page.goto(&patience(), &site.url).await.unwrap();
    let whole = "() => new Promise((done) => document.readyState === 'complete' ? done(true) : addEventListener('load', () => done(true)))";
    let _is_whole: bool = page.main_frame().evaluate_main(&patience(), whole, ()).await.unwrap();
    page
}

pub(crate) fn options_for_test() -> HubOptions {
    #[expect(clippy::disallowed_methods, reason = "the stand owns its clock, and this is it")]
    let now = Now::new(Timestamp::now);
    #[expect(clippy::disallowed_methods, reason = "as above")]
    let expires_at = Timestamp::now() + Duration::from_mins(15);
    let may_be_final =
        |words: &str| ["Book", "Pay", "Confirm", "authorize"].iter().any(|word| words.contains(word));
    HubOptions::new(now, "Forever 22 Med Spa", expires_at, may_be_final)
}

async fn open_door(servers: &mut JoinSet<()>, hub: &Hub) -> (TestDoor, String) {
    let door = TestDoor {
        url: Url::parse("http://127.0.0.1").unwrap(),
        state: Arc::new(Mutex::new(State {
            hub: hub.clone(),
            binding: Binding::default(),
            over: None,
            claims: 0,
            forgets: false,
            is_cut: false,
        })),
    };
    let app: Router = routes(door.clone());
    let port = serve(servers, app).await;
    let base = format!("http://127.0.0.1:{port}/");
    (door, base)
}

/// A door with one link.
#[derive(Clone)]
pub(crate) struct TestDoor {
    url: Url,
    pub(crate) state: Arc<Mutex<State>>,
}

pub(crate) struct State {
    pub(crate) hub: Hub,
    pub(crate) binding: Binding,
    pub(crate) over: Option<Phase>,
    pub(crate) claims: u32,
    /// Whoever claims is not known afterwards, as a browser without cookies is.
    pub(crate) forgets: bool,
    is_cut: bool,
}

impl HandoffDoor for TestDoor {
    fn public_url(&self) -> &Url {
        &self.url
    }

    async fn look(&self, link: &str, device: Option<&DeviceKey>) -> Seen {
        let state = self.state.lock().unwrap();
        let is_theirs = device.is_some_and(|device| state.binding.is_to(device));
        match (&state.over, link == LINK) {
            (_, false) => Seen::Unknown,
            (Some(phase), true) => Seen::Over(is_theirs.then(|| phase.clone())),
            (None, true) if is_theirs => Seen::Yours,
            (None, true) => Seen::Waiting,
        }
    }

    async fn summary(&self, link: &str, secret: &Typed) -> Result<Summary, Refused> {
        self.check(link, secret)?;
        Ok(Summary {
            clinic: "Forever 22 Med Spa".to_owned(),
            service: Some("Tox (Botox, Jeuveau)".to_owned()),
            provider: Some("Brandi Sesock".to_owned()),
            when: Some("2026-02-05T14:30".to_owned()),
            deposit: Some("50.00 USD".to_owned()),
            reason: "payment".to_owned(),
        })
    }

    async fn claim(
        &self,
        link: &str,
        secret: &Typed,
        device: &DeviceKey,
        takeover: bool,
    ) -> Result<(), Refused> {
        self.check(link, secret)?;
        let other = {
            let mut state = self.state.lock().unwrap();
            state.claims += 1;
            let taken_over = !state.forgets && state.binding.claim(device, takeover)?;
            taken_over.then(|| state.hub.clone())
        };
        if let Some(hub) = other {
            hub.hand_over().await;
        }
        Ok(())
    }

    async fn enter(&self, link: &str, device: &DeviceKey) -> Result<Hub, Refused> {
        let state = self.state.lock().unwrap();
        if state.over.is_some() {
            return Err(Refused::Over);
        }
        if state.is_cut {
            return Err(Refused::Unknown);
        }
        (link == LINK && state.binding.is_to(device)).then(|| state.hub.clone()).ok_or(Refused::OtherDevice)
    }
}

impl TestDoor {
    fn check(&self, link: &str, secret: &Typed) -> Result<(), Refused> {
        let state = self.state.lock().unwrap();
        match (link == LINK && secret.reveal() == SECRET, &state.over) {
            (false, _) => Err(Refused::Unknown),
            (true, Some(_)) => Err(Refused::Over),
            (true, None) => Ok(()),
        }
    }
}
