//! `baton demo`: the whole story on one machine. A clinic, the service and a platform on loopback, and a phone that pays through the link.
//! Each part sees of the others only what it would see in the real world.

mod carrier;
mod checks;
mod patient;
pub mod phone;
pub mod play;
mod story;
pub mod world;

use std::path::PathBuf;
use std::process::ExitCode;

use baton_mock_clinic::{APPROVED_CARD, DECLINED_CARD, EXPIRED_CARD};

use crate::cli::terminal;
use crate::config::Settings;
use world::World;

#[derive(Debug, Clone, clap::Args)]
pub struct DemoArgs {
    /// End after one booking; this is so anyway where there is no terminal
    #[arg(long)]
    once: bool,
    /// What the patient's first card does; one that is refused is followed by one that pays
    #[arg(long, value_enum, default_value_t = FirstCard::Approved)]
    card: FirstCard,
    /// A part of the name of the service to book
    #[arg(long, default_value = "Botox")]
    service: String,
    /// Keep the sessions in this database instead of a temporary one
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// The Chrome to run, for the service and for the phone
    #[arg(long, value_name = "FILE", env = "BATON_CHROME")]
    chrome: Option<PathBuf>,
    /// Save pictures of the phone in this folder
    #[arg(long, value_name = "FOLDER")]
    pictures: Option<PathBuf>,
}

/// The test cards of the practice clinic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FirstCard {
    Approved,
    Declined,
    Expired,
}

impl FirstCard {
    fn number(self) -> &'static str {
        match self {
            Self::Approved => APPROVED_CARD,
            Self::Declined => DECLINED_CARD,
            Self::Expired => EXPIRED_CARD,
        }
    }
}

impl DemoArgs {
    fn settings(&self) -> Settings {
        Settings {
            database_url: self.database_url.clone(),
            chrome: self.chrome.as_ref().map(|path| path.display().to_string()),
            ..Settings::default()
        }
    }
}

/// Plays the story. The exit code is that of success when the booking succeeded and every part agrees that it did.
pub(crate) async fn run(args: DemoArgs) -> anyhow::Result<ExitCode> {
    let stays = !args.once && terminal::is_watched();
    let world = World::open(args.settings()).await?;
    story::tell(&world, &args).await?;
    if stays {
        story::play_on(&world).await?;
    }
    world.close().await;
    Ok(ExitCode::SUCCESS)
}
