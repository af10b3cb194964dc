//! The front desk: brings events to conversations, saves what comes of them, and sees to the errands and messages afterwards.
//!
//! A conversation decides in pure code; its lead, its messages and its errands are saved in one transaction with the receipt of what came in; only
//! then is anything done. So a webhook that is repeated, an answer that is late and a process that dies leave one message each, or none twice.

mod errands;
mod messages;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use baton_api::callback::CallbackBody;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use crate::clinic::{Clinic, ClinicId};
use crate::conversation::{Conversation, Effect, Ending, Event, Stage};
use crate::lead::LeadChange;
use crate::leads::News;
use crate::receiver::{Callbacks, Unavailable};
use crate::services::{Availability, Booking};
use crate::sms::{InboundSms, SmsSender};
use crate::square::{DepositPaid, Square};
use crate::store::{Change, Entry, ErrandId, LeadRecord, PlatformStore, Receipt, Saved, StoreError};
use crate::understanding::Understanding;

/// Tells the present moment; a platform hands in its own clock.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Whom the desk works with. Without `square` no clinic of Square gets a link.
#[derive(Clone)]
pub struct Staff {
    pub understanding: Arc<dyn Understanding>,
    pub availability: Arc<dyn Availability>,
    pub booking: Arc<dyn Booking>,
    pub square: Option<Arc<Square>>,
    pub sms: Arc<dyn SmsSender>,
    pub now: Now,
}

/// Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct FrontDesk {
    store: PlatformStore,
    staff: Staff,
    /// A permit says that there is something new to do.
    news: Arc<Notify>,
    /// Counts what was saved and sent, for those who look on.
    changes: Arc<watch::Sender<u64>>,
    /// Counts what came again and changed nothing.
    repeats: Arc<AtomicU64>,
}

/// Whose event it is.
#[derive(Debug, Clone)]
enum Whose {
    /// Somebody who writes to a clinic, known or not.
    Writer(ClinicId, String),
    Lead(Uuid),
}

/// An event on its way into a conversation, and what is settled by it.
#[derive(Debug)]
struct Delivery<'a> {
    whose: Whose,
    event: Event,
    receipt: Option<Receipt>,
    finishes: Option<&'a ErrandId>,
}

impl FrontDesk {
    pub fn new(store: PlatformStore, staff: Staff) -> Self {
        Self { store, staff, news: Arc::default(), changes: Arc::default(), repeats: Arc::default() }
    }

    pub fn store(&self) -> &PlatformStore {
        &self.store
    }

