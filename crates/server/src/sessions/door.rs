//! Lets phones in: finds the session behind a link, tells its secret from a wrong one, and keeps it to one device.

use std::sync::Arc;
use std::time::Duration;

use baton_booking::handoff::{Handoff, HandoffToken};
use baton_booking::id::PublicId;
use baton_booking::outcome::Money;
use baton_booking::session::Session;
use baton_live_view::Hub;
use baton_live_view::door::{DeviceKey, HandoffDoor, Refused, Seen, Summary};
use baton_live_view::protocol::Typed;
use baton_store::{DeviceBinding, StoreError};
use url::Url;

use super::handle::{SessionHandle, Stage};
use super::phase::phase_of;
use super::registry::Registry;

/// A phone that comes back right after a restart, or while its page is prepared anew, waits this long for it and then asks again.
const PAGE_PATIENCE: Duration = Duration::from_secs(20);

/// The sessions of this process, as phones come to them.
#[derive(Debug, Clone)]
pub struct PhoneDoor {
    registry: Registry,
    public_url: Url,
}

impl PhoneDoor {
    pub fn new(registry: Registry, public_url: Url) -> Self {
        Self { registry, public_url }
    }

    fn handle(&self, link: &str) -> Option<(PublicId, SessionHandle)> {
        let link: PublicId = link.parse().ok()?;
        let handle = self.registry.behind(&link)?;
        Some((link, handle))
    }

    fn stage(&self, link: &str) -> Option<(PublicId, Stage)> {
        self.handle(link).map(|(link, handle)| (link, handle.stage()))
    }

    /// The stage of a session that waits for the holder of `secret`. One that is between two instances has a stage without a page.
    async fn open_with(&self, link: &str, secret: &Typed) -> Result<(PublicId, Stage), Refused> {
        let (link, stage) = match self.stage(link) {
            Some(found) => found,
            None => self.stored_stage(link).await.ok_or(Refused::Unknown)?,
        };
        if stage.session.state.is_terminal() {
            return Err(Refused::Over);
        }
        let token: HandoffToken = secret.reveal().parse().map_err(|_| Refused::Unknown)?;
        let opens = stage.session.handoff().is_some_and(|handoff| handoff.opens_with(&token));
        if opens { Ok((link, stage)) } else { Err(Refused::Unknown) }
    }

    async fn stored_stage(&self, link: &str) -> Option<(PublicId, Stage)> {
        let link = link.parse::<PublicId>().ok()?;
        let stored = self.registry.store().find_by_public_id(&link).await.map_err(|error| log(&error));
        let stored = stored.ok().flatten()?;
        Some((link, Stage { session: Arc::new(stored.session), seq: stored.seq.0, hub: None }))
    }

    async fn is_bound(&self, link: &PublicId, device: Option<&DeviceKey>) -> bool {
        self.knows(link, device).await.unwrap_or(false)
    }

    /// Whether the link is this device's, if the store can say.
    async fn knows(&self, link: &PublicId, device: Option<&DeviceKey>) -> Result<bool, ()> {
        let Some(device) = device else { return Ok(false) };
        let bound = self.registry.store().device_of(link).await.map_err(|error| log(&error))?;
        Ok(bound == Some(device.hash().0))
    }

    /// A link whose session does not run here: it is over, on its way to another process, or unknown.
    async fn look_back(&self, link: &str, device: Option<&DeviceKey>) -> Seen {
        let Ok(link) = link.parse::<PublicId>() else { return Seen::Unknown };
        let stored = self.registry.store().find_by_public_id(&link).await.map_err(|error| log(&error));
        match stored {
            Ok(Some(stored)) if !stored.session.state.is_terminal() => self.live(&link, device).await,
            Ok(Some(stored)) => self.over(&link, &stored.session, device).await,
            Ok(None) | Err(()) => Seen::Unknown,
        }
    }

    async fn live(&self, link: &PublicId, device: Option<&DeviceKey>) -> Seen {
        match self.knows(link, device).await {
            Ok(false) => Seen::Waiting,
            // While nobody can say, a phone that shows a key goes on asking.
            Ok(true) | Err(()) => Seen::Yours,
        }
    }

    async fn over(&self, link: &PublicId, session: &Session, device: Option<&DeviceKey>) -> Seen {
        let theirs = self.is_bound(link, device).await;
        Seen::Over(phase_of(session).filter(|phase| theirs && phase.is_the_end()))
    }
}

impl HandoffDoor for PhoneDoor {
    fn public_url(&self) -> &Url {
        &self.public_url
    }

    async fn look(&self, link: &str, device: Option<&DeviceKey>) -> Seen {
        let Some((public_id, stage)) = self.stage(link) else { return self.look_back(link, device).await };
        if !stage.session.state.is_terminal() {
            return self.live(&public_id, device).await;
        }
        if stage.hub.is_some() && self.is_bound(&public_id, device).await {
            return Seen::Yours;
        }
        self.over(&public_id, &stage.session, device).await
    }

    async fn summary(&self, link: &str, secret: &Typed) -> Result<Summary, Refused> {
        let (_, stage) = self.open_with(link, secret).await?;
        let handoff = stage.session.handoff().ok_or(Refused::Over)?;
        let clinic = stage.hub.as_ref().map_or_else(String::new, |hub| hub.clinic().to_owned());
        Ok(summary(&stage.session, handoff, clinic))
    }

    async fn claim(
        &self,
        link: &str,
        secret: &Typed,
        device: &DeviceKey,
        takeover: bool,
    ) -> Result<(), Refused> {
        let (link, stage) = self.open_with(link, secret).await?;
        let binding = self.registry.store().bind_device(&link, &device.hash().0, takeover).await;
        match binding.map_err(|error| log(&error)) {
            Ok(DeviceBinding::Bound | DeviceBinding::Same) => Ok(()),
            Ok(DeviceBinding::TakenOver) => {
                if let Some(hub) = &stage.hub {
                    hub.hand_over().await;
                }
                Ok(())
            }
            Ok(DeviceBinding::Refused) => Err(Refused::OtherDevice),
            Ok(DeviceBinding::NoLink) | Err(()) => Err(Refused::Unknown),
        }
    }

    async fn enter(&self, link: &str, device: &DeviceKey) -> Result<Hub, Refused> {
        let (link, handle) = self.handle(link).ok_or(Refused::Unknown)?;
        if !self.is_bound(&link, Some(device)).await {
            return Err(Refused::OtherDevice);
        }
        handle.hub(PAGE_PATIENCE).await.ok_or(Refused::Over)
    }
}

fn summary(session: &Session, handoff: &Handoff, clinic: String) -> Summary {
    let request = &session.request;
    Summary {
        clinic,
        service: request.service.clone(),
        provider: request.provider.clone(),
        when: Some(request.date.at(request.time.hour(), request.time.minute(), 0, 0).to_string()),
        deposit: handoff.deposit.as_ref().map(shown),
        reason: handoff.reason.as_str().to_owned(),
    }
}

fn shown(money: &Money) -> String {
    format!("{}.{:02} {}", money.cents / 100, money.cents % 100, money.currency)
}

fn log(error: &StoreError) {
    tracing::error!(%error, "The store could not be asked about a handoff link");
}
