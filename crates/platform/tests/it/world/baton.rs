//! Baton, as far as the desk sees it: sessions that start once per key, have a link and are cancelled.

use std::sync::Mutex;

use baton_client::{Outcome, Uuid};
use baton_platform::conversation::Ending;
use baton_platform::{Booking, BookingOrder, Progress, Trouble};
use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::stand_ins::locked;

/// What a question about a link is answered with.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Links {
    #[default]
    Ready,
    NotYet,
    /// The page could not be prepared, for that reason.
    Failed(Outcome, String),
}

#[derive(Debug, Default)]
pub(crate) struct ScriptedBaton {
    /// Key and request of each session, in their order.
    started: Mutex<Vec<(String, String)>>,
    cancelled: Mutex<Vec<usize>>,
    /// Sessions that have ended, as their status tells it.
    pub(crate) ended: Mutex<Vec<(usize, Outcome)>>,
    pub(crate) links: Mutex<Links>,
    /// How starts fail, if they do.
    pub(crate) trouble: Mutex<Option<Trouble>>,
}

impl ScriptedBaton {
    /// What happened, line by line.
    pub(crate) fn story(&self) -> Vec<String> {
        let started = locked(&self.started);
        let mut story: Vec<String> = started
            .iter()
            .enumerate()
            .map(|(at, (_, request))| format!("session {}: {request}", at + 1))
            .collect();
        story.extend(locked(&self.cancelled).iter().map(|session| format!("session {session}: cancelled")));
        story
    }

    pub(crate) fn latest(&self) -> usize {
        locked(&self.started).len()
    }

    fn start_once(&self, order: BookingOrder<'_>) -> Uuid {
        let mut started = locked(&self.started);
        let known = started.iter().position(|(key, _)| key == order.key);
        let number = known.unwrap_or_else(|| {
            let (wish, zone) = (order.wish, &order.clinic.zone);
            let provider = wish.provider.as_deref().unwrap_or("anyone");
            let request = format!(
                "{} | {} | {} {} | {} | {:?} {:?}",
                order.clinic.id,
                wish.service,
                wish.slot.date(zone),
                wish.slot.time(zone),
                provider,
                wish.name.first,
                wish.name.last
            );
            started.push((order.key.to_owned(), request));
            started.len() - 1
        });
        session(number + 1)
    }
}

/// Sessions are numbered from 1.
pub(crate) fn session(number: usize) -> Uuid {
    Uuid::from_u128(0x0193_e4a0_0000_7000_8000_0000_0000_0000 + number as u128)
}

impl Booking for ScriptedBaton {
    fn start<'a>(&'a self, order: BookingOrder<'a>) -> BoxFuture<'a, Result<Uuid, Trouble>> {
        let answer = locked(&self.trouble).map_or_else(|| Ok(self.start_once(order)), Err);
        Box::pin(async move { answer })
    }

    fn link(&self, session: Uuid) -> BoxFuture<'_, Result<Progress, Trouble>> {
        let number = session.as_u128() & 0xffff;
        let answer = match &*locked(&self.links) {
            Links::Ready => Ok(Progress::Ready { url: format!("https://book.example/h/{number}#secret") }),
            Links::NotYet => Err(Trouble::Later),
            Links::Failed(outcome, code) => Ok(Progress::Ended(Box::new(Ending {
                session,
                at: Timestamp::UNIX_EPOCH,
                outcome: *outcome,
                code: Some(code.clone()),
                confirmation: None,
                choices: Vec::new(),
            }))),
        };
        Box::pin(async move { answer })
    }

    fn outcome(&self, session: Uuid) -> BoxFuture<'_, Result<Option<Ending>, Trouble>> {
        let number = usize::try_from(session.as_u128() & 0xffff).unwrap();
        let ended =
            locked(&self.ended).iter().find(|(ended, _)| *ended == number).map(|(_, outcome)| *outcome);
        let ending = ended.map(|outcome| Ending {
            session,
            at: Timestamp::UNIX_EPOCH,
            outcome,
            code: None,
            confirmation: None,
            choices: Vec::new(),
        });
        Box::pin(async move { Ok(ending) })
    }

    fn cancel(&self, session: Uuid) -> BoxFuture<'_, Result<(), Trouble>> {
        let number = usize::try_from(session.as_u128() & 0xffff).unwrap();
        locked(&self.cancelled).push(number);
        Box::pin(async { Ok(()) })
    }
}
