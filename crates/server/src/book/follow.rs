//! Follows one session by its events: first until its link can be handed out, then until it has ended.

use anyhow::Context;
use baton_client::{Client, Events, HandoffUrl, SessionState, SessionView, Uuid};

use super::report::{self, Report};
use super::steps;

#[derive(Debug)]
pub(crate) struct Follower {
    client: Client,
    session: Uuid,
    events: Events,
    latest: Option<SessionView>,
    /// Refused payments that were shown already.
    shown: usize,
}

impl Follower {
    pub(crate) fn new(client: Client, session: Uuid) -> Self {
        let events = client.events(session);
        Self { client, session, events, latest: None, shown: 0 }
    }

    /// Shows the steps until the page is ready, and fetches its link; `None` if the session ended before.
    pub(crate) async fn until_link(&mut self, report: Report) -> anyhow::Result<Option<HandoffUrl>> {
        let mut board = report.board();
        while let Some(view) = self.next().await? {
            report.change(&view);
            match view.state {
                SessionState::Created | SessionState::Navigating => {
                    board.enter(&steps::doing(&view).unwrap_or_default());
                }
                SessionState::ReadyForHandoff | SessionState::Monitoring => {
                    board.finish("ready for the patient");
                    let link = self.client.handoff_url(self.session).await.map_err(report::explain);
                    return link.map(Some).context("failed to fetch the link");
                }
                _ => {
                    board.fail();
                    return Ok(None);
                }
            }
        }
        Ok(None)
    }

    /// Shows what happens at the patient's end until the session has ended, and returns how.
    pub(crate) async fn until_end(&mut self, report: Report) -> anyhow::Result<SessionView> {
        while let Some(view) = self.next().await? {
            report.change(&view);
            self.show_refusals(&view, report);
        }
        self.latest.take().context("the service told nothing about the session")
    }

    /// Waits for the next refused payment; `false` if the session ended before.
    pub(crate) async fn until_refused(&mut self, report: Report) -> anyhow::Result<bool> {
        while let Some(view) = self.next().await? {
            report.change(&view);
            if self.show_refusals(&view, report) {
                return Ok(!view.state.is_terminal());
            }
        }
        Ok(false)
    }

    fn show_refusals(&mut self, view: &SessionView, report: Report) -> bool {
        let fresh = view.payment_attempts.get(self.shown..).unwrap_or_default();
        for attempt in fresh {
            report.attempt(attempt);
        }
        self.shown += fresh.len();
        !fresh.is_empty()
    }

    async fn next(&mut self) -> anyhow::Result<Option<SessionView>> {
        let view = self.events.next().await.map_err(report::explain).context("lost sight of the session")?;
        if let Some(view) = &view {
            self.latest = Some(view.clone());
        }
        Ok(view)
    }
}
