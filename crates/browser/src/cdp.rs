//! Speaks the Chrome `DevTools` Protocol: one socket, many sessions, typed commands. Knows nothing of pages.
//!
//! Nothing in here logs a parameter or a result: what a person types passes through.

pub(crate) mod command;
pub(crate) mod connection;
pub(crate) mod domains;
pub(crate) mod endpoint;
pub(crate) mod error;
pub(crate) mod heartbeat;
pub(crate) mod ids;
pub(crate) mod link;
pub(crate) mod session;

pub(crate) use command::Command;
pub(crate) use connection::{Connection, Event, EventSink};
pub use error::{BrowserLost, CdpError, SessionEnd};
pub use ids::{ContextId, FrameId, RequestId, SessionId, TargetId};
pub(crate) use session::{CdpSession, Pending};
