//! Delivers callbacks. Knows nothing of browsers.
//!
//! The end of a session and its callback are one transaction, so nothing is lost between them; the [`Dispatcher`] empties the
//! outbox, one [`attempt`] after the other, until the receiver has it or the [`retry`] schedule is over.

mod attempt;
mod dispatcher;
pub mod retry;

pub use attempt::Courier;
pub use dispatcher::Dispatcher;

use baton_booking::session::Session;
use baton_store::{NewCallback, WebhookId};
use jiff::Timestamp;

use crate::wire;

/// Writes the callback that the end of a session causes; `None` while it lives, or when nobody asked for one.
pub(crate) fn compose(session: &Session, now: Timestamp) -> Option<NewCallback> {
    let url = session.request.callback_url.as_ref()?.to_string();
    let body = wire::callback(session)?;
    Some(NewCallback {
        webhook_id: WebhookId::generate(),
        session_id: session.id,
        url,
        body: serde_json::to_string(&body).expect("a callback is always JSON"),
        created_at: now,
    })
}
