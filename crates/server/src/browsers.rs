//! The Chromes that sessions borrow pages from. Knows nothing of bookings.

mod pool;
mod spare;
mod supervise;

pub use pool::{BrowserPool, BrowserSettings, BrowserUnavailable, PageLease};
