//! A patient's phone: touches, types and looks; never reaches around the handoff page.

use std::time::Duration;

use baton_browser::{Browser, ContextOptions, Key, Page, Point, Viewport};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::stand::patience;

pub(crate) struct Phone {
    pub(crate) page: Page,
}

impl Phone {
    pub(crate) async fn new(browser: &Browser) -> Self {
        Self::speaking(browser, "en-US").await
    }

    pub(crate) async fn speaking(browser: &Browser, locale: &str) -> Self {
        Self::begin(browser, locale, "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36").await
    }

    pub(crate) async fn known_as(browser: &Browser, user_agent: &str) -> Self {
        Self::begin(browser, "en-US", user_agent).await
    }

    async fn begin(browser: &Browser, locale: &str, user_agent: &str) -> Self {
        let options = ContextOptions {
            viewport: Viewport { width: 390, height: 844 },
            mobile: true,
            locale: Some(locale.to_owned()),
            // The languages of a page follow the locale only together with a user agent.
            user_agent: Some(user_agent.to_owned()),
            ..ContextOptions::default()
        };
        let context = browser.new_context(options).await.unwrap();
        let page = context.new_page().await.unwrap();
        Self { page }
    }

    pub(crate) async fn open(&self, link: &str) {
        self.page.goto(&patience(), link).await.unwrap();
    }

    /// Runs a function in the handoff page.
    pub(crate) async fn ask<T: DeserializeOwned>(&self, function: &str, arg: Value) -> T {
        self.page.main_frame().evaluate_main(&patience(), function, arg).await.unwrap()
    }

    /// Waits until `function` returns something true.
    pub(crate) async fn until(&self, what: &str, function: &str, arg: Value) {
        let wait = format!(
            "(arg) => new Promise((done) => {{ const look = () => ({function})(arg) ? done(true) : requestAnimationFrame(look); look(); }})"
        );
        let progress = patience();
        progress.note(format!("waiting until {what}"));
        loop {
            let seen: Result<bool, _> = self.page.main_frame().evaluate_main(&progress, &wait, &arg).await;
            match seen {
                Ok(_) => return,
                Err(error) if error.is_navigation() => {}
                Err(error) => {
                    self.photograph("failed").await;
                    panic!("never: {what} ({error})\n{}", self.text().await);
                }
            }
        }
    }

    pub(crate) async fn text(&self) -> String {
        self.ask("() => document.body.innerText", Value::Null).await
    }

    pub(crate) async fn wait_for_text(&self, text: &str) {
        self.until(text, "(text) => document.body.innerText.includes(text)", json!(text)).await;
    }

    pub(crate) async fn has_control(&self, label: &str) -> bool {
        self.ask(&format!("(label) => Boolean(({FIND})(label))"), json!(label)).await
    }

    pub(crate) async fn wait_for_control(&self, label: &str) {
        self.until(label, FIND, json!(label)).await;
    }

    /// Touches a button of the handoff page or a mirrored control, by its words.
    pub(crate) async fn press(&self, label: &str) {
        self.wait_for_control(label).await;
        let at: Point = self.ask(&format!("(label) => ({AIM})(({FIND})(label))"), json!(label)).await;
        self.page.touch().tap(at).done().await.unwrap();
    }

    /// Touches a field and types into it with the phone's keyboard.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        self.press(label).await;
        self.until(
            "the field has the focus",
            &format!("(label) => document.activeElement === ({FIND})(label)"),
            json!(label),
        )
        .await;
        self.page.keyboard().type_text(text).done().await.unwrap();
    }

    /// Presses Tab until the control has the focus; it must come after where the focus is now.
    pub(crate) async fn tab_to(&self, label: &str) {
        let is_there = format!("(label) => document.activeElement === ({FIND})(label)");
        for _ in 0..20 {
            self.key(Key::Tab).await;
            if self.ask::<bool>(&is_there, json!(label)).await {
                return;
            }
        }
        panic!("the Tab key never came to {label}");
    }

    pub(crate) async fn key(&self, key: Key) {
        self.page.keyboard().key(key).done().await.unwrap();
    }

    /// Saves what is on the glass, for the documentation, when a folder for it is named.
    pub(crate) async fn photograph(&self, name: &str) {
        let Ok(folder) = std::env::var("BATON_SCREENSHOTS") else { return };
        self.ask::<Value>(
            "() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(null)), 350))",
            Value::Null,
        )
        .await;
        let picture = self.page.screenshot(baton_browser::ScreenshotOptions::default()).await.unwrap();
        std::fs::write(format!("{folder}/{name}.png"), picture).unwrap();
    }
}

/// Takes down what the phone is told in words, when it comes before the page's own scripts.
pub(crate) const TOLD: &str = "(() => { globalThis.told = []; \
    globalThis.WebSocket = class extends WebSocket { constructor(...args) { super(...args); \
      this.addEventListener('message', ({ data }) => typeof data === 'string' && told.push(JSON.parse(data))); } }; })()";

/// Finds a button or a mirrored control by its accessible name; while something is asked, only there, as fingers do.
pub(crate) const FIND: &str = "(label) => [...(document.querySelector('dialog[open]') ?? document).querySelectorAll('button, input, select, textarea, a')].find((element) => \
    !element.closest('[hidden]') && element.getClientRects().length > 0 && (element.getAttribute('aria-label') ?? element.textContent).trim().startsWith(label))";

const AIM: &str = "(element) => { element.scrollIntoView({ block: 'center', behavior: 'instant' }); \
    const rect = element.getBoundingClientRect(); return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }; }";

/// Asks again and again until `question` is answered with yes.
/// The same for a text, which it shows when it is not what is wanted.
pub(crate) async fn becomes<F: Future<Output = String>>(wanted: &str, mut look: impl FnMut() -> F) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(15);
    loop {
        let seen = look().await;
        if seen == wanted {
            return;
        }
        assert!(tokio::time::Instant::now() < deadline, "never {wanted:?}, at last {seen:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub(crate) async fn eventually<F: Future<Output = bool>>(what: &str, mut question: impl FnMut() -> F) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(15);
    while !question().await {
        assert!(tokio::time::Instant::now() < deadline, "never: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
