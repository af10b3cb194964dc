//! Runs errands: asks others, and brings the answer to the conversation that waits for it.

use std::time::Duration;

use jiff::Timestamp;

use super::{Delivery, FrontDesk, Whose};
use crate::clinic::{BookingWay, Clinic};
use crate::conversation::{BookingWish, DepositWish, Ending, Errand, Event};
use crate::services::{BookingOrder, Progress, Trouble};
use crate::square::{DepositRequest, SquareError};
use crate::store::{DueErrand, LeadRecord, StoreError};

/// Longer than the longest errand takes.
pub(super) const LEASE: Duration = Duration::from_mins(3);
/// After this many failures the conversation is told that there is no answer.
const ATTEMPTS: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// What became of an errand.
enum Answer {
    Event(Box<Event>),
    /// Nobody waits for an answer.
    Nothing,
    Later,
}

impl Answer {
    fn event(event: Event) -> Self {
        Self::Event(Box::new(event))
    }
}

impl FrontDesk {
    /// Runs the errands that are due, one after the other. Returns how many there were.
    pub async fn run_errands(&self) -> Result<usize, StoreError> {
        let due = self.store.due_errands(self.now(), LEASE, 8).await?;
        for errand in &due {
            self.run_errand(errand).await?;
        }
        Ok(due.len())
    }

    pub(super) async fn run_errand(&self, due: &DueErrand) -> Result<(), StoreError> {
        let Some((record, clinic)) = self.look_up(&Whose::Lead(due.lead)).await? else {
            return self.store.errand_done(&due.id).await;
        };
        match self.ask(due, &record, &clinic).await {
            Answer::Event(event) => {
                let delivery = Delivery {
                    whose: Whose::Lead(due.lead),
                    event: *event,
                    receipt: None,
                    finishes: Some(&due.id),
                };
                self.deliver(delivery).await.map(drop)
            }
            Answer::Nothing => {
                self.store.errand_done(&due.id).await?;
                self.changed();
                Ok(())
            }
            Answer::Later => self.store.retry_errand(&due.id, self.now() + pause(due.attempts_made)).await,
        }
    }

    async fn ask(&self, due: &DueErrand, record: &LeadRecord, clinic: &Clinic) -> Answer {
        let is_last = due.attempts_made + 1 >= ATTEMPTS;
        match &due.errand {
            Errand::FindService { ticket, said } => {
                let answer = self.staff.availability.service(clinic, said).await;
                Answer::event(Event::ServiceFound { ticket: *ticket, answer })
            }
            Errand::FindSlots(wish) => {
                let slots = self.staff.availability.slots(clinic, wish).await;
                Answer::event(Event::SlotsFound { ticket: wish.ticket, slots })
            }
            Errand::StartBooking(wish) => self.start(wish, record, clinic, is_last).await,
            Errand::AwaitLink { session } => match self.staff.booking.link(*session).await {
                Ok(Progress::Ready { url }) => Answer::event(Event::LinkReady { session: *session, url }),
                Ok(Progress::Ended(ending)) => Answer::event(Event::BookingEnded(*ending)),
                // A session ends by itself; asking goes on until it has.
                Err(Trouble::Later) => Answer::Later,
                Err(Trouble::Never) => Answer::event(Event::BookingEnded(lost(*session, self.now()))),
            },
            Errand::AwaitOutcome { session } => match self.staff.booking.outcome(*session).await {
                Ok(Some(ending)) => Answer::event(Event::BookingEnded(ending)),
                Ok(None) | Err(Trouble::Later) => Answer::Later,
                Err(Trouble::Never) => Answer::Nothing,
            },
            Errand::CancelBooking { session } => match self.staff.booking.cancel(*session).await {
                Err(Trouble::Later) if !is_last => Answer::Later,
                _ => Answer::Nothing,
            },
            Errand::MakeDepositLink(wish) => self.make_deposit_link(wish, record, clinic, is_last).await,
        }
    }

    async fn start(&self, wish: &BookingWish, record: &LeadRecord, clinic: &Clinic, is_last: bool) -> Answer {
        // The ticket makes it the same session however often the errand is run.
        let key = format!("{}-{}", record.lead.id, wish.ticket);
        let order = BookingOrder { clinic, phone: &record.phone, wish, key: &key };
        match self.staff.booking.start(order).await {
            Ok(session) => Answer::event(Event::BookingStarted { ticket: wish.ticket, session }),
            Err(Trouble::Later) if !is_last => Answer::Later,
            Err(_) => Answer::event(Event::BookingNotStarted { ticket: wish.ticket }),
        }
    }

    async fn make_deposit_link(
        &self,
        wish: &DepositWish,
        record: &LeadRecord,
        clinic: &Clinic,
        is_last: bool,
    ) -> Answer {
        let failed = Answer::event(Event::DepositLinkFailed { ticket: wish.ticket });
        let (BookingWay::Square { location, .. }, Some(square)) = (&clinic.booking, &self.staff.square)
        else {
            return failed;
        };
        let key = format!("{}-{}", record.lead.id, wish.ticket);
        let name = format!("Deposit: {}", wish.service);
        let request = DepositRequest { key: &key, location, name: &name, amount: &wish.amount };
        match square.payment_link(request).await {
            Ok(link) => Answer::event(Event::DepositLinkMade {
                ticket: wish.ticket,
                order: link.order,
                url: link.url,
            }),
            Err(SquareError::Away) if !is_last => Answer::Later,
            Err(error) => {
                tracing::warn!(%error, "Failed to make a payment link");
                failed
            }
        }
    }
}

/// What is left to say of a session that the service does not know.
fn lost(session: uuid::Uuid, at: Timestamp) -> Ending {
    let outcome = baton_api::booking::Outcome::Error;
    Ending { session, at, outcome, code: None, confirmation: None, choices: Vec::new() }
}

fn pause(attempts_made: u32) -> Duration {
    FIRST_PAUSE * 2_u32.pow(attempts_made.min(5))
}
