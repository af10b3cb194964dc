//! Phrases with holes, as profiles write them: `your (card|payment) * declined`. A word stands for itself, `(a|b c)` for one of several,
//! a `?` behind either makes it optional, and `*` skips up to five words. Texts are compared by their folded words.

use std::ops::Range;

use serde::{Deserialize, Deserializer, de};

use super::words;

/// How many words a `*` may skip.
const GAP: usize = 5;

/// A phrase that texts are searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

/// A text that is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the pattern {text:?} {fault}")]
pub struct MalformedPattern {
    pub text: String,
    pub fault: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Gap,
    /// One of these word sequences; none of them where it is optional.
    Choice {
        among: Vec<Vec<String>>,
        optional: bool,
    },
}

impl Pattern {
    pub fn parse(text: &str) -> Result<Self, MalformedPattern> {
        let fault = |fault| MalformedPattern { text: text.to_owned(), fault };
        let mut parts = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (part, behind) = next_part(rest).map_err(fault)?;
            parts.extend(part);
            rest = behind.trim_start();
        }
        let says_something =
            parts.iter().any(|part| matches!(part, Part::Choice { optional: false, among } if among.iter().all(|words| !words.is_empty())));
        if says_something { Ok(Self(parts)) } else { Err(fault("matches every text")) }
    }

    /// Where in `words` the phrase stands first.
    pub fn find(&self, words: &[String]) -> Option<Range<usize>> {
        (0..words.len()).find_map(|start| Some(start..start + match_parts(&self.0, &words[start..])?))
    }

    /// How many of the first words the phrase takes, where the text begins with it.
    pub fn begins(&self, words: &[String]) -> Option<usize> {
        match_parts(&self.0, words)
    }
}

/// Reads one part off the front of `text`, which is not empty.
fn next_part(text: &str) -> Result<(Option<Part>, &str), &'static str> {
    if let Some(rest) = text.strip_prefix('*') {
        return Ok((Some(Part::Gap), rest));
    }
    let (among, rest) = if let Some(inside) = text.strip_prefix('(') {
        let (choices, rest) = inside.split_once(')').ok_or("opens a bracket and does not close it")?;
        if choices.contains('(') {
            return Err("has a bracket inside a bracket");
        }
        (choices.split('|').map(words).collect::<Vec<_>>(), rest)
    } else {
        let end = text.find([' ', '(', '*', '?']).unwrap_or(text.len());
        (vec![words(&text[..end])], &text[end..])
    };
    if among.iter().any(Vec::is_empty) {
        return if among.len() == 1 && !rest.starts_with('?') {
            // A lone sign such as "&" or "-" is no word in the texts either.
            Ok((None, rest))
        } else {
            Err("has a choice without words")
        };
    }
    let (optional, rest) = match rest.strip_prefix('?') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    Ok((Some(Part::Choice { among, optional }), rest))
}

/// How many words the parts take from the front of `words`, skipping as little as possible.
fn match_parts(parts: &[Part], words: &[String]) -> Option<usize> {
    let Some((part, parts)) = parts.split_first() else { return Some(0) };
    match part {
        Part::Gap => (0..=GAP.min(words.len()))
            .find_map(|skipped| Some(skipped + match_parts(parts, &words[skipped..])?)),
        Part::Choice { among, optional } => among
            .iter()
            .filter(|choice| words.starts_with(choice))
            .find_map(|choice| Some(choice.len() + match_parts(parts, &words[choice.len()..])?))
            .or_else(|| if *optional { match_parts(parts, words) } else { None }),
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern).unwrap().find(&words(text)).is_some()
    }

    #[test]
    fn a_phrase_is_found_as_whole_words() {
        assert!(found("card was declined", "Sorry, your CARD was declined."));
        assert!(!found("card was declined", "Your card was not declined"));
        assert!(!found("book", "Your booking"));
    }

    #[test]
    fn choices_optional_parts_and_gaps_are_understood() {
        assert!(found("your (card|payment method) * declined", "Your payment method has just been declined"));
        assert!(found("thank you for (your|the)? booking", "Thank you for booking"));
        assert!(found("appointment (is|has been)? confirmed", "Appointment confirmed"));
        assert!(found("appointment (is|has been)? confirmed", "Your appointment has been confirmed"));
        assert!(!found("card * declined", "card one two three four five six declined"));
    }

    #[test]
    fn a_pattern_that_would_match_everything_is_refused() {
        for text in ["", "*", "(a|)", "(open", "(a|(b|c))", "word? *", "…"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
