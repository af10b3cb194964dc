//! Who is writing: name, e-mail address, and whether they have been there before.

use super::tokens::Tokens;
use crate::conversation::{FullName, PatientKind};

/// The e-mail address in a text, and the text without it.
pub(super) fn email(text: &str) -> (Option<String>, String) {
    let is_address = |word: &&str| {
        word.split_once('@').is_some_and(|(user, host)| {
            let (name, ending) = host.rsplit_once('.').unwrap_or_default();
            !user.is_empty() && !name.is_empty() && ending.len() >= 2 && !host.contains('@')
        })
    };
    let trimmed = text.split_whitespace().map(|word| word.trim_matches(|char: char| !char.is_alphanumeric()));
    let found = trimmed.into_iter().find(is_address).map(str::to_owned);
    let rest = found.as_ref().map_or_else(|| text.to_owned(), |address| text.replace(address.as_str(), " "));
    (found.map(|address| address.to_lowercase()), rest)
}

/// The name, where the writer says that it is one: "my name is …", "I'm Jane Sample".
pub(super) fn introduced(text: &str) -> Option<FullName> {
    let lower = text.to_lowercase().replace('’', "'");
    for opening in ["my name is ", "my name's ", "name is ", "name: "] {
        if let Some(at) = lower.find(opening) {
            return name(text.get(at + opening.len()..)?, false);
        }
    }
    for opening in ["i'm ", "i am ", "this is ", "it's ", "im "] {
        let starts = |at: usize| at == 0 || lower[..at].ends_with([' ', ',', '.', '!']);
        if let Some(at) = lower.find(opening).filter(|at| starts(*at)) {
            return name(text.get(at + opening.len()..)?, true);
        }
    }
    None
}

/// The answer to "What is your full name?".
pub(super) fn answered(text: &str) -> Option<FullName> {
    introduced(text).or_else(|| name(strip_greeting(text), false))
}

fn strip_greeting(text: &str) -> &str {
    let text = text.trim();
    for greeting in ["hi ", "hi, ", "hello ", "hey ", "sure, ", "sure ", "ok ", "yes, ", "it's ", "its "] {
        if text.get(..greeting.len()).is_some_and(|start| start.eq_ignore_ascii_case(greeting)) {
            return text[greeting.len()..].trim();
        }
    }
    text
}

/// Up to four words that could be a name. `capitalised` asks for capitals, where the words before could go on otherwise too.
fn name(text: &str, capitalised: bool) -> Option<FullName> {
    const NO_NAMES: [&str; 26] = [
        "hi",
        "hello",
        "hey",
        "yes",
        "no",
        "ok",
        "okay",
        "sure",
        "thanks",
        "what",
        "why",
        "how",
        "book",
        "appointment",
        "i",
        "the",
        "a",
        "stop",
        "help",
        "please",
        "who",
        "when",
        "none",
        "can",
        "do",
        "want",
    ];
    let clause = text.split([',', '.', '!', '?', '\n', ';']).next().unwrap_or_default();
    let words: Vec<&str> = clause.split_whitespace().collect();
    let end = words.iter().position(|word| {
        let lower = word.to_lowercase();
        ["and", "here", "looking", "interested", "i", "i'd", "from", "my"].contains(&lower.as_str())
            || (capitalised && !word.starts_with(char::is_uppercase))
    });
    let words = &words[..end.unwrap_or(words.len())];
    let is_name = |word: &&str| {
        word.chars().all(|char| char.is_alphabetic() || matches!(char, '-' | '\'' | '’'))
            && !NO_NAMES.contains(&word.to_lowercase().as_str())
    };
    if !(1..=4).contains(&words.len()) || !words.iter().all(is_name) {
        return None;
    }
    let (first, rest) = words.split_first()?;
    let rest: Vec<String> = rest.iter().map(|word| titled(word)).collect();
    Some(FullName { first: titled(first), last: rest.join(" ") })
}

/// The answer to "What is your last name?". Empty for somebody who has none.
pub(super) fn last_name(text: &str) -> Option<String> {
    let plain = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    let says_none = ["none", "no", "n/a", "na", "nope", "just", "only"];
    let says_so = ["one name", "no last name", "dont have", "don't have", "no surname"]
        .iter()
        .any(|phrase| plain.contains(phrase));
    if says_so || says_none.iter().any(|none| plain == *none || plain.starts_with(&format!("{none} "))) {
        return Some(String::new());
    }
    let name = answered(text)?;
    Some(if name.last.is_empty() { name.first } else { name.last })
}

fn titled(word: &str) -> String {
    if word.chars().any(char::is_uppercase) {
        return word.to_owned();
    }
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn kind(tokens: Tokens<'_>, asked: bool) -> Option<PatientKind> {
    const EXISTING: [&str; 22] = [
        "existing",
        "returning",
        "been before",
        "been there",
        "been here",
        "been in before",
        "was here",
        "was there",
        "come before",
        "came before",
        "current patient",
        "current client",
        "regular",
        "not new",
        "im not new",
        "visited before",
        "have been",
        "ive been",
        "not my first",
        "already a patient",
        "already a client",
        "existing patient",
    ];
    const NEW: [&str; 15] = [
        "new patient",
        "new client",
        "im new",
        "first time",
        "first timer",
        "first visit",
        "never been",
        "brand new",
        "new here",
        "havent been",
        "have not been",
        "have never been",
        "ive never been",
        "not been",
        "never visited",
    ];
    let find = |phrases: &[&str]| (0..tokens.0.len()).filter_map(|at| tokens.from(at).any_of(phrases)).max();
    let (new, existing) = (find(&NEW), find(&EXISTING));
    match (new, existing) {
        // The longer phrase knows better: "have not been" against "been there".
        (Some(new), Some(existing)) if existing > new => Some(PatientKind::Existing),
        (Some(_), _) => Some(PatientKind::New),
        (None, Some(_)) => Some(PatientKind::Existing),
        (None, None) if asked => short_answer(tokens),
        (None, None) => None,
    }
}

fn short_answer(tokens: Tokens<'_>) -> Option<PatientKind> {
    let has = |words: &[&str]| (0..tokens.0.len()).any(|at| words.contains(&tokens.word(at)));
    if has(&["new", "first", "never"]) {
        Some(PatientKind::New)
    } else if has(&["before", "returning", "again", "old", "been", "return"]) {
        Some(PatientKind::Existing)
    } else {
        None
    }
}
