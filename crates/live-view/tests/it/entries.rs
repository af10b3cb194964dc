//! Makes up what phones' keyboards do: bursts, pastes, compositions, corrections. Seeded, so that what failed once can be had again.

use crate::random::Random;

/// One thing a keyboard does.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Key after key, as fast as they come.
    Keys(String),
    /// In one go: autofill, paste, a suggestion.
    Insert(String),
    /// Composition with keyCode 229, replaced by what was meant.
    Compose {
        rough: String,
        meant: String,
    },
    Backspace(usize),
    /// Autocorrect: everything typed so far becomes something else.
    Replace(String),
    /// The caret is put into the middle first.
    Middle(String),
}

/// What sort of text a field wants.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Taste {
    Notes,
    Name,
    Email,
    Zip,
    CardNumber,
    Expiry,
    SecurityCode,
}

/// Makes up entries.
pub(crate) struct Writer(Random);

const NOTES: &[&str] = &[
    "John",
    "a.b@c.de",
    "+1 555",
    "O'Neil",
    "x",
    "#4-B",
    "münster",
    "ñ",
    "👍🏽",
    "é",
    "100%",
    "abcd1234ef",
    " ",
    "the quick",
    "two\nlines",
    "👩‍👩‍👧",
    "No. 5, please",
];
const NAMES: &[&str] =
    &["John", "Smith", "O'Neil", "María", "Ñuñez", "J. R.", "van der Berg", "Łukasz", "-", " "];
const EMAIL: &[&str] = &["john", ".", "smith", "+tag", "@", "mail", "example.com", "1990", "_x", "-y"];
const ZIP: &[&str] = &["44114", "SW1A", "1AA", "9", "00501", "-1234"];
const NUMBERS: &[&str] = &["4111111111111111", "5555555555554444", "378282246310005", "4000000000000002"];
const GROUPED: &[&str] = &["4111 1111 1111 1111", "5555-5555-5555-4444", "3782 822463 10005"];
const EXPIRIES: &[&str] = &["1229", "12/29", "03/30", "0330", "01 / 31"];
const CODES: &[&str] = &["123", "1234", "000", "987"];

impl Writer {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(Random::seeded(seed))
    }

    pub(crate) fn entry(&mut self, taste: Taste) -> Vec<Step> {
        match taste {
            Taste::Notes => self.free(NOTES),
            Taste::Name => self.free(NAMES),
            Taste::Email => self.free(EMAIL),
            Taste::Zip => self.free(ZIP),
            Taste::CardNumber if self.0.below(3) == 0 => self.whole(GROUPED),
            Taste::CardNumber => self.whole(NUMBERS),
            Taste::Expiry => self.whole(EXPIRIES),
            Taste::SecurityCode => self.whole(CODES),
        }
    }

    fn pick(&mut self, from: &[&str]) -> String {
        (*self.0.pick(from)).to_owned()
    }

    fn free(&mut self, words: &[&str]) -> Vec<Step> {
        (0..=self.0.below(4)).map(|_| self.step(words)).collect()
    }

    fn step(&mut self, words: &[&str]) -> Step {
        match self.0.below(8) {
            0 | 1 => Step::Keys(self.pick(words)),
            2 | 3 => Step::Insert(self.pick(words)),
            4 => Step::Compose { rough: "nih".to_owned(), meant: self.pick(words) },
            5 => Step::Backspace(1 + self.0.below(4)),
            6 => Step::Middle(self.pick(words)),
            _ => Step::Replace(self.pick(words)),
        }
    }

    /// A field with a formatter is given a whole text, in one go or key by key, and often corrected.
    fn whole(&mut self, texts: &[&str]) -> Vec<Step> {
        let text = self.pick(texts);
        let mut steps = match self.0.below(4) {
            0 => vec![Step::Keys(text.clone())],
            1 => vec![Step::Insert(text.clone())],
            2 => vec![Step::Compose { rough: text[..1].to_owned(), meant: text.clone() }],
            _ => {
                let (typed, suggested) = text.split_at(1 + self.0.below(text.len() - 1));
                vec![Step::Keys(typed.to_owned()), Step::Insert(suggested.to_owned())]
            }
        };
        match self.0.below(4) {
            0 => {
                let wrong = 1 + self.0.below(3);
                steps.push(Step::Backspace(wrong));
                steps.push(Step::Keys(text[text.len() - wrong..].to_owned()));
            }
            1 => steps.push(Step::Replace(self.pick(texts))),
            _ => {}
        }
        steps
    }
}
