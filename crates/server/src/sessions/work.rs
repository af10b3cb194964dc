//! What a runner has going on beside its mailbox: standing in line, finding a page again, preparing one, or watching one.
//! Every kind of work can be dropped at any moment; dropping it stops it.

use std::fmt;
use std::future::pending;
use std::pin::Pin;

use baton_automation::{PageLost, Preparation, Sighting, Watcher};
use baton_booking::flow::Flow;
use baton_booking::observation::PageObservation;
use baton_booking::outcome::{Failure, FailureCode};
use baton_booking::session::Step;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};

use super::places::{Place, Ticket};
use super::rereading::Rereading;
use crate::browsers::PageLease;

/// The work of a session's present state.
pub(super) enum Work {
    Idle,
    Waiting(Ticket),
    Attaching(Attaching),
    Preparing(Preparing),
    Passing(Passing),
    Watching(Box<Watcher>),
    Rereading(Rereading),
}

/// Something the work has come to.
pub(super) enum Progressed {
    Placed(Place),
    /// `None`: nothing is known of a page.
    Attached(Option<Box<Attached>>),
    Reached(Step),
    Prepared(Box<PreparationEnd>),
    Passed(Box<PassingEnd>),
    Sighted(Result<Sighting, PageLost>),
}

/// A page that another process left, on its way back.
pub(super) struct Attaching {
    pub(super) end: Pin<Box<dyn Future<Output = Option<Box<Attached>>> + Send>>,
}

/// A page that is there again.
pub(super) struct Attached {
    /// Absent when the page is gone.
    pub(super) lease: Option<PageLease>,
    pub(super) notes: String,
    /// What it shows now, if it could be seen.
    pub(super) seen: Option<PageObservation>,
}

/// A page on its way to the payment step.
pub(super) struct Preparing {
    /// A task of its own, so that the page is driven on while the runner saves a step.
    pub(super) drive: JoinSet<PreparationEnd>,
    /// Steps come at a human pace; the automation waits if nobody listens.
    pub(super) steps: mpsc::Receiver<Step>,
}

/// How a preparation ended. The page and the flow come back even when it failed, for the evidence.
pub(super) struct PreparationEnd {
    pub(super) lease: Option<PageLease>,
    pub(super) flow: Option<Flow>,
    /// Whether the page's own URL leads another browser to it.
    pub(super) restorable: bool,
    /// The page on which it could not go on, with the patient's data covered (JPEG).
    pub(super) picture: Option<Vec<u8>>,
    pub(super) result: Result<Preparation, Failure>,
}

/// A page on which the patient has to pass a code or a captcha.
pub(super) struct Passing {
    pub(super) end: Pin<Box<dyn Future<Output = PassingEnd> + Send>>,
}

/// The patient has passed, and the flow can go on; or the page is lost.
pub(super) struct PassingEnd {
    pub(super) flow: Flow,
    pub(super) result: Result<(), Failure>,
}

impl Work {
    /// Waits for the next thing that the work comes to. Cancelling this wait loses nothing.
    pub(super) async fn next(&mut self) -> Progressed {
        match self {
            Self::Idle => pending().await,
            Self::Waiting(ticket) => Progressed::Placed(ticket.called().await),
            Self::Attaching(attaching) => Progressed::Attached((&mut attaching.end).await),
            Self::Preparing(preparing) => preparing.next().await,
            Self::Passing(passing) => Progressed::Passed(Box::new((&mut passing.end).await)),
            Self::Watching(watcher) => Progressed::Sighted(watcher.next().await),
            Self::Rereading(rereading) => Progressed::Sighted(Ok(rereading.next().await)),
        }
    }
}

impl Preparing {
    async fn next(&mut self) -> Progressed {
        tokio::select! {
            biased;
            Some(step) = self.steps.recv() => Progressed::Reached(step),
            Some(end) = self.drive.join_next() => Progressed::Prepared(Box::new(end.unwrap_or_else(|error| panicked(&error)))),
            else => pending().await,
        }
    }
}

/// A drive that panicked took its page with it.
fn panicked(error: &JoinError) -> PreparationEnd {
    tracing::error!(%error, "A drive ended by a panic");
    let failure =
        Failure::new(FailureCode::BrowserLost, "The page was lost while the booking was filled in.");
    PreparationEnd::without_a_page(failure)
}

impl PreparationEnd {
    pub(super) fn without_a_page(failure: Failure) -> Self {
        Self { lease: None, flow: None, restorable: false, picture: None, result: Err(failure) }
    }
}

impl fmt::Debug for Progressed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Placed(_) => "Placed",
            Self::Attached(_) => "Attached",
            Self::Reached(_) => "Reached",
            Self::Prepared(_) => "Prepared",
            Self::Passed(_) => "Passed",
            Self::Sighted(_) => "Sighted",
        })
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Idle => "Idle",
            Self::Waiting(_) => "Waiting",
            Self::Attaching(_) => "Attaching",
            Self::Preparing(_) => "Preparing",
            Self::Passing(_) => "Passing",
            Self::Watching(_) => "Watching",
            Self::Rereading(_) => "Rereading",
        })
    }
}
