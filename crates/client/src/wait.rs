//! Patience: waits for a link or an outcome by long polls, each of which ends with a change. Sends nothing by itself.

use std::time::Duration;

use baton_api::booking::{HandoffUrl, SessionState, SessionView};
use baton_api::error::ErrorCode;
use tokio::time::Instant;
use uuid::Uuid;

use crate::client::Client;
use crate::error::ClientError;

/// One long poll. A change that falls between two polls is noticed at the end of the second, so it must not last long.
const POLL: Duration = Duration::from_secs(5);

impl Client {
    /// Waits until the page is prepared and returns its link. A session that ends before is [`ClientError::Ended`].
    pub async fn wait_for_handoff(&self, session: Uuid, within: Duration) -> Result<HandoffUrl, ClientError> {
        let patience = Patience::new("the handoff link", within);
        let mut status = self.status(session).await?;
        loop {
            match status.state {
                SessionState::ReadyForHandoff | SessionState::Monitoring => {
                    match self.handoff_url(session).await {
                        // It may have ended, or gone back to work on the page, since it was asked for its state.
                        Err(error) if is_overtaken(&error) => {}
                        answer => return answer,
                    }
                }
                SessionState::Created | SessionState::Navigating => {}
                _ => return Err(ClientError::Ended(Box::new(status))),
            }
            status = self.status_after(session, patience.next_poll()?).await?;
        }
    }

    /// Waits until the session has ended, however it ends. The callback says the same; whichever comes first may be acted on.
    pub async fn wait_for_outcome(
        &self,
        session: Uuid,
        within: Duration,
    ) -> Result<SessionView, ClientError> {
        let patience = Patience::new("the outcome", within);
        let mut status = self.status(session).await?;
        while !status.state.is_terminal() {
            status = self.status_after(session, patience.next_poll()?).await?;
        }
        Ok(status)
    }
}

fn is_overtaken(error: &ClientError) -> bool {
    matches!(error.code(), Some(ErrorCode::NotReady | ErrorCode::SessionOver))
}

struct Patience {
    waiting_for: &'static str,
    within: Duration,
    deadline: Instant,
}

impl Patience {
    fn new(waiting_for: &'static str, within: Duration) -> Self {
        Self { waiting_for, within, deadline: Instant::now() + within }
    }

    fn next_poll(&self) -> Result<Duration, ClientError> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ClientError::Overdue { waiting_for: self.waiting_for, after: self.within });
        }
        Ok(left.min(POLL))
    }
}
