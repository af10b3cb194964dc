//! The handoff link of a session, as this process knows it: only here is its secret in the clear.

use baton_booking::handoff::{Handoff, HandoffMode, HandoffToken};
use baton_booking::id::PublicId;
use baton_booking::session::{Event, SessionState};

use super::{Next, Runner};
use crate::sessions::view::HandoffAnswer;

/// A link that can be handed out.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) public_id: PublicId,
    pub(super) token: HandoffToken,
}

impl Link {
    fn mint(public_id: PublicId) -> Self {
        Self { public_id, token: HandoffToken::generate() }
    }

    /// The secret stands in the fragment, which browsers send to no server and previews do not keep.
    fn url(&self, base: &str) -> String {
        format!("{base}/h/{}#{}", self.public_id, self.token.reveal().as_str())
    }
}

impl Runner {
    /// The link of this session, minted at the first handoff. After a change of process the public id stays, and another secret
    /// is added to those that open it: stored hashes cannot be turned into links again.
    pub(super) fn mint_link(&mut self) -> Link {
        let known = self.session.handoff().map(|handoff| handoff.public_id.clone());
        let link = self.link.take().unwrap_or_else(|| Link::mint(known.unwrap_or_else(PublicId::generate)));
        self.shared.publish_link(link.public_id.clone(), self.session.id);
        self.link = Some(link.clone());
        link
    }

    /// Mints the link anew in a process that took the session over. The one that was handed out before goes on working.
    pub(super) async fn renew_link(&mut self) -> Next {
        let token = self.mint_link().token.hash();
        self.apply(Event::LinkRenewed(token)).await
    }

    /// What fetching the link gives just now.
    pub(super) fn handoff_answer(&self) -> HandoffAnswer {
        let state = self.session.state.as_str();
        if self.session.state.is_terminal() {
            return HandoffAnswer::Over { state };
        }
        match (&self.session.state, &self.link) {
            // The page is being prepared anew, and nobody has the link yet.
            (SessionState::ReadyForHandoff { .. }, _) if self.lease.is_none() && !self.is_direct() => {
                HandoffAnswer::NotReady { state }
            }
            (
                SessionState::ReadyForHandoff { handoff } | SessionState::Monitoring { handoff, .. },
                Some(link),
            ) => self.ready_answer(handoff, link),
            _ => HandoffAnswer::NotReady { state },
        }
    }

    fn ready_answer(&self, handoff: &Handoff, link: &Link) -> HandoffAnswer {
        HandoffAnswer::Ready {
            url: match handoff.mode {
                HandoffMode::Live => link.url(&self.shared.settings.public_url),
                HandoffMode::Direct => handoff.page_url.clone(),
            },
            expires_at: self.session.expires_at,
            mode: handoff.mode,
            reason: handoff.reason,
            state: self.session.state.as_str(),
        }
    }
}
