//! A small world to tell a story in: a practice clinic, the service, and a platform that receives callbacks, each on a free port of loopback.
//! The demo and the end-to-end tests play in it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use baton_api::signature::CallbackSecret;
use baton_booking::clock::{Clock, SystemClock};
use baton_client::{CallbackVerifier, Client, Uuid};
use baton_mock_clinic::{DEFAULT_SLUG, MockClinic};
use baton_platform::{CallbackReceiver, Lead, Leads};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::app::App;
use crate::config::{Config, Settings};

#[derive(Debug)]
pub struct World {
    pub clinic: MockClinic,
    pub service: App,
    pub client: Client,
    /// The platform's leads, which its receiver keeps up to date.
    pub leads: Leads,
    /// The one lead that it has.
    pub lead: Uuid,
    pub callback_url: String,
    /// Signs the service's callbacks.
    pub secret: CallbackSecret,
    _platform: JoinSet<()>,
    // Removed when the world ends.
    folder: TempDir,
}

impl World {
    /// Opens the world; `settings` lie over those that make the service fit in.
    pub async fn open(settings: Settings) -> anyhow::Result<Self> {
        let secret = CallbackSecret::generate();
        let folder = tempfile::tempdir().context("failed to make a temporary folder")?;
        let leads = Leads::default();
        let lead = Uuid::new_v4();
        leads.put(Lead::new(lead));
        let mut platform = JoinSet::new();
        let callback_url = open_platform(&mut platform, &secret, leads.clone()).await?;
        let config = Config::resolve(settings.over(fitting(&secret, &folder)))?;
        let service = App::start(config).await.context("failed to start the service")?;
        let client = Client::new(&service.base_url(), None)?;
        let clinic = MockClinic::spawn().await;
        Ok(Self { clinic, service, client, leads, lead, callback_url, secret, _platform: platform, folder })
    }

    /// A place for the files of whoever plays along; gone when the world ends.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the clinic is booked.
    pub fn booking_url(&self) -> String {
        self.clinic.booking_url(DEFAULT_SLUG)
    }

    /// Ends the service in good order; the others end by themselves.
    pub async fn close(self) {
        self.service.stop().await;
    }
}

fn fitting(secret: &CallbackSecret, folder: &TempDir) -> Settings {
    Settings {
        listen: Some("127.0.0.1:0".to_owned()),
        database_url: Some(format!("sqlite://{}", folder.path().join("baton.db").display())),
        callback_secret: Some(secret.reveal().to_string()),
        // The clinic and the platform are on loopback here.
        allow_private_network: Some("true".to_owned()),
        ..Settings::default()
    }
}

async fn open_platform(
    tasks: &mut JoinSet<()>,
    secret: &CallbackSecret,
    leads: Leads,
) -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.context("failed to open the platform")?;
    let url = format!("http://{}/callbacks", listener.local_addr()?);
    let verifier = CallbackVerifier::from(secret.clone());
    let receiver = CallbackReceiver::new(verifier, leads, Arc::new(|| SystemClock.now()));
    tasks.spawn(async move {
        if let Err(error) = axum::serve(listener, receiver.router()).await {
            tracing::error!(%error, "The platform's receiver ended");
        }
    });
    Ok(url)
}
