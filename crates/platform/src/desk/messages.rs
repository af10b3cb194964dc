//! Hands messages to the carrier: once, and again only when it is known that the first time came to nothing.

use std::time::Duration;

use super::FrontDesk;
use crate::sms::{SendError, Sms};
use crate::store::{DueMessage, MessageState, StoreError};

/// A message that is being sent for longer was interrupted.
const LEASE: Duration = Duration::from_mins(2);
const ATTEMPTS: u32 = 8;
const FIRST_PAUSE: Duration = Duration::from_secs(5);

impl FrontDesk {
    /// Sends all messages that are due. Returns how many.
    pub async fn send_messages(&self) -> Result<usize, StoreError> {
        let mut count = 0;
        while let Some(message) = self.store.next_message(self.now(), LEASE).await? {
            self.send(message).await?;
            self.changed();
            count += 1;
        }
        Ok(count)
    }

    async fn send(&self, message: DueMessage) -> Result<(), StoreError> {
        let DueMessage { id, lead, from, to, text, attempts_made } = message;
        let error = match self.staff.sms.send(&Sms { from, to, text }).await {
            Ok(provider_id) => return self.store.message_sent(&id, &provider_id, self.now()).await,
            Err(error) => error,
        };
        tracing::warn!(lead.id = %lead, %error, "Failed to send a message");
        match error {
            SendError::NotNow(_) if attempts_made + 1 < ATTEMPTS => {
                let pause = FIRST_PAUSE * 2_u32.pow(attempts_made.min(6));
                self.store.message_not_sent(&id, self.now() + pause).await
            }
            SendError::NotNow(_) | SendError::Refused(_) => {
                self.store.message_over(&id, MessageState::Refused).await
            }
            SendError::Unclear(_) => self.store.message_over(&id, MessageState::Unclear).await,
        }
    }
}