    /// Tells whenever something has been saved or sent.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// How much came again that had been taken before.
    pub fn repeats(&self) -> u64 {
        self.repeats.load(Ordering::Relaxed)
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    fn now(&self) -> Timestamp {
        (self.staff.now)()
    }

    /// Takes a message that a patient sent to a clinic's number.
    pub async fn message_came(&self, inbound: InboundSms) -> Result<News, StoreError> {
        let Some(clinic) = self.store.clinic_at(&inbound.sms.to).await? else { return Ok(News::Nobody) };
        let receipt = Receipt { source: "sms", id: inbound.id };
        let whose = Whose::Writer(clinic.id, inbound.sms.from);
        self.deliver(Delivery {
            whose,
            event: Event::Said(inbound.sms.text),
            receipt: Some(receipt),
            finishes: None,
        })
        .await
    }

    /// Takes a callback of Baton's. One for a session that nobody has is forgotten: whoever starts a session asks for its state as well.
    pub async fn callback_came(
        &self,
        clinic: Option<&ClinicId>,
        webhook: &str,
        callback: CallbackBody,
    ) -> Result<News, StoreError> {
        let session = callback.session_id.to_string();
        let Some(record) = self.store.lead_behind(clinic, &session).await? else { return Ok(News::Nobody) };
        let receipt = Receipt { source: "baton", id: webhook.to_owned() };
        let event = Event::BookingEnded(Ending::from(callback));
        self.deliver(Delivery {
            whose: Whose::Lead(record.lead.id),
            event,
            receipt: Some(receipt),
            finishes: None,
        })
        .await
    }

    /// Takes a payment that Square tells of.
    pub async fn deposit_came(&self, paid: DepositPaid) -> Result<News, StoreError> {
        let Some(record) = self.store.lead_behind(None, &paid.order).await? else { return Ok(News::Nobody) };
        let receipt = Receipt { source: "square", id: paid.event };
        let event = Event::DepositPaid { order: paid.order };
        self.deliver(Delivery {
            whose: Whose::Lead(record.lead.id),
            event,
            receipt: Some(receipt),
            finishes: None,
        })
        .await
    }

    /// Takes a person's word that an appointment is confirmed.
    pub async fn operator_confirmed(&self, lead: Uuid, start: Timestamp) -> Result<News, StoreError> {
        let event = Event::OperatorConfirmed { start };
        self.deliver(Delivery { whose: Whose::Lead(lead), event, receipt: None, finishes: None }).await
    }

    /// Brings an event to its conversation and saves all that comes of it, once.
    async fn deliver(&self, delivery: Delivery<'_>) -> Result<News, StoreError> {
        loop {
            let Some((mut record, clinic)) = self.look_up(&delivery.whose).await? else {
                return Ok(News::Nobody);
            };
            let now = self.now();
            let understanding = Arc::clone(&self.staff.understanding);
            let memory = std::mem::take(&mut record.memory);
            let mut conversation = Conversation::resume(Arc::new(clinic), understanding, memory);
            let effects = conversation.on(delivery.event.clone(), now);
            record.memory = conversation.memory().clone();
            apply(&mut record, &effects);
            let change = change(&record, &delivery, effects, now);
            match self.store.save(&change).await? {
                Saved::Done => {
                    self.news.notify_one();
                    self.changed();
                    return Ok(News::Lead);
                }
                Saved::Repeat => {
                    self.repeats.fetch_add(1, Ordering::Relaxed);
                    return Ok(News::Repeat);
                }
                // Somebody else changed the lead in between. Each round one of them comes through.
                Saved::Conflict => {}
            }
        }
    }

    async fn look_up(&self, whose: &Whose) -> Result<Option<(LeadRecord, Clinic)>, StoreError> {
        let record = match whose {
            Whose::Lead(id) => self.store.lead(*id).await?,
            Whose::Writer(clinic, phone) => {
                let known = self.store.lead_with_phone(clinic, phone).await?;
                Some(known.unwrap_or_else(|| LeadRecord::new(clinic.clone(), phone)))
            }
        };
        let Some(record) = record else { return Ok(None) };
        let clinic = self.store.clinic(&record.clinic).await?;
        Ok(clinic.map(|clinic| (record, clinic)))
    }
}

fn apply(record: &mut LeadRecord, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Lead(change) = effect {
            record.lead.apply(change.clone());
        }
    }
}

fn change<'a>(
    record: &'a LeadRecord,
    delivery: &'a Delivery<'_>,
    effects: Vec<Effect>,
    now: Timestamp,
) -> Change<'a> {
    let mut change = Change {
        record,
        receipt: delivery.receipt.as_ref(),
        // What was asked for is no news from outside.
        entry: Entry::of(&delivery.event).filter(|_| delivery.finishes.is_none()),
        finishes: delivery.finishes,
        drop_unsent: false,
        messages: Vec::new(),
        errands: Vec::new(),
        notes: Vec::new(),
        references: Vec::new(),
        now,
    };
    for effect in effects {
        match effect {
            Effect::Send(message) => change.messages.push(message),
            Effect::DropUnsent => change.drop_unsent = true,
            Effect::Errand(errand) => change.errands.push(errand),
            Effect::TellOperator(note) => change.notes.push(note),
            Effect::Lead(LeadChange::BookingBegan(session)) => change.references.push(session.to_string()),
            Effect::Lead(_) => {}
        }
    }
    if let Stage::AwaitingDeposit { order, .. } = &record.memory.stage {
        change.references.push(order.clone());
    }
    change
}

impl Callbacks for FrontDesk {
    fn take<'a>(
        &'a self,
        clinic: Option<ClinicId>,
        webhook: &'a str,
        callback: CallbackBody,
    ) -> BoxFuture<'a, Result<News, Unavailable>> {
        Box::pin(async move {
            self.callback_came(clinic.as_ref(), webhook, callback).await.map_err(|error| {
                tracing::error!(%error, "Failed to take a callback");
                Unavailable
            })
        })
    }
}

impl std::fmt::Debug for Staff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staff").field("sms", &self.sms).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for FrontDesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FrontDesk").field("store", &self.store).finish_non_exhaustive()
    }
}
