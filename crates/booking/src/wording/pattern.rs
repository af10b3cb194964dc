//! Phrases with holes, as profiles write them: `your (card|payment) * declined`. A word stands for itself, `(a|b c)` for one of several,
//! a `?` behind either makes it optional, `*` skips up to five words and `**` up to fifteen, `^` in front and `$` behind hold the phrase to the
//! text's beginning and end. Texts are compared by their folded words.

use std::ops::Range;

use serde::{Deserialize, Deserializer, de};

use super::words;

/// How many words a `*` may skip.
const GAP: usize = 5;
/// How many words a `**` may skip: a date, a name and a service.
const LONG_GAP: usize = 15;

/// A phrase that texts are searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
    at_start: bool,
    at_end: bool,
}

/// A text that is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the pattern {text:?} {fault}")]
pub struct MalformedPattern {
    pub text: String,
    pub fault: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Up to so many words.
    Gap(usize),
    /// One of these word sequences; none of them where it is optional.
    Choice { among: Vec<Vec<String>>, optional: bool },
}

impl Pattern {
    pub fn parse(text: &str) -> Result<Self, MalformedPattern> {
        let fault = |fault| MalformedPattern { text: text.to_owned(), fault };
        let body = text.trim();
        let (at_start, body) = body.strip_prefix('^').map_or((false, body), |rest| (true, rest));
        let (at_end, body) = body.strip_suffix('$').map_or((false, body), |rest| (true, rest));
        let mut parts = Vec::new();
        let mut rest = body.trim();
        while !rest.is_empty() {
            let (part, behind) = next_part(rest).map_err(fault)?;
            parts.extend(part);
            rest = behind.trim_start();
        }
        if parts.iter().any(Part::is_demanded) {
            Ok(Self { parts, at_start, at_end })
        } else {
            Err(fault("matches every text"))
        }
    }

    /// Where in `words` the phrase stands first.
    pub fn find(&self, words: &[String]) -> Option<Range<usize>> {
        let starts = if self.at_start { 0..words.len().min(1) } else { 0..words.len() };
        starts.into_iter().find_map(|start| Some(start..start + self.take(&words[start..])?))
    }

    /// How many of the first words the phrase takes, where the text begins with it.
    pub fn begins(&self, words: &[String]) -> Option<usize> {
        self.take(words)
    }

    fn take(&self, words: &[String]) -> Option<usize> {
        match_parts(&self.parts, words, self.at_end)
    }
}

impl Part {
    fn is_demanded(&self) -> bool {
        matches!(self, Self::Choice { optional: false, .. })
    }
}

/// Reads one part off the front of `text`, which is not empty.
fn next_part(text: &str) -> Result<(Option<Part>, &str), &'static str> {
    if let Some(rest) = text.strip_prefix("**") {
        return Ok((Some(Part::Gap(LONG_GAP)), rest));
    }
    if let Some(rest) = text.strip_prefix('*') {
        return Ok((Some(Part::Gap(GAP)), rest));
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

/// How many words the parts take from the front of `words`, skipping as little as possible; all of them where `to_end` is asked.
fn match_parts(parts: &[Part], words: &[String], to_end: bool) -> Option<usize> {
    let Some((part, parts)) = parts.split_first() else {
        return (!to_end || words.is_empty()).then_some(0);
    };
    match part {
        Part::Gap(most) => (0..=(*most).min(words.len()))
            .find_map(|skipped| Some(skipped + match_parts(parts, &words[skipped..], to_end)?)),
        Part::Choice { among, optional } => among
            .iter()
            .filter(|choice| words.starts_with(choice))
            .find_map(|choice| Some(choice.len() + match_parts(parts, &words[choice.len()..], to_end)?))
            .or_else(|| if *optional { match_parts(parts, words, to_end) } else { None }),
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
        assert!(found("card ** declined", "card one two three four five six declined"));
        assert!(found("^ card declined $", "Card declined!"));
        assert!(!found("^ card declined $", "Gift card declined"));
        assert!(!found("^ card declined $", "Card declined yesterday"));
    }

    #[test]
    fn a_pattern_that_would_match_everything_is_refused() {
        for text in ["", "*", "(a|)", "(open", "(a|(b|c))", "word? *", "…"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
