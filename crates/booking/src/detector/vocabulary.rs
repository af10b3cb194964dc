//! What booking sites say, by meaning and language. The words themselves are data: `words/*.toml`. Knows no pages: it judges one sentence.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Indicators, Signs};
use crate::outcome::PaymentResult;
use crate::wording::Pattern;

static BUILT_IN: LazyLock<Vec<Language>> = LazyLock::new(|| {
    [include_str!("words/en.toml"), include_str!("words/es.toml"), include_str!("words/fr.toml")]
        .map(|text| toml::from_str(text).expect("the built-in words are well formed"))
        .into()
});

/// The words of one language. The fields are explained in `words/en.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Language {
    booked: Vec<Pattern>,
    courtesy: Vec<Pattern>,
    paid: Vec<Pattern>,
    declined: Vec<Pattern>,
    expired_card: Vec<Pattern>,
    insufficient_funds: Vec<Pattern>,
    incorrect_cvc: Vec<Pattern>,
    authentication_failed: Vec<Pattern>,
    failed: Vec<Pattern>,
    slot_taken: Vec<Pattern>,
    processing: Vec<Pattern>,
    challenge: Vec<Pattern>,
    validation: Vec<Pattern>,
    trouble: Vec<Pattern>,
    unconfirmed: Vec<Pattern>,
    harmless: Vec<Pattern>,
    reading_matter: Vec<Pattern>,
    hedges_before: Vec<Pattern>,
    hedges_within: Vec<Pattern>,
    hedges_after: Vec<Pattern>,
    number_labels: Vec<Pattern>,
    loose_number_labels: Vec<Pattern>,
    follow_ups: Vec<Pattern>,
}

/// What one sentence says about the booking. A sentence may say several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statement {
    Booked,
    Courtesy,
    Paid,
    Refused(PaymentResult),
    SlotTaken,
    Processing,
    Challenge,
    Validation,
    Trouble,
    /// The site has taken the wish and has not decided.
    Unconfirmed,
}

/// Every language Baton knows, and the site's own words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Vocabulary {
    site: Language,
}

impl Vocabulary {
    pub(super) fn new(indicators: &Indicators) -> Self {
        let texts = |signs: &Signs| signs.texts.clone();
        let hedges = |pick: fn(&Language) -> &Vec<Pattern>| BUILT_IN.iter().flat_map(pick).cloned().collect();
        let site = Language {
            booked: texts(&indicators.success),
            failed: texts(&indicators.refused),
            slot_taken: texts(&indicators.slot_taken),
            processing: texts(&indicators.processing),
            harmless: texts(&indicators.harmless),
            hedges_before: hedges(|language| &language.hedges_before),
            hedges_within: hedges(|language| &language.hedges_within),
            hedges_after: hedges(|language| &language.hedges_after),
            ..Language::default()
        };
        Self { site }
    }

    /// Everything that the sentence says, the most specific refusal first.
    pub(super) fn statements(&self, sentence: &[String]) -> Vec<Statement> {
        let mut said: Vec<_> = self.languages().flat_map(|language| language.statements(sentence)).collect();
        said.dedup();
        said
    }

    pub(super) fn is_harmless(&self, sentence: &[String]) -> bool {
        self.any(sentence, |language| &language.harmless)
    }

    /// Whether a heading or a region's name announces text to read, such as a policy or reviews.
    pub(super) fn is_reading_matter(&self, name: &[String]) -> bool {
        self.any(name, |language| &language.reading_matter)
    }

    /// Whether a control is of the kind that follows a booking, such as "Add to calendar".
    pub(super) fn is_follow_up(&self, label: &[String]) -> bool {
        self.any(label, |language| &language.follow_ups)
    }

    /// How many words from the front label a number, and whether they do so by themselves.
    pub(super) fn number_label(&self, words: &[String]) -> Option<(usize, Label)> {
        let longest = |pick: fn(&Language) -> &Vec<Pattern>| {
            self.languages()
                .flat_map(pick)
                .filter_map(|pattern| pattern.begins(words))
                .max()
                .filter(|length| *length > 0)
        };
        longest(|language| &language.number_labels).map(|length| (length, Label::Clear)).or_else(|| {
            longest(|language| &language.loose_number_labels).map(|length| (length, Label::Loose))
        })
    }

    fn languages(&self) -> impl Iterator<Item = &Language> {
        BUILT_IN.iter().chain([&self.site])
    }

    fn any(&self, words: &[String], pick: fn(&Language) -> &Vec<Pattern>) -> bool {
        self.languages().flat_map(pick).any(|pattern| pattern.find(words).is_some())
    }
}

/// How surely a label announces a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// "Confirmation number".
    Clear,
    /// "Booking", which needs a "#" or a ":" behind it.
    Loose,
}

