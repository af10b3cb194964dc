//! From a patient's wish to a kept slot: which provider, is it free, until when. Knows nothing of payments.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::state::Place;
use super::visit::clock_text;
use super::{Records, Selection, Visit};
use crate::calendar::{self, DayState, OfferedSlot};
use crate::catalogue::{Provider, Service};
use crate::scenario::SlotLost;

/// What the patient chose; no provider means "No preference".
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) service: String,
    pub(crate) provider: Option<String>,
    pub(crate) date: Date,
    pub(crate) time: Time,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WishRefused {
    UnknownVisit,
    UnknownService,
    SlotTaken,
}

impl Records {
    /// Keeps the wished slot for the visit and lets go of the one it had before.
    pub(crate) fn hold(&mut self, key: &str, wish: &Wish, now: Timestamp) -> Result<Selection, WishRefused> {
        let visit = self.visit(key).cloned().ok_or(WishRefused::UnknownVisit)?;
        let service = visit.clinic.service(&wish.service).ok_or(WishRefused::UnknownService)?;
        self.release_hold(key);
        let offer = Offer { key, now };
        let provider = self.free_provider(&visit, service, wish, offer).ok_or(WishRefused::SlotTaken)?;
        let selection = Selection {
            service: service.name.clone(),
            provider,
            date: wish.date,
            time: wish.time,
            duration_minutes: service.duration_minutes,
            deposit_cents: deposit(&visit, service),
        };
        if self.is_lost(key, &visit, &selection, SlotLost::Review, now) {
            return Err(WishRefused::SlotTaken);
        }
        self.state.holds.push(visit.hold(key, &selection, now));
        if let Some(visit) = self.visit_mut(key) {
            visit.selection = Some(selection.clone());
        }
        Ok(selection)
    }

    /// Returns the day's times with what is booked and held taken out.
    pub(crate) fn slots(
        &self,
        visit: &Visit,
        service: &Service,
        provider: Option<&str>,
        date: Date,
        offer: Offer<'_>,
    ) -> Vec<OfferedSlot> {
        let state = calendar::day_state(&visit.clinic, date, offer.now);
        if !matches!(state, DayState::Open | DayState::Full) {
            return Vec::new();
        }
        let wish =
            |time| Wish { service: service.id.clone(), provider: provider.map(str::to_owned), date, time };
        let free = |slot: OfferedSlot| OfferedSlot {
            available: slot.available
                && state == DayState::Open
                && self.first_free(visit, service, &wish(slot.time), offer).is_some(),
            ..slot
        };
        calendar::offered(&visit.clinic, visit.scenario.grid, date, offer.now).into_iter().map(free).collect()
    }

    fn free_provider(
        &self,
        visit: &Visit,
        service: &Service,
        wish: &Wish,
        offer: Offer<'_>,
    ) -> Option<String> {
        let slots = self.slots(visit, service, wish.provider.as_deref(), wish.date, offer);
        slots.iter().find(|slot| slot.time == wish.time && slot.available)?;
        self.first_free(visit, service, wish, offer).map(|provider| provider.name.clone())
    }

    fn first_free<'v>(
        &self,
        visit: &'v Visit,
        service: &Service,
        wish: &Wish,
        offer: Offer<'_>,
    ) -> Option<&'v Provider> {
        let (date, time) = (wish.date.to_string(), clock_text(wish.time));
        let place = |provider: &'v Provider| Place {
            slug: &visit.clinic.slug,
            provider: &provider.name,
            date: &date,
            time: &time,
        };
        let wanted = |provider: &&Provider| wish.provider.as_deref().is_none_or(|id| provider.id == id);
        let free = |provider: &&'v Provider| !self.state.is_taken(&place(provider), offer.key, offer.now);
        visit.clinic.eligible(service).into_iter().filter(wanted).find(free)
    }
}

/// For whom and when slots are looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Offer<'a> {
    pub(crate) key: &'a str,
    pub(crate) now: Timestamp,
}

/// Returns what the visit's scenario makes of a service's deposit.
pub(crate) fn deposit(visit: &Visit, service: &Service) -> u32 {
    if visit.scenario.nodeposit { 0 } else { visit.scenario.deposit_cents.unwrap_or(service.deposit_cents) }
}
