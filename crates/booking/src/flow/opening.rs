//! Getting the booking page to load: a first load that fails or stalls is tried again. Knows nothing of what the page shows.

use url::Url;

use super::moves::Move;
use crate::outcome::{Failure, FailureCode};

/// How often the page is loaded before the site counts as unreachable.
const LOADS: u8 = 3;

/// What came of loading the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// The document's HTTP status.
    Answered(u16),
    /// No answer: refused, reset, or too late.
    Failed,
}

/// How far loading has come.
#[derive(Debug, Clone, Default)]
pub(super) struct Opening {
    /// In a row without an answer that shows a page.
    failures: u8,
    last: Option<Opened>,
    /// The page that is to be loaded, where that is not the booking's first.
    again: Option<Url>,
}

impl Opening {
    pub(super) fn note(&mut self, opened: Opened) {
        match opened {
            Opened::Answered(..400) => self.failures = 0,
            Opened::Answered(_) | Opened::Failed => self.failures += 1,
        }
        self.last = Some(opened);
    }

    /// The next move, until the page is there.
    pub(super) fn decide(&self, url: &Url) -> Option<Move> {
        match &self.last {
            Some(Opened::Answered(status)) if *status < 400 => None,
            Some(Opened::Answered(status @ 400..500)) => {
                Some(Move::Stop(unreachable(&format!("It answered with status {status}."))))
            }
            Some(Opened::Answered(status)) if self.failures >= LOADS => Some(Move::Stop(unreachable(
                &format!("It answered {LOADS} times with an error, the last time with status {status}."),
            ))),
            Some(Opened::Failed) if self.failures >= LOADS => {
                Some(Move::Stop(unreachable(&format!("It did not answer, {LOADS} times."))))
            }
            _ => Some(Move::Open(self.again.as_ref().unwrap_or(url).clone())),
        }
    }

    /// Has a page in the middle of the way loaded again.
    pub(super) fn load_again(&mut self, url: Url) -> Move {
        self.again = Some(url.clone());
        Move::Open(url)
    }
}

pub(super) fn unreachable(how: &str) -> Failure {
    Failure::new(FailureCode::SiteUnreachable, format!("The booking page could not be loaded. {how}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(results: &[Opened]) -> Option<Move> {
        let mut opening = Opening::default();
        for result in results {
            opening.note(result.clone());
        }
        opening.decide(&Url::parse("https://clinic.example/booking").unwrap())
    }

    fn code(next: Option<Move>) -> Option<FailureCode> {
        match next {
            Some(Move::Stop(failure)) => Some(failure.code),
            _ => None,
        }
    }

    #[test]
    fn a_first_load_that_fails_is_tried_again() {
        for results in
            [&[][..], &[Opened::Answered(503)], &[Opened::Failed], &[Opened::Failed, Opened::Answered(502)]]
        {
            assert!(matches!(after(results), Some(Move::Open(_))), "{results:?}");
        }
        assert_eq!(after(&[Opened::Answered(503), Opened::Answered(200)]), None);
    }

    #[test]
    fn a_site_that_keeps_failing_is_unreachable() {
        let thrice = [Opened::Answered(503), Opened::Failed, Opened::Failed];
        assert_eq!(code(after(&thrice)), Some(FailureCode::SiteUnreachable));
        assert_eq!(code(after(&[Opened::Answered(404)])), Some(FailureCode::SiteUnreachable));
    }
}
