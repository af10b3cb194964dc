//! The patient of the demo: an invented person, what they type into the payment page, and how they carry on after a refusal.

use std::path::Path;

use anyhow::Context;
use baton_browser::{Browser, Chrome, LaunchOptions};
use baton_client::Lead;
use baton_mock_clinic::APPROVED_CARD;

use super::DemoArgs;
use super::phone::{Phone, PhoneError};
use crate::book::{Follower, Report};
use crate::cli::terminal::say;

const FAR_EXPIRY: &str = "12 / 34";
const FINAL_BUTTON: &str = "Book Appointment";

/// Returns the invented person. The number is one that the numbering plan keeps for fiction.
pub(super) fn lead() -> Lead {
    Lead {
        first_name: "Jane".to_owned(),
        last_name: "Sample".to_owned(),
        phone: "+14405550123".to_owned(),
        email: "jane@example.com".to_owned(),
        notes: Some("First time patient".to_owned()),
    }
}

/// Opens the link on a phone of its own and pays: with the card asked for, and after a refusal with one that is good.
pub(super) async fn pay(link: &str, args: &DemoArgs, follower: &mut Follower) -> anyhow::Result<Visit> {
    let options = LaunchOptions { executable: args.chrome.clone(), ..LaunchOptions::default() };
    let chrome = Chrome::launch(options).await.context("failed to start the phone's browser")?;
    let phone =
        reach_payment(chrome.browser(), link).await.context("the phone did not reach the payment page")?;
    let visit = Visit { phone, _chrome: chrome };
    visit.save_picture(args, "payment").await?;
    let number = args.card.number();
    visit.try_card(number).await?;
    if number != APPROVED_CARD {
        anyhow::ensure!(
            follower.until_refused(Report::Person).await?,
            "the session ended at the first refusal"
        );
        visit.save_picture(args, "refused").await?;
        visit.try_card(APPROVED_CARD).await?;
    }
    Ok(visit)
}

async fn reach_payment(browser: &Browser, link: &str) -> Result<Phone, PhoneError> {
    let phone = Phone::open(browser, link).await?;
    say("  ✓ the phone opens the link");
    phone.tap_continue().await?;
    phone.sees_field("Card number").await?;
    say("  ✓ taps Continue and sees the clinic's payment page");
    Ok(phone)
}

/// A phone that looks at the payment page.
#[derive(Debug)]
pub(super) struct Visit {
    phone: Phone,
    // Ends with the visit.
    _chrome: Chrome,
}

impl Visit {
    async fn try_card(&self, number: &str) -> anyhow::Result<()> {
        self.type_and_press(number).await.context("the phone could not pay")?;
        let last_digits = &number[number.len() - 4..];
        say(format_args!("  ✓ types the test card ending in {last_digits} and presses \"{FINAL_BUTTON}\""));
        Ok(())
    }

    async fn type_and_press(&self, number: &str) -> Result<(), PhoneError> {
        self.phone.fill("Card number", number).await?;
        self.phone.fill("Expiry date", FAR_EXPIRY).await?;
        self.phone.fill("CVC", "123").await?;
        self.phone.press(FINAL_BUTTON).await
    }

    /// Waits for the page to say that the appointment is booked.
    pub(super) async fn sees_confirmation(&self, args: &DemoArgs) -> anyhow::Result<()> {
        self.phone.sees("booked").await.context("the phone was not shown the confirmation")?;
        say("  ✓ sees the confirmation");
        self.save_picture(args, "booked").await
    }

    async fn save_picture(&self, args: &DemoArgs, name: &str) -> anyhow::Result<()> {
        let Some(folder) = &args.pictures else { return Ok(()) };
        save(folder, name, &self.phone.screenshot().await?)
            .with_context(|| format!("failed to save the picture {name}"))
    }
}

fn save(folder: &Path, name: &str, png: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(format!("{name}.png")), png)
}
