//! What Baton remembers: sessions, the outbox of callbacks, idempotency keys and settings, in SQLite or PostgreSQL.
//!
//! Every promise of this crate is one transaction. It knows the domain's types, and neither HTTP, browsers nor who runs a session.
//!
//! Reading order: [`Store`] opens a database; [`NewSession`] enters it; a runner that holds the [`Fence`] saves each change;
//! the outbox hands callbacks to whoever sends them; retention forgets.

mod context;
mod database;
mod device;
mod error;
mod idempotency;
mod instance;
mod lease;
mod notifications;
mod outbox;
mod page;
mod picture;
mod reseal;
mod retention;
mod sealing;
mod sessions;
mod settings;
mod store;

pub use context::ContextRecord;
pub use database::Engine;
pub use device::DeviceBinding;
pub use error::{Cause, StoreError};
pub use idempotency::IdempotencyKey;
pub use instance::Instance;
pub use lease::{Claim, Fence, Owner, Pages};
pub use notifications::{Notifications, Topic};
pub use outbox::{
    AttemptRecord, CallbackRecord, CallbackState, DeadLetter, DueCallback, NewCallback, Next, WebhookId,
};
pub use page::PageRecord;
pub use sealing::{KeyId, Keyring, MalformedKey};
pub use sessions::{
    Change, ChangeSeq, Cursor, Inserted, ListFilter, NewSession, Page, StateName, StoredSession,
};
pub use store::Store;
