//! After the end: the place is free at once; a patient who has booked may keep reading the site's confirmation for a while, others are
//! told how it ended.

use std::time::Duration;

use baton_booking::session::SessionState;

use super::{Command, Runner};
use crate::sessions::work::Work;

/// A phone that has been away this long after the end is not coming back for the confirmation; one that reloads is.
const GONE_FOR_GOOD: Duration = Duration::from_secs(30);

impl Runner {
    /// Frees what others wait for, then stays as long as phones may want to know how it ended.
    pub(super) async fn care_after(mut self) {
        self.work = Work::Idle;
        self.place = None;
        self.flow = None;
        if !matches!(self.session.state, SessionState::Completed { .. }) {
            self.close_page().await;
        }
        let Some(hub) = self.patient.take().map(|patient| patient.hub) else {
            return self.close_page().await;
        };
        let over = tokio::time::sleep(self.shared.settings.retention);
        tokio::pin!(over);
        loop {
            tokio::select! {
                () = &mut over => break,
                // Whoever still reads is told by the next process how it ended.
                () = self.shared.stop.cancelled() => return self.close_page().await,
                () = hub.left(GONE_FOR_GOOD), if self.lease.is_some() => self.close_page().await,
                Some(command) = self.mailbox.recv() => self.answer_after_end(command),
            }
        }
        hub.close().await;
        self.close_page().await;
    }

    fn answer_after_end(&self, command: Command) {
        match command {
            // Whoever asks may be gone by now.
            Command::FetchLink(reply) => drop(reply.send(self.handoff_answer())),
            Command::Cancel(done) => drop(done.send(())),
            Command::Leave => {}
        }
    }
}
