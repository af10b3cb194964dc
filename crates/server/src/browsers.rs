//! The Chromes that sessions borrow pages from. Knows nothing of bookings.

mod held;
mod home;
mod lease;
mod outward_links;
mod pool;
mod reach;
mod restart;
mod spare;
mod staying;
mod supervise;

pub use held::Ledger;
pub use home::{ChromeHome, HomeError, Keeping};
pub use lease::{PageAddress, PageLease};
pub use outward_links::hold_outward_links;
pub use pool::{BrowserPool, BrowserSettings, BrowserUnavailable};
pub use reach::Reach;
