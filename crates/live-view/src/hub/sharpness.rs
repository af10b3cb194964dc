//! How good the picture is: as good as the slowest of the phones' lines allows.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use baton_browser::{ScreencastOptions, Viewport};
use tokio::sync::watch;

/// How good a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Sharpness {
    Rough,
    Fair,
    #[default]
    Fine,
}

impl Sharpness {
    pub(crate) fn worse(self) -> Self {
        match self {
            Self::Fine => Self::Fair,
            Self::Fair | Self::Rough => Self::Rough,
        }
    }

    pub(crate) fn better(self) -> Self {
        match self {
            Self::Rough => Self::Fair,
            Self::Fair | Self::Fine => Self::Fine,
        }
    }

    pub(super) fn options(self, best: u8, viewport: Viewport) -> ScreencastOptions {
        let (quality, scale) = match self {
            Self::Fine => (best, 2),
            Self::Fair => (best.min(35), 2),
            Self::Rough => (best.min(35), 1),
        };
        ScreencastOptions { quality, max_width: viewport.width * scale, max_height: viewport.height * scale }
    }
}

/// What each line can carry, and what all of them can. A phone that reconnects has two lines for a while.
#[derive(Debug)]
pub(crate) struct Lines {
    carried: Mutex<BTreeMap<u64, Sharpness>>,
    agreed: watch::Sender<Sharpness>,
}

impl Default for Lines {
    fn default() -> Self {
        Self { carried: Mutex::default(), agreed: watch::Sender::new(Sharpness::default()) }
    }
}

impl Lines {
    /// Another line, of which only the best is known. Returns its name.
    pub(crate) fn has_come(&self) -> u64 {
        let mut name = 0;
        self.agree(|carried| {
            name = carried.last_key_value().map_or(0, |(last, _)| last + 1);
            carried.insert(name, Sharpness::default());
        });
        name
    }

    pub(crate) fn carries(&self, line: u64, sharpness: Sharpness) {
        self.agree(|carried| _ = carried.insert(line, sharpness));
    }

    pub(crate) fn has_gone(&self, line: u64) {
        self.agree(|carried| _ = carried.remove(&line));
    }

    pub(super) fn agreed(&self) -> watch::Receiver<Sharpness> {
        self.agreed.subscribe()
    }

    fn agree(&self, change: impl FnOnce(&mut BTreeMap<u64, Sharpness>)) {
        let mut carried = self.carried.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut carried);
        let worst = carried.values().min().copied().unwrap_or_default();
        self.agreed.send_if_modified(|agreed| std::mem::replace(agreed, worst) != worst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_line_decides_for_as_long_as_it_is_there() {
        let lines = Lines::default();
        let mut agreed = lines.agreed();
        let (slow, quick) = (lines.has_come(), lines.has_come());
        assert_ne!(slow, quick);
        lines.carries(slow, Sharpness::Rough);
        assert_eq!(*agreed.borrow_and_update(), Sharpness::Rough);
        lines.carries(quick, Sharpness::Fine);
        lines.carries(slow, Sharpness::Rough);
        assert!(!agreed.has_changed().unwrap(), "the camera goes on as it was");
        lines.has_gone(slow);
        assert_eq!(*agreed.borrow_and_update(), Sharpness::Fine);
        lines.has_gone(quick);
        assert!(!agreed.has_changed().unwrap());
    }
}
