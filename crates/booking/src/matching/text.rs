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

    /// Whether every word of `part` stands in here, in any order.
    pub fn contains_all(&self, part: &Self) -> bool {
        !part.is_empty() && part.0.iter().all(|word| self.contains(word))
    }

    /// The number of letters, by which the longest match is told.
    pub fn letters(&self) -> usize {
        self.0.iter().map(|word| word.chars().count()).sum()
    }
}

/// Returns the text in the form in which names are compared: as [`wording::normalise`] has it, with "&" spelt out, and an apostrophe joining
/// what it parts: "O'Brien" and `OBrien` are one word.
pub fn fold(text: &str) -> String {
    let spelt = text.replace('&', " and ").replace(['\'', '\u{2019}', '\u{2bc}'], "");
    wording::normalise(&spelt)
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
    fn letters_of_other_scripts_stay() {
        assert_eq!(fold("Мария Иванова"), "мария иванова");
        assert_eq!(fold("美容 30分"), "美容 30分");
    }
}
