//! What decides how a booking ends; one thing at a time, so that there is one right answer. Told by what was asked for, never by what the flow does.

use baton_booking::handoff::HandoffReason::{Captcha, Payment, Review, VerificationCode};
use baton_booking::outcome::FailureCode;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::variants::Switch;
use crate::desk::Ended;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Paid,
    Free,
    Code,
    Robot,
    EmailRefused,
    PhoneRefused,
    Lost,
    Misread,
    ProviderGone,
    NoSuchTime,
    NoSuchDay,
}

use Ending::{
    Code, EmailRefused, Free, Lost, Misread, NoSuchDay, NoSuchTime, Paid, PhoneRefused, ProviderGone, Robot,
};

const AT_THE_PRACTICE: [Ending; 16] = [
    Paid,
    Paid,
    Paid,
    Paid,
    Paid,
    Paid,
    Free,
    Code,
    Robot,
    EmailRefused,
    PhoneRefused,
    Lost,
    Misread,
    ProviderGone,
    NoSuchTime,
    NoSuchDay,
];

/// Sites of other builds have fewer tricks.
const ELSEWHERE: [Ending; 9] = [Paid, Paid, Paid, Paid, Free, Free, ProviderGone, NoSuchTime, NoSuchDay];

impl Ending {
    pub(super) fn at_the_practice(dice: &mut StdRng, switches: &[Switch]) -> Self {
        let ending = *AT_THE_PRACTICE.choose(dice).expect("there are endings");
        // A patient whom the site knows is not asked for an e-mail address.
        let known = switches.iter().any(|(name, _)| *name == "returning");
        if known && ending == EmailRefused { Paid } else { ending }
    }

    pub(super) fn elsewhere(dice: &mut StdRng) -> Self {
        *ELSEWHERE.choose(dice).expect("there are endings")
    }

    /// The switch that has the site end like this; what is asked for does the rest.
    pub(super) fn switch(self) -> Option<Switch> {
        Some(match self {
            Paid | NoSuchTime | NoSuchDay => return None,
            Free => ("nodeposit", "1"),
            Code => ("code", "1"),
            Robot => ("captcha", "1"),
            EmailRefused => ("contactError", "email"),
            PhoneRefused => ("contactError", "phone"),
            Lost => ("slotLost", "review"),
            Misread => ("wrongReadback", "1"),
            ProviderGone => ("missingProvider", "Brandi Sesock"),
        })
    }

    pub(super) fn ended(self) -> Ended {
        match self {
            Paid => Ended::At(Payment),
            Free => Ended::At(Review),
            Code => Ended::At(VerificationCode),
            Robot => Ended::At(Captcha),
            EmailRefused | PhoneRefused => Ended::With(FailureCode::SiteRejectedContact),
            Lost => Ended::With(FailureCode::SlotLost),
            Misread => Ended::With(FailureCode::SelectionMismatch),
            ProviderGone => Ended::With(FailureCode::ProviderNotFound),
            NoSuchTime => Ended::With(FailureCode::TimeUnavailable),
            NoSuchDay => Ended::With(FailureCode::DateUnavailable),
        }
    }

    /// Whether the site says so in a line that a page which replaces everything all the time has thrown away before it is filled. A review
    /// that is replaced asks for its slot again besides, and then gets it.
    pub(super) fn is_told_once(self) -> bool {
        matches!(self, Lost | EmailRefused | PhoneRefused)
    }

    /// Where the phone number comes first, so does what becomes of it.
    pub(super) fn is_of_the_phone(self) -> bool {
        matches!(self, Code | Robot | PhoneRefused)
    }
}
