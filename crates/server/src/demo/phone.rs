//! A simulated phone: a small touch screen with a browser, in the hands of somebody who goes by what they see.
//! It knows the handoff link and nothing else: no session, no API, no page behind the page.

mod sight;

use std::time::Duration;

use baton_browser::{
    ActError, Browser, Context, ContextOptions, FillMode, Page, PageError, Progress, ScreenshotOptions,
    SnapshotOptions, Viewport,
};

use sight::Wanted;

/// The size of a common phone's screen.
const SCREEN: Viewport = Viewport { width: 390, height: 844 };

/// This long the person looks for something before they give up.
const PATIENCE: Duration = Duration::from_secs(45);

/// A phone with the handoff page on it.
#[derive(Debug)]
pub struct Phone {
    context: Context,
    page: Page,
}

/// Why the person got no further. Tells what they were looking for, never what they typed.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    #[error("the phone's page failed while {doing}: {source}")]
    Page { doing: String, source: PageError },
    #[error("the phone cannot be used while {doing}: {source}")]
    Act { doing: String, source: ActError },
}

impl Phone {
    /// Opens the link as a tap on it in a message does: in a browser that knows nothing yet.
    pub async fn open(browser: &Browser, link: &str) -> Result<Self, PhoneError> {
        Self::open_on(browser, link, SCREEN, true).await
    }

    /// The same on a screen of another size, with or without touch.
    pub async fn open_on(
        browser: &Browser,
        link: &str,
        viewport: Viewport,
        mobile: bool,
    ) -> Result<Self, PhoneError> {
        let failed = |source| PhoneError::Page { doing: "opening the link".to_owned(), source };
        let locale = Some("en-US".to_owned());
        let options = ContextOptions { locale, viewport, mobile, ..ContextOptions::default() };
        let context = browser.new_context(options).await.map_err(|error| failed(error.into()))?;
        let page = context.new_page().await.map_err(|error| failed(error.into()))?;
        page.goto(&Progress::new(PATIENCE), link).await.map_err(failed)?;
        Ok(Self { context, page })
    }

    /// Takes the link up: the first page asks for one tap.
    pub async fn tap_continue(&self) -> Result<(), PhoneError> {
        self.press("Continue").await
    }

    /// Types `text` into the field called `label`, in place of what is in it.
    pub async fn fill(&self, label: &str, text: &str) -> Result<(), PhoneError> {
        let wanted = Wanted::Field(label);
        let progress = Progress::new(PATIENCE);
        loop {
            let field = self.find(&progress, &wanted).await?;
            match self.page.fill(&progress, &field, text, FillMode::Keys).await {
                Err(error) if error.is_not_yet() => {}
                done => return done.map_err(|source| wanted.failed(source)),
            }
        }
    }

    /// Taps the control called `label` once it can be tapped.
    pub async fn press(&self, label: &str) -> Result<(), PhoneError> {
        let wanted = Wanted::Control(label);
        let progress = Progress::new(PATIENCE);
        loop {
            let control = self.find(&progress, &wanted).await?;
            match self.page.press(&progress, &control).await {
                Err(error) if error.is_not_yet() => {}
                Err(source) => return Err(wanted.failed(source)),
                // Once more is once too often on a button that pays, so a tap that left is only repeated if its page was kept from it.
                Ok(tap) => {
                    tap.await.map_err(|error| wanted.failed(PageError::from(error).into()))?;
                    if !self.has_slipped(&progress, &wanted).await? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Whether the last tap landed on something else.
    async fn has_slipped(&self, progress: &Progress, wanted: &Wanted<'_>) -> Result<bool, PhoneError> {
        let looked = self.page.snapshot(progress, &SnapshotOptions::default()).await;
        looked.map(|seen| seen.slipped).map_err(|source| PhoneError::Page { doing: wanted.doing(), source })
    }

    /// Waits until `text` stands somewhere on the screen.
    pub async fn sees(&self, text: &str) -> Result<(), PhoneError> {
        self.find(&Progress::new(PATIENCE), &Wanted::Text(text)).await.map(drop)
    }

    /// Waits until there is a field called `label`.
    pub async fn sees_field(&self, label: &str) -> Result<(), PhoneError> {
        self.find(&Progress::new(PATIENCE), &Wanted::Field(label)).await.map(drop)
    }

    /// Waits until there is a link called `label`, and returns where it leads.
    pub async fn link_called(&self, label: &str) -> Result<String, PhoneError> {
        let wanted = Wanted::Control(label);
        let progress = Progress::new(PATIENCE);
        self.find(&progress, &wanted).await?;
        let last = "(label) => [...document.links].findLast((link) => link.textContent.includes(label)).href";
        let address = self.page.main_frame().evaluate::<String>(&progress, last, label).await;
        address.map_err(|source| PhoneError::Page { doing: wanted.doing(), source })
    }

    /// Takes a picture of the screen (PNG), once what is drawn on it is there.
    pub async fn screenshot(&self) -> Result<Vec<u8>, PhoneError> {
        let failed = |source| PhoneError::Page { doing: "taking a picture".to_owned(), source };
        self.is_drawn(&Progress::new(PATIENCE)).await.map_err(failed)?;
        self.page.screenshot(ScreenshotOptions::default()).await.map_err(failed)
    }

    /// A canvas that nobody has painted on yet has the size that canvases are born with.
    async fn is_drawn(&self, progress: &Progress) -> Result<(), PageError> {
        let painted = "() => [...document.querySelectorAll('canvas')].every((one) => one.width !== 300)";
        let mut version = self.page.version();
        while !self.page.main_frame().evaluate::<bool>(progress, painted, ()).await? {
            progress.note("waiting for the first frame");
            version = self.page.changed_since(progress, version).await?;
        }
        Ok(())
    }

    /// Closes the page and forgets it, as somebody does who is done.
    pub async fn close(self) -> Result<(), PhoneError> {
        let failed = |source| PhoneError::Page { doing: "closing the page".to_owned(), source };
        self.context.close().await.map_err(|error| failed(error.into()))
    }

    /// Looks until what is wanted is on the screen.
    async fn find(
        &self,
        progress: &Progress,
        wanted: &Wanted<'_>,
    ) -> Result<baton_browser::NodeHandle, PhoneError> {
        let failed = |source| PhoneError::Page { doing: wanted.doing(), source };
        let options = SnapshotOptions::default();
        let mut snapshot = self.page.snapshot(progress, &options).await.map_err(failed)?;
        loop {
            if let Some(found) = wanted.among(&snapshot) {
                return Ok(found);
            }
            progress.note(format!("{}; there is: {}", wanted.doing(), sight::summary(&snapshot)));
            let newer = self.page.snapshot_after(progress, snapshot.version, &options);
            snapshot = newer.await.map_err(failed)?;
        }
    }
}
