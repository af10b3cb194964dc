//! Whether a page proves that the booking is made. No single sign is a proof: several that agree are.

use url::Url;

use super::confirmation::Details;
use super::reading::Reading;
use super::vocabulary::{Statement, Vocabulary};
use crate::wording::normalise;

/// Path segments of pages that confirm, folded.
const CONFIRMING: &[&str] = &[
    "confirmation",
    "confirmed",
    "booking confirmation",
    "booking confirmed",
    "appointment confirmed",
    "order confirmation",
    "thank you",
    "thankyou",
    "thanks",
    "success",
    "order received",
    "complete",
    "completed",
    "receipt",
    "gracias",
    "confirmacion",
    "exito",
    "merci",
];

#[expect(clippy::struct_excessive_bools, reason = "every sign is there or not, whatever the others are")]
/// The signs of a made booking on one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Proof {
    /// "Booking confirmed" as a heading or an announcement.
    announced: bool,
    /// The same in running text.
    said: bool,
    /// "Payment received".
    paid: bool,
    /// "Thank you", "See you soon".
    courtesy: bool,
    /// A labelled number that was not there before.
    number: bool,
    confirming_url: bool,
    /// The expected date is on the page.
    date: bool,
    /// The expected service or provider is on the page.
    subject: bool,
    /// "Add to calendar".
    follow_up: bool,
    form_gone: bool,
    elsewhere: bool,
}

impl Proof {
    pub(super) fn gather(reading: &Reading, details: &Details, vocabulary: &Vocabulary, urls: &Urls) -> Self {
        let says = |statement| reading.on_site(statement).next().is_some();
        // A dialog over the form has to name the booking: others say "confirmed" of a newsletter.
        let names_it = details.number.is_some() || details.date_as_expected || details.subject_as_expected;
        let covers = names_it && reading.on_site(Statement::Booked).any(|read| read.line.covering);
        Self {
            announced: reading.on_site(Statement::Booked).any(super::reading::ReadLine::is_announced),
            said: says(Statement::Booked),
            paid: says(Statement::Paid),
            courtesy: says(Statement::Courtesy),
            number: details.number.is_some(),
            confirming_url: urls.confirms(&reading.url),
            date: details.date_as_expected,
            subject: details.subject_as_expected,
            follow_up: reading
                .lines
                .iter()
                .any(|read| read.news && read.line.control && vocabulary.is_follow_up(&read.line.words)),
            form_gone: reading.form_gone || covers,
            elsewhere: reading.elsewhere,
        }
    }

    /// Whether the signs are enough. Without a submit only a page that leaves no doubt is.
    pub(super) fn holds(self, submitted: bool) -> bool {
        let states_it = self.announced
            || self.said
            || (self.number && (self.confirming_url || self.paid || self.courtesy));
        if !self.form_gone || !states_it {
            return false;
        }
        if !submitted {
            let particulars = [self.number, self.confirming_url, self.date, self.subject];
            return self.announced && particulars.into_iter().filter(|held| *held).count() >= 2;
        }
        let enough = if self.elsewhere { 5 } else { 3 };
        self.weight() >= enough
    }

    /// What the signs weigh together, beside a submit and a form that has gone.
    fn weight(self) -> u8 {
        let statement = match (self.announced, self.said) {
            (true, _) => 3,
            (false, true) => 2,
            (false, false) => 0,
        };
        let others = [
            (self.paid, 1),
            (self.courtesy, 1),
            (self.number, 2),
            (self.confirming_url, 2),
            (self.date, 1),
            (self.subject, 1),
            (self.follow_up, 1),
        ];
        statement + others.into_iter().filter(|(held, _)| *held).map(|(_, weight)| weight).sum::<u8>()
    }
}

/// The addresses that confirm.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Urls {
    at_handoff: String,
    of_site: Vec<String>,
}

impl Urls {
    pub(super) fn new(at_handoff: &str, of_site: &[String]) -> Self {
        Self { at_handoff: at_handoff.to_owned(), of_site: of_site.to_vec() }
    }

    fn confirms(&self, url: &str) -> bool {
        self.is_confirming(url) && !self.is_confirming(&self.at_handoff)
    }

    fn is_confirming(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else { return false };
        let place = format!("{}/{}", url.path(), url.fragment().unwrap_or_default());
        let by_site = self.of_site.iter().any(|part| place.contains(part.as_str()));
        by_site || place.split('/').any(|segment| CONFIRMING.contains(&normalise(segment).as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_confirms_by_a_whole_segment_that_was_not_there_before() {
        let urls = Urls::new("https://a.example/book", &["/done/".to_owned()]);
        let check = |url: &str, expect| assert_eq!(urls.confirms(url), expect, "{url}");
        check("https://a.example/book/confirmation", true);
        check("https://a.example/thank-you?x=1", true);
        check("https://a.example/book#confirmation", true);
        check("https://a.example/done/7", true);
        check("https://a.example/success-stories", false);
        check("https://a.example/book", false);
        let urls = Urls::new("https://a.example/success/book", &[]);
        assert!(!urls.confirms("https://a.example/success/other"));
    }

    #[test]
    fn one_sign_alone_is_no_proof() {
        let none = Proof { form_gone: true, ..Proof::default() };
        for alone in [
            Proof { said: true, ..none },
            Proof { paid: true, ..none },
            Proof { number: true, ..none },
            Proof { confirming_url: true, ..none },
            Proof { courtesy: true, date: true, subject: true, ..none },
        ] {
            assert!(!alone.holds(true), "{alone:?}");
        }
        assert!(Proof { announced: true, ..none }.holds(true));
        assert!(!Proof { announced: true, ..none }.holds(false));
        assert!(
            !Proof { announced: true, number: true, confirming_url: true, ..Proof::default() }.holds(true)
        );
    }
}
