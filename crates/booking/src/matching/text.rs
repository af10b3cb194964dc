//! Texts as they are compared: without case, accents, punctuation; "&" is "and". Knows nothing of services.

use crate::wording;

/// A text's words, folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Words(Vec<String>);

impl Words {
    pub fn of(text: &str) -> Self {
        Self(fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, word: &str) -> bool {
        self.0.iter().any(|own| own == word)
    }

    /// Whether `part` stands in here as whole words, one after the other.
    pub fn contains_run(&self, part: &Self) -> bool {
        !part.is_empty() && self.0.windows(part.0.len()).any(|window| window == part.0)
    }

    /// Whether one of the phrases, which are written folded, stands in here as whole words.
    pub fn says_any(&self, phrases: &[&str]) -> bool {
        (0..self.0.len()).any(|at| phrases.iter().any(|phrase| begins_with(&self.0[at..], phrase)))
    }

    /// Whether every word of `part` stands in here, in any order.
    pub fn contains_all(&self, part: &Self) -> bool {
        !part.is_empty() && part.0.iter().all(|word| self.contains(word))
    }

    /// The number of letters, by which the longest match is told.
    pub fn letters(&self) -> usize {
        self.0.iter().map(|word| word.chars().count()).sum()
    }
}

fn begins_with(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|word| words.next().is_some_and(|own| own == word))
}

/// Returns the text in the form in which names are compared: as [`wording::normalise`] has it, with "&" spelt out, and an apostrophe joining
/// what it parts: "O'Brien" and `OBrien` are one word.
pub fn fold(text: &str) -> String {
    const APOSTROPHES: [char; 3] = ['\'', '\u{2019}', '\u{2bc}'];
    if !text.contains(APOSTROPHES) && !text.contains('&') {
        return wording::normalise(text);
    }
    wording::normalise(&text.replace('&', " and ").replace(APOSTROPHES, ""))
}

/// Whether two texts are the same to a reader.
pub fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// Whether `phrase` stands in `text` as whole words.
pub fn contains_phrase(text: &str, phrase: &str) -> bool {
    Words::of(text).contains_run(&Words::of(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_make_no_difference() {
        for (one, other) in [
            ("Lip Filler", "lip-filler"),
            ("Réserver", "RESERVER"),
            ("Facials & Peels", "facials and peels"),
            ("D\u{2019}Angelo", "DAngelo"),
            ("  Next   step ", "Next step"),
            ("Botox/Dysport/Xeomin", "Botox, Dysport, Xeomin"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn a_phrase_matches_whole_words_only() {
        assert!(contains_phrase("Tox (Botox, Jeuveau)", "botox"));
        assert!(!contains_phrase("Tox (Botox, Jeuveau)", "bot"));
        assert!(!contains_phrase("anything", ""));
    }

    #[test]
    fn one_phrase_of_many_is_enough_and_stands_as_whole_words() {
        let words = Words::of("Continue to Card payment");
        for (phrases, expect) in [
            (&["cash", "card payment"][..], true),
            (&["continue"], true),
            (&["payment"], true),
            (&["card pay", "payment method", "to payment", "pay"], false),
            (&[], false),
            (&[""], false),
        ] {
            assert_eq!(words.says_any(phrases), expect, "{phrases:?}");
        }
    }

    #[test]
    fn letters_of_other_scripts_stay() {
        assert_eq!(fold("Мария Иванова"), "мария иванова");
        assert_eq!(fold("美容 30分"), "美容 30分");
    }
}
