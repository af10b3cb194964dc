//! Booking sessions, run by Baton. Knows what of a client's trouble may be over in a while.

use std::time::Duration;

use baton_client::{Client, ClientError, Lead, Refusal, StartBooking};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::{Booking, BookingOrder, Progress, Trouble};
use crate::clinic::BookingWay;
use crate::conversation::Ending;

/// How long one errand waits for a link. Longer than a page takes; the errand is run again if need be.
const LINK_WITHIN: Duration = Duration::from_secs(100);

/// Booking sessions by Baton.
#[derive(Debug, Clone)]
pub struct BatonBooking {
    client: Client,
    /// Where the platform takes callbacks; the clinic's id is added.
    callbacks: String,
}

impl BatonBooking {
    pub fn new(client: Client, callbacks: &str) -> Self {
        Self { client, callbacks: callbacks.trim_end_matches('/').to_owned() }
    }

    fn request(&self, order: BookingOrder<'_>) -> Option<StartBooking> {
        let BookingWay::Moxie { booking_url, profile } = &order.clinic.booking else { return None };
        let (wish, zone) = (order.wish, &order.clinic.zone);
        let lead = Lead {
            first_name: wish.name.first.clone(),
            last_name: wish.name.last.clone(),
            phone: order.phone.to_owned(),
            email: wish.email.clone(),
            notes: None,
        };
        Some(StartBooking {
            service: Some(wish.service.clone()),
            provider: wish.provider.clone(),
            callback_url: Some(format!("{}/{}", self.callbacks, order.clinic.id)),
            timezone: zone.iana_name().map(str::to_owned),
            service_aliases: order.clinic.aliases.clone(),
            profile: profile.clone(),
            ..baton_client::request(booking_url, &wish.slot.date(zone), &wish.slot.time(zone), lead)
        })
    }
}

impl Booking for BatonBooking {
    fn start<'a>(&'a self, order: BookingOrder<'a>) -> BoxFuture<'a, Result<Uuid, Trouble>> {
        Box::pin(async move {
            let request = self.request(order).ok_or(Trouble::Never)?;
            let started = self.client.start_once(&request, order.key).await;
            started.map(|started| started.session_id).map_err(|error| trouble(&error))
        })
    }

    fn link(&self, session: Uuid) -> BoxFuture<'_, Result<Progress, Trouble>> {
        Box::pin(async move {
            match self.client.wait_for_handoff(session, LINK_WITHIN).await {
                Ok(link) => Ok(Progress::Ready { url: link.handoff_url }),
                Err(ClientError::Ended(view)) => {
                    Ending::of(*view).map(Box::new).map(Progress::Ended).ok_or(Trouble::Later)
                }
                Err(error) => Err(trouble(&error)),
            }
        })
    }

    fn outcome(&self, session: Uuid) -> BoxFuture<'_, Result<Option<Ending>, Trouble>> {
        Box::pin(async move {
            let view = self.client.status(session).await.map_err(|error| trouble(&error))?;
            Ok(Ending::of(view))
        })
    }

    fn cancel(&self, session: Uuid) -> BoxFuture<'_, Result<(), Trouble>> {
        Box::pin(async move { self.client.cancel(session).await.map(drop).map_err(|error| trouble(&error)) })
    }
}

/// A refusal stays one; everything else may be over in a while.
fn trouble(error: &ClientError) -> Trouble {
    match error {
        ClientError::Refused(refusal) if is_final(refusal) => Trouble::Never,
        ClientError::Address(_) => Trouble::Never,
        _ => Trouble::Later,
    }
}

fn is_final(refusal: &Refusal) -> bool {
    (400..500).contains(&refusal.status) && !matches!(refusal.status, 408 | 409 | 425 | 429)
}
