//! The outside's end of a running session: a mailbox to its runner and a window on its present stage.

use std::sync::Arc;
use std::time::Duration;

use baton_booking::session::Session;
use baton_live_view::Hub;
use tokio::sync::{mpsc, oneshot, watch};

use super::view::HandoffAnswer;

/// Speaks to one runner. Clones speak to the same.
#[derive(Debug, Clone)]
pub(crate) struct SessionHandle {
    commands: mpsc::Sender<Command>,
    stage: watch::Receiver<Stage>,
}

/// What a runner shows of itself.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) session: Arc<Session>,
    pub(crate) seq: i64,
    /// The live page, while there is one to see.
    pub(crate) hub: Option<Hub>,
}

/// What a runner can be asked.
#[derive(Debug)]
pub(super) enum Command {
    FetchLink(oneshot::Sender<HandoffAnswer>),
    Cancel(oneshot::Sender<()>),
    /// The session is another owner's by now.
    Leave,
}

/// A handful: callers wait their turn, nobody is dropped.
const MAILBOX: usize = 8;
/// A runner that cannot save, because the database is away, answers nobody; whoever asks is told to ask again instead of waiting with it.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);

pub(super) type Mailbox = mpsc::Receiver<Command>;

impl SessionHandle {
    /// Makes both ends: this one, and what the runner keeps.
    pub(super) fn new(stage: Stage) -> (Self, Mailbox, watch::Sender<Stage>) {
        let (commands, mailbox) = mpsc::channel(MAILBOX);
        let (show, stage) = watch::channel(stage);
        (Self { commands, stage }, mailbox, show)
    }

    pub(crate) fn stage(&self) -> Stage {
        self.stage.borrow().clone()
    }

    /// The live page, once there is one again; `None` when it takes longer than `patience`, or the session is over.
    pub(crate) async fn hub(&self, patience: Duration) -> Option<Hub> {
        let mut stage = self.stage.clone();
        let there = stage.wait_for(|stage| stage.hub.is_some() || stage.session.state.is_terminal());
        tokio::time::timeout(patience, there).await.ok()?.ok()?.hub.clone()
    }

    pub(super) fn session(&self) -> (Session, i64) {
        let stage = self.stage.borrow();
        (Session::clone(&stage.session), stage.seq)
    }

    /// Asks for the link; `None` when the runner has just gone, or has no time.
    pub(super) async fn fetch_link(&self) -> Option<HandoffAnswer> {
        let (reply, answer) = oneshot::channel();
        let asked = async {
            self.commands.send(Command::FetchLink(reply)).await.ok()?;
            answer.await.ok()
        };
        tokio::time::timeout(ANSWER_LIMIT, asked).await.ok().flatten()
    }

    /// Makes the runner go; the session is another owner's.
    pub(super) async fn leave(&self) {
        // A runner that goes away meanwhile has done what was wanted.
        let _ = self.commands.send(Command::Leave).await;
    }

    /// Returns once the session is cancelled, or had ended before, or after [`ANSWER_LIMIT`]: then it is cancelled later.
    pub(super) async fn cancel(&self) {
        let (reply, done) = oneshot::channel();
        let cancelled = async {
            if self.commands.send(Command::Cancel(reply)).await.is_ok() {
                // A runner that goes away meanwhile has finished its session.
                let _ = done.await;
            }
        };
        let _too_late = tokio::time::timeout(ANSWER_LIMIT, cancelled).await;
    }
}
