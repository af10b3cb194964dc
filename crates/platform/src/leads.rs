//! The leads of a platform and the callbacks that concern them, in memory. Takes each callback once, however often it is sent.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use baton_api::callback::CallbackBody;
use tokio::sync::watch;
use uuid::Uuid;

use crate::lead::Lead;

/// Ids of callbacks are remembered for this many: far more than can be under way in the three days in which one is sent again.
const REMEMBERED: usize = 100_000;

/// What a callback was to its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// A lead was updated.
    Lead,
    /// It was taken before.
    Repeat,
    /// No lead is waiting for it.
    Nobody,
}

/// Cheap to clone; clones share the leads.
#[derive(Debug, Clone, Default)]
pub struct Leads {
    book: Arc<Mutex<Book>>,
    /// Says that something has changed; what, is in the book.
    changed: Arc<watch::Sender<()>>,
}

#[derive(Debug, Default)]
struct Book {
    leads: HashMap<Uuid, Lead>,
    ended: HashMap<Uuid, CallbackBody>,
    taken: HashSet<String>,
    taken_in_order: VecDeque<String>,
}

impl Leads {
    /// Adds a lead or replaces it.
    pub fn put(&self, lead: Lead) {
        self.book().leads.insert(lead.id, lead);
    }

    pub fn get(&self, id: Uuid) -> Option<Lead> {
        self.book().leads.get(&id).cloned()
    }

    /// Changes a lead in place; returns it as it is afterwards.
    pub fn update(&self, id: Uuid, change: impl FnOnce(&mut Lead)) -> Option<Lead> {
        let mut book = self.book();
        let lead = book.leads.get_mut(&id)?;
        change(lead);
        Some(lead.clone())
    }

    /// Takes a callback that was found to be true.
    pub fn take(&self, webhook_id: &str, callback: CallbackBody) -> News {
        let news = self.book().take(webhook_id, callback);
        self.changed.send_replace(());
        news
    }

    /// Waits until the callback of `session` has been taken and returns it; `None` if it does not come in time.
    pub async fn wait_for_end(&self, session: Uuid, within: Duration) -> Option<CallbackBody> {
        let mut changed = self.changed.subscribe();
        let mut ended = None;
        let wait = changed.wait_for(|()| {
            ended = self.book().ended.get(&session).cloned();
            ended.is_some()
        });
        let waited = tokio::time::timeout(within, wait).await;
        drop(waited);
        ended
    }

    /// Whether the callback of `session` has been taken.
    pub fn has_ended(&self, session: Uuid) -> bool {
        self.book().ended.contains_key(&session)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // Every change is a single insert or assignment, so a panic elsewhere leaves no half-made book.
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    fn take(&mut self, webhook_id: &str, callback: CallbackBody) -> News {
        if !self.taken.insert(webhook_id.to_owned()) {
            return News::Repeat;
        }
        self.forget_beyond(REMEMBERED, webhook_id);
        let mut leads = self.leads.values_mut();
        let told = leads.any(|lead| lead.booking_ended(&callback));
        self.ended.insert(callback.session_id, callback);
        if told { News::Lead } else { News::Nobody }
    }

    fn forget_beyond(&mut self, limit: usize, newest: &str) {
        self.taken_in_order.push_back(newest.to_owned());
        if self.taken_in_order.len() > limit
            && let Some(oldest) = self.taken_in_order.pop_front()
        {
            self.taken.remove(&oldest);
        }
    }
}
