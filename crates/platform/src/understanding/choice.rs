//! Which of the listed options or times a message means: by number, by order, by time or by words.

use jiff::tz::TimeZone;

use super::tokens::{Token, Tokens, ordinal_word};
use crate::clinic::spaced;
use crate::schedule::Schedule;
use crate::slot::Slot;

/// The number that was chosen out of `listed`, counted from 0: "2", "#2", "option two", "the second one", "the last one".
pub(super) fn by_number(tokens: Tokens<'_>, listed: usize) -> Option<usize> {
    let place =
        |number: u32| (1..=listed).find(|place| u32::try_from(*place) == Ok(number)).map(|place| place - 1);
    for at in 0..tokens.0.len() {
        let rest = tokens.from(at);
        if let Some(used) = rest.any_of(&["number", "option", "choice", "slot", "no", "num"])
            && let Some(number) = rest.number(used)
        {
            return place(number);
        }
        let ordinal = match rest.at(0) {
            Some(Token::Word(word)) => ordinal_word(word),
            Some(Token::Ordinal(nth)) if is_choice_word(rest.word(1)) => Some(*nth),
            _ => None,
        };
        match ordinal {
            // "first available" asks for any; "second week" is no choice.
            Some(_)
                if matches!(
                    rest.word(1),
                    "available" | "week" | "time" | "thing" | "half" | "monday" | "friday"
                ) => {}
            Some(0) => return listed.checked_sub(1),
            Some(nth) => return place(nth),
            None => {}
        }
    }
    alone(tokens).and_then(place)
}

fn is_choice_word(word: &str) -> bool {
    matches!(word, "one" | "option" | "choice" | "slot")
}

/// The number of a message that says little else: "2", "2 please", "let's do 2". A word before it such as "at" makes it a time.
fn alone(tokens: Tokens<'_>) -> Option<u32> {
    const POLITE: [&str; 32] = [
        "please", "pls", "thanks", "thank", "you", "ok", "okay", "yes", "yep", "yeah", "lets", "do", "ill",
        "take", "the", "i", "want", "id", "like", "works", "work", "for", "me", "great", "perfect", "good",
        "is", "sure", "go", "with", "would", "book",
    ];
    let mut number = None;
    for (at, token) in tokens.0.iter().enumerate() {
        match token {
            Token::Word(word) if POLITE.contains(&word.as_str()) => {}
            Token::Number(_) | Token::Word(_) if number.is_none() && tokens.number(at).is_some() => {
                number = tokens.number(at);
            }
            Token::Ordinal(nth) if number.is_none() && tokens.0.len() <= 2 => number = Some(*nth),
            Token::Comma | Token::Stop | Token::Dash => {}
            _ => return None,
        }
    }
    number
}

/// The listed times that a wish names exactly. A wish such as "after 4" names none: it asks for others.
pub(super) fn by_time(schedule: &Schedule, slots: &[Slot], zone: &TimeZone) -> Vec<usize> {
    let exact = schedule.windows.iter().all(|window| {
        let (from, to) = window.hours.bounds();
        from == to
    });
    if !exact {
        return Vec::new();
    }
    (0..slots.len()).filter(|at| schedule.holds(slots[*at].start, zone)).collect()
}

/// "the earliest", "the latest one".
pub(super) fn by_extreme(tokens: Tokens<'_>, slots: &[Slot]) -> Option<usize> {
    let has = |words: &[&str]| (0..tokens.0.len()).any(|at| words.contains(&tokens.word(at)));
    let by_start = |at: &usize| slots[*at].start;
    if has(&["earliest", "soonest"]) {
        return (0..slots.len()).min_by_key(by_start);
    }
    has(&["latest"]).then(|| (0..slots.len()).max_by_key(by_start))?
}

/// The options whose words are said, those that match best.
pub(super) fn by_words(text: &str, options: &[String]) -> Vec<usize> {
    let said = spaced(text);
    let whole: Vec<usize> = (0..options.len()).filter(|at| said.contains(&spaced(&options[*at]))).collect();
    if !whole.is_empty() {
        return longest(&whole, options);
    }
    let score = |option: &String| words_of(option).filter(|word| said.contains(&spaced(word))).count();
    let best = options.iter().map(score).max().unwrap_or_default();
    (0..options.len()).filter(|at| best > 0 && score(&options[*at]) == best).collect()
}

/// "Mini Lip Filler" says "Lip Filler" too: the longer name is meant.
fn longest(found: &[usize], options: &[String]) -> Vec<usize> {
    let contained = |at: &usize| {
        found.iter().any(|other| other != at && spaced(&options[*other]).contains(&spaced(&options[*at])))
    };
    found.iter().filter(|at| !contained(at)).copied().collect()
}

fn words_of(option: &str) -> impl Iterator<Item = &str> {
    option.split(|char: char| !char.is_alphanumeric()).filter(|word| word.len() > 2)
}