impl Language {
    fn statements(&self, sentence: &[String]) -> Vec<Statement> {
        use Statement::{
            Booked, Challenge, Courtesy, Paid, Processing, Refused, SlotTaken, Trouble, Unconfirmed,
            Validation,
        };
        let mut said = Vec::new();
        let mut add = |holds: bool, statement| {
            if holds {
                said.push(statement);
            }
        };
        add(self.promised(&self.booked, sentence), Booked);
        add(self.promised(&self.paid, sentence), Paid);
        for (patterns, result) in self.refusals() {
            add(self.told(patterns, sentence), Refused(result));
        }
        add(self.told(&self.slot_taken, sentence), SlotTaken);
        add(found(&self.courtesy, sentence), Courtesy);
        add(self.told(&self.processing, sentence), Processing);
        add(found(&self.challenge, sentence), Challenge);
        add(found(&self.validation, sentence), Validation);
        add(self.told(&self.trouble, sentence), Trouble);
        add(found(&self.unconfirmed, sentence), Unconfirmed);
        said
    }

    /// The kinds of refusal, the most specific first.
    fn refusals(&self) -> [(&[Pattern], PaymentResult); 6] {
        [
            (&self.expired_card, PaymentResult::ExpiredCard),
            (&self.insufficient_funds, PaymentResult::InsufficientFunds),
            (&self.incorrect_cvc, PaymentResult::IncorrectCvc),
            (&self.authentication_failed, PaymentResult::AuthenticationFailed),
            (&self.declined, PaymentResult::Declined),
            (&self.failed, PaymentResult::Failed),
        ]
    }

    /// Whether one of the phrases stands there as a fact: no "if", "when" or "may" comes before it.
    fn told(&self, patterns: &[Pattern], sentence: &[String]) -> bool {
        patterns
            .iter()
            .filter_map(|pattern| pattern.find(sentence))
            .any(|range| !found(&self.hedges_before, &sentence[..range.start]))
    }

    /// Whether one of the phrases stands there as a fact that already holds: nor does a "not" or "being" lie within it or an "once" follow.
    fn promised(&self, patterns: &[Pattern], sentence: &[String]) -> bool {
        const SOON_AFTER: usize = 3;
        patterns.iter().filter_map(|pattern| pattern.find(sentence)).any(|range| {
            let after = &sentence[range.end..sentence.len().min(range.end + SOON_AFTER)];
            !found(&self.hedges_before, &sentence[..range.start])
                && !found(&self.hedges_within, &sentence[..range.end])
                && !found(&self.hedges_after, after)
        })
    }
}

fn found(patterns: &[Pattern], words: &[String]) -> bool {
    patterns.iter().any(|pattern| pattern.find(words).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::words;

    fn says(text: &str) -> Vec<Statement> {
        Vocabulary::new(&Indicators::default()).statements(&words(text))
    }

    #[test]
    fn a_refusal_is_told_by_its_reason() {
        let check =
            |text: &str, result| assert_eq!(says(text).first(), Some(&Statement::Refused(result)), "{text}");
        check("Your card was declined", PaymentResult::Declined);
        check("Your card was declined: insufficient funds", PaymentResult::InsufficientFunds);
        check("Your card’s security code is incorrect.", PaymentResult::IncorrectCvc);
        check("Your card has expired", PaymentResult::ExpiredCard);
        check("We are unable to authenticate your payment method", PaymentResult::AuthenticationFailed);
        check("We couldn’t process your payment", PaymentResult::Failed);
        check("Su tarjeta fue rechazada", PaymentResult::Declined);
        check("Votre carte a été refusée", PaymentResult::Declined);
    }

    #[test]
    fn what_may_be_or_will_be_is_no_fact() {
        for text in [
            "If your card is declined, try another card",
            "Your appointment will be confirmed once the payment is received",
            "Your booking is not confirmed yet",
            "Your booking is being confirmed",
            "Booking is confirmed after payment",
            "Si su tarjeta es rechazada, liberaremos el horario",
            "Une fois la réservation confirmée, vous recevrez un SMS",
        ] {
            let said = says(text);
            let facts =
                |statement: &Statement| matches!(statement, Statement::Booked | Statement::Refused(_));
            assert!(!said.iter().any(facts), "{text}: {said:?}");
        }
    }

    #[test]
    fn a_confirmation_is_understood_whatever_stands_in_between() {
        for text in [
            "Booking Confirmed!",
            "You’re booked!",
            "Your appointment with Brandi Sesock on Thu 5 Mar 2026, 14:30 is booked",
            "¡Reserva confirmada!",
            "Votre rendez-vous est confirmé",
        ] {
            assert!(says(text).contains(&Statement::Booked), "{text}");
        }
    }
}
