//! Whose a session is: what a process before has left, whose leases ran out, and what runs at another instance.

use std::collections::HashSet;

use baton_booking::id::SessionId;
use baton_store::{Claim, ContextRecord, Instance, PageRecord, StoreError, StoredSession};

use super::{Registry, Shared, Sought};
use crate::sessions::feed::Change;
use crate::sessions::runner::{address, page_is_the_patients};

/// How many sessions are taken over in one go.
const MOST_CLAIMED: usize = 1000;

impl Registry {
    /// Takes over what the process before left behind, before anybody is let in, and closes the pages that are nobody's.
    pub async fn open(&self) -> Result<(), StoreError> {
        let store = &self.0.store;
        if store.is_shared() {
            // Who was here before is known to be gone, even where its leases have not run out.
            store.succeed_at(&self.0.instance.place).await?;
        } else {
            // Only one process uses the file, and it is this one: nobody's lease has to be waited for.
            store.end_leases().await?;
        }
        store.announce_instance(&self.0.instance, self.0.settings.lease).await?;
        self.recover().await?;
        let owned = store.pages().await?.into_iter().map(|(_, page)| address(&page)).collect();
        self.0.browsers.close_orphans(owned);
        Ok(())
    }

    /// Closes pages that have become nobody's while we run.
    pub(in crate::sessions) async fn sweep_pages(&self) -> Result<(), StoreError> {
        let record = |(_, page): (_, PageRecord)| ContextRecord {
            endpoint: page.chrome_endpoint,
            context_id: page.context_id,
        };
        let owned = self.0.store.pages().await?.into_iter().map(record).collect();
        self.0.browsers.sweep(&owned).await;
        Ok(())
    }

    /// Takes over sessions whose lease has run out: their runner died, or let go of them.
    pub async fn recover(&self) -> Result<(), StoreError> {
        for claim in [Claim::Live, Claim::LeftPages] {
            for orphan in
                self.0.store.claim(&self.0.instance.owner, self.0.settings.lease, MOST_CLAIMED, claim).await?
            {
                let id = orphan.session.id;
                // Its lease is ours already: what cannot be taken over now is found to be unattended later.
                if let Err(error) = self.take_over(orphan).await {
                    tracing::error!(session.id = %id, %error, "A session could not be taken over");
                }
            }
        }
        Ok(())
    }

    async fn take_over(&self, orphan: StoredSession) -> Result<(), StoreError> {
        let StoredSession { session, fence, seq, .. } = orphan;
        let store = &self.0.store;
        let mut left = store.load_page(session.id).await?;
        if let Some(useless) = left.take_if(|_| !page_is_the_patients(&session)) {
            store.delete_page(session.id, fence).await?;
            self.0.browsers.discard(&address(&useless));
        }
        if !session.state.is_terminal() {
            tracing::info!(session.id = %session.id, state = session.state.as_str(), "Took over a session");
            self.run(session, fence, seq.0, left);
        }
        Ok(())
    }

    /// Keeps this process's sessions its own. Runners of those that are another owner's by now go.
    pub async fn renew_leases(&self) -> Result<(), StoreError> {
        let Shared { store, instance, settings, .. } = &*self.0;
        // Those that begin after this line are not missed below.
        let here: Vec<_> = self.0.running().iter().map(|(id, handle)| (*id, handle.clone())).collect();
        let held: HashSet<_> = store
            .renew_leases(&instance.owner, settings.lease)
            .await?
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        store.announce_instance(instance, settings.lease).await?;
        for (id, handle) in here {
            if !held.contains(&id) && !handle.stage().session.state.is_terminal() {
                handle.leave().await;
            }
        }
        self.let_go_of_unattended(held).await
    }

    /// Sessions that are ours and have no runner, for two rounds on end: the request that began them was cut off behind its row, or
    /// they could not be taken over. Nobody else may have them while we renew their leases, so these are ended.
    async fn let_go_of_unattended(&self, held: HashSet<SessionId>) -> Result<(), StoreError> {
        let unattended: HashSet<_> = held.into_iter().filter(|id| self.0.handle(*id).is_none()).collect();
        let before = self.0.found_unattended(unattended.clone());
        for id in unattended.intersection(&before) {
            tracing::error!(session.id = %id, "A session had no runner; it is taken up again");
            self.0.store.end_lease(&self.0.instance.owner, *id).await?;
        }
        Ok(())
    }

    /// The instance that runs a session which does not run here.
    pub(crate) async fn elsewhere(&self, sought: &Sought) -> Result<Option<Instance>, StoreError> {
        let store = &self.0.store;
        if !store.is_shared() || self.is_here(sought) {
            return Ok(None);
        }
        let found = match sought {
            Sought::Session(id) => store.instance_of(*id).await?,
            Sought::Link(link) => store.instance_behind(link).await?,
        };
        Ok(found.filter(|instance| instance.owner != self.0.instance.owner))
    }

    fn is_here(&self, sought: &Sought) -> bool {
        match sought {
            Sought::Session(id) => self.0.handle(*id).is_some(),
            Sought::Link(link) => self.behind(link).is_some(),
        }
    }

    /// Wakes whoever waits for a session of another instance.
    pub(crate) fn changed_elsewhere(&self, id: SessionId) {
        if self.0.handle(id).is_none() {
            self.0.feed.announce(Change { id, seq: 0 });
        }
    }

    /// Wakes everybody who waits, because news may have been lost.
    pub(crate) fn may_have_missed(&self) {
        self.0.feed.wake_all();
    }
}
