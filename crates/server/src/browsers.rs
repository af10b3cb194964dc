//! The Chromes that sessions borrow pages from. Knows nothing of bookings.

mod home;
mod lease;
mod pool;
mod reach;
mod spare;
mod staying;
mod supervise;

pub use home::{ChromeHome, HomeError};
pub use lease::{PageAddress, PageLease};
pub use pool::{BrowserPool, BrowserSettings, BrowserUnavailable};
pub use reach::Reach;
