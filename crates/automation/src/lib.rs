//! Drives a page: runs a flow over a [`PageDriver`], and watches a handed-off page for the detector.
//! What a page means is decided in `baton-booking`; how Chrome is spoken to, in `baton-browser`.

mod availability;
mod chrome;
mod costs;
mod drive;
mod driver;
mod evidence;
mod observe;
mod prepare;
mod probe;
mod watcher;

pub use availability::read_times;
pub use chrome::ChromeDriver;
pub use driver::{Acted, DriveError, PageDriver};
pub use evidence::masked_picture;
pub use observe::observation;
pub use prepare::{Preparation, interlude_passed, prepare};
pub use probe::is_restored;
pub use watcher::{PageLost, Presses, Sighting, Watcher, WatcherOptions, look};
