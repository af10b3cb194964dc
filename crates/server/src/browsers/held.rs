//! Which contexts this process has open, so that what is nobody's can be told apart. What is open in browsers that others use too also
//! stands in the store, for whoever comes after us.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard};

use baton_store::{ContextRecord, Owner, Store, StoreError};

/// As many as are looked at in one go.
const MOST_SWEPT: usize = 1_000;

/// Clones share what they know.
#[derive(Debug, Clone)]
pub(super) struct Held(Arc<Known>);

#[derive(Debug)]
struct Known {
    open: Mutex<HashSet<ContextRecord>>,
    /// Were nobody's when last looked at.
    suspects: Mutex<HashSet<ContextRecord>>,
    ledger: Ledger,
}

/// The book that all processes keep of contexts in shared browsers.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub store: Store,
    pub owner: Owner,
}

impl Held {
    pub(super) fn new(ledger: Ledger) -> Self {
        Self(Arc::new(Known { open: Mutex::default(), suspects: Mutex::default(), ledger }))
    }

    /// Notes a context that was opened, or taken over, in a browser that may be shared with others.
    pub(super) async fn take(&self, context: ContextRecord, is_shared: bool) {
        let Ledger { store, owner } = &self.0.ledger;
        if is_shared && let Err(error) = store.note_context(owner, &context).await {
            tracing::warn!(%error, "Could not note what was opened in a shared browser");
        }
        open(&self.0).insert(context);
    }

    /// Notes that a context is closed.
    pub(super) async fn drop(&self, context: &ContextRecord, is_shared: bool) {
        self.let_go(context);
        if is_shared && let Err(error) = self.0.ledger.store.forget_context(context).await {
            tracing::warn!(%error, "Could not note what was closed in a shared browser");
        }
    }

    /// Notes that a context is not ours any more, whoever's it is.
    pub(super) fn let_go(&self, context: &ContextRecord) {
        open(&self.0).remove(context);
    }

    /// Forgets what was open in a browser that is gone, or out of reach.
    pub(super) fn lose(&self, endpoint: &str) {
        open(&self.0).retain(|context| context.endpoint != endpoint);
    }

    /// What stands in the book for a shared browser: of dead processes, and of this one.
    pub(super) async fn booked(&self, endpoint: &str) -> Result<Vec<ContextRecord>, StoreError> {
        let Ledger { store, owner } = &self.0.ledger;
        store.contexts_without_others(endpoint, owner, MOST_SWEPT).await
    }

    /// Those of `found` that were nobody's before and are nobody's now: one that is just being opened is nobody's for a moment.
    pub(super) fn orphans(
        &self,
        endpoint: &str,
        found: Vec<ContextRecord>,
        owned: &HashSet<ContextRecord>,
    ) -> Vec<ContextRecord> {
        let is_nobodys = {
            let open = open(&self.0);
            move |context: &ContextRecord| !open.contains(context) && !owned.contains(context)
        };
        let nobodys: HashSet<_> = found.into_iter().filter(is_nobodys).collect();
        let mut suspects = self.0.suspects.lock().expect("nothing panics while it holds the suspects");
        let orphans = nobodys.intersection(&suspects).cloned().collect();
        suspects.retain(|context| context.endpoint != endpoint);
        suspects.extend(nobodys);
        orphans
    }
}

fn open(known: &Known) -> MutexGuard<'_, HashSet<ContextRecord>> {
    known.open.lock().expect("nothing panics while it holds what is open")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_what_is_nobody_s_twice_is_an_orphan() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let held = Held::new(Ledger { store, owner: Owner::generate() });
        let context = |id: &str| ContextRecord { endpoint: "ws://here".into(), context_id: id.into() };
        let found = || ["ours", "theirs", "stray"].map(context).to_vec();
        held.take(context("ours"), false).await;
        let owned = HashSet::from([context("theirs")]);

        assert_eq!(held.orphans("ws://here", found(), &owned), []);
        assert_eq!(held.orphans("ws://here", found(), &owned), [context("stray")]);
        held.let_go(&context("ours"));
        assert_eq!(held.orphans("ws://here", vec![context("ours")], &owned), []);
        held.take(context("ours"), false).await;
        assert_eq!(held.orphans("ws://here", vec![context("ours")], &owned), []);
    }
}
