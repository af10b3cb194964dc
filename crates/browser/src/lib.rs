//! A small Playwright over the Chrome `DevTools` Protocol: launches Chrome, opens contexts and pages, reads them,
//! acts on them and shows them. It never knows what a booking is.

mod launch;

mod browser;
mod cdp;
mod context;
mod page;

mod frame;
mod script;
mod snapshot;

mod action;
mod input;
mod screencast;

mod geometry;
mod progress;
mod tasks;

pub use action::{ActError, Actionability, FillMode, NotYet, Press, Target};
pub use browser::{Browser, ConnectOptions};
pub use cdp::domains::browser::Version;
pub use cdp::domains::network::Cookie;
pub use cdp::domains::target::TargetInfo;
pub use cdp::heartbeat::Heartbeat;
pub use cdp::{BrowserLost, CdpError, ContextId, FrameId, RequestId, SessionEnd, SessionId, TargetId};
pub use context::{Context, ContextOptions, Proxy};
pub use frame::Frame;
pub use geometry::{Point, Rect, Viewport};
pub use input::{Key, Keyboard, Modifiers, Mouse, Sent, Touch};
pub use launch::{Chrome, DetachedChrome, Gateway, LaunchError, LaunchOptions, LeftBehind, Sandbox};
pub use page::{
    DialogKind, GuardVerdict, GuardedRequest, Navigation, Page, PageEnd, PageError, PageEvent, RequestGuard,
    ScreenshotOptions, World,
};
pub use progress::{CallLog, Progress, Stopped};
pub use screencast::{Screencast, ScreencastFrame, ScreencastOptions};
pub use snapshot::{Choice, FieldFacts, FrameSnapshot, Node, NodeHandle, Seen, Snapshot, SnapshotOptions};
