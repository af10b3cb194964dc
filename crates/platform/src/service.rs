//! The platform as a service of its own: webhooks of carriers, of Square and of Baton in, messages out, clinics and leads in a database,
//! and a page for the clinics' people. Wires the parts; decides nothing itself.

mod config;
mod door;
mod operators;
mod view;

pub use config::{Baton, Carrier, Config, ConfigError, SquareAccount};
pub use operators::assets;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use baton_client::{CallbackVerifier, Client, ClientError};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::desk::{FrontDesk, Now, Staff};
use crate::http::HttpError;
use crate::receiver::CallbackReceiver;
use crate::services::{BatonBooking, BatonTimes};
use crate::sms::{Console, SmsSender, Telnyx, TelnyxWebhook, Twilio, TwilioWebhook, WebhookError};
use crate::square::{Square, SquareWebhook};
use crate::store::{PlatformStore, StoreError};
use crate::understanding::Rules;
use crate::webhooks::{self, Signatures};
use operators::Operators;

/// A running platform. Its tasks end when it is dropped.
#[derive(Debug)]
pub struct PlatformService {
    address: SocketAddr,
    base_url: String,
    desk: FrontDesk,
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

/// Why the platform did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error("failed to open the database")]
    Store(#[from] StoreError),
    #[error("failed to listen on {address}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("failed to prepare for asking Baton")]
    Baton(#[from] ClientError),
    #[error("failed to prepare for sending requests")]
    Http(#[from] HttpError),
    #[error("the carrier's public key is none")]
    PublicKey(#[source] WebhookError),
    #[error("baton's callback secret is none: it begins with whsec_")]
    CallbackSecret,
    #[error("without an operator key the platform listens on a loopback address only")]
    OperatorKey,
}

impl PlatformService {
    /// Starts the service and returns once it listens.
    pub async fn start(config: Config, now: Now) -> Result<Self, ServiceError> {
        if config.operator_key.is_none() && !config.listen.ip().is_loopback() {
            return Err(ServiceError::OperatorKey);
        }
        let store = PlatformStore::open(&config.database_url).await?;
        for clinic in &config.clinics {
            store.put_clinic(clinic).await?;
        }
        let listen = |source| ServiceError::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let base_url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
        let client = Client::new(&config.baton.url, config.baton.api_key.as_deref())?;
        let desk = FrontDesk::new(store, staff(&config, &client, &base_url, &now)?);
        let operators = Operators::new(desk.clone(), client, config.operator_key.clone());
        let routes = routes(&config, &desk, &base_url, &now)?.merge(operators.router());
        let stop = CancellationToken::new();
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, routes, stop.clone()));
        tasks.spawn({
            let (desk, stop) = (desk.clone(), stop.clone());
            async move { desk.run(stop.cancelled()).await }
        });
        tracing::info!(%address, "The platform is listening");
        Ok(Self { address, base_url, desk, stop, tasks })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What others reach it by, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    pub fn desk(&self) -> &FrontDesk {
        &self.desk
    }

    /// Comes to rest: takes no more webhooks, and leaves what is still to be done to the next process.
    pub async fn stop(mut self, patience: Duration) {
        self.stop.cancel();
        let rest = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(patience, rest).await.is_err() {
            tracing::warn!("The platform did not come to rest in time");
        }
        self.tasks.shutdown().await;
        self.desk.store().close().await;
    }
}

async fn serve(listener: TcpListener, routes: Router, stop: CancellationToken) {
    let served = axum::serve(listener, routes).with_graceful_shutdown(stop.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::error!(%error, "The platform ended");
    }
}

fn staff(config: &Config, client: &Client, base_url: &str, now: &Now) -> Result<Staff, ServiceError> {
    let square = config.square.as_ref().map(|square| Square::new(&square.api, &square.token)).transpose()?;
    Ok(Staff {
        understanding: Arc::new(Rules),
        availability: Arc::new(BatonTimes::new(client.clone(), now.clone())),
        booking: Arc::new(BatonBooking::new(client.clone(), &format!("{base_url}/callbacks"))),
        square: square.map(Arc::new),
        sms: sender(&config.sms)?,
        now: now.clone(),
    })
}

fn sender(carrier: &Carrier) -> Result<Arc<dyn SmsSender>, HttpError> {
    Ok(match carrier {
        Carrier::Console => Arc::new(Console::default()),
        Carrier::Twilio { api, account, token } => Arc::new(Twilio::new(api, account, token)?),
        Carrier::Telnyx { api, key, .. } => Arc::new(Telnyx::new(api, key)?),
    })
}

fn routes(config: &Config, desk: &FrontDesk, base_url: &str, now: &Now) -> Result<Router, ServiceError> {
    let secret = &config.baton.callback_secret;
    let verifier = CallbackVerifier::new(secret).map_err(|_| ServiceError::CallbackSecret)?;
    let callbacks = CallbackReceiver::new(verifier, desk.clone(), now.clone());
    let webhooks = webhooks::router(desk.clone(), signatures(config, base_url)?, now.clone());
    Ok(webhooks.merge(callbacks.router()).route("/health", get(async || "ok")))
}

/// Twilio and Square sign the address that they were given, so it is the public one.
fn signatures(config: &Config, base_url: &str) -> Result<Signatures, ServiceError> {
    let mut signatures = Signatures::default();
    match &config.sms {
        Carrier::Console => {}
        Carrier::Twilio { token, .. } => {
            signatures.twilio = Some(TwilioWebhook::new(token, &format!("{base_url}/sms/twilio")));
        }
        Carrier::Telnyx { public_key, .. } => {
            signatures.telnyx = Some(TelnyxWebhook::new(public_key).map_err(ServiceError::PublicKey)?);
        }
    }
    let square = config.square.as_ref();
    signatures.square =
        square.map(|square| SquareWebhook::new(&square.webhook_key, &format!("{base_url}/square")));
    Ok(signatures)
}
