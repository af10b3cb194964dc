//! What a page showed when the flow could not go on, in words for an operator. The patient's data is masked.

use super::view::View;
use crate::request::Lead;

const MASK: &str = "•••";
/// Enough to recognise a page by, short enough for a status message.
const ITEMS: usize = 6;
const LETTERS: usize = 60;

/// One sentence on each of the page's titles, buttons and texts.
pub(super) fn shown(view: &View<'_>, lead: &Lead) -> String {
    let is_button = |at: usize| matches!(view.role(at), "button" | "link" | "tab");
    let titles = list(view.all().filter(|at| view.is_heading(*at)).map(|at| view.label(at)), lead);
    let buttons = list(view.all().filter(|at| is_button(*at)).map(|at| view.label(at)), lead);
    let texts = list(view.all().filter(|at| view.role(*at) == "text").map(|at| view.label(at)), lead);
    format!("It showed the titles {titles}; the buttons {buttons}; the texts {texts}.")
}

fn list<'a>(labels: impl Iterator<Item = &'a str>, lead: &Lead) -> String {
    let shown: Vec<String> = labels
        .filter(|label| !label.is_empty())
        .take(ITEMS)
        .map(|label| format!("\"{}\"", masked(label, lead)))
        .collect();
    if shown.is_empty() { "(none)".to_owned() } else { shown.join(", ") }
}

/// The text without the patient's data, without long numbers and addresses, and not too long.
pub(super) fn masked(text: &str, lead: &Lead) -> String {
    let mut masked = text.to_owned();
    let notes = lead.notes.as_deref().unwrap_or_default();
    for private in
        [lead.email.as_str(), notes, lead.phone.as_str(), lead.first_name.as_str(), lead.last_name.as_str()]
    {
        masked = without(&masked, private);
    }
    let words: Vec<String> = masked
        .split_whitespace()
        .map(|word| if word.contains('@') { MASK.to_owned() } else { word.to_owned() })
        .collect();
    let masked = without_long_numbers(&words.join(" "));
    if masked.chars().count() > LETTERS {
        masked.chars().take(LETTERS).chain(['…']).collect()
    } else {
        masked
    }
}

fn without(text: &str, private: &str) -> String {
    let private = private.trim();
    if private.chars().count() < 2 {
        return text.to_owned();
    }
    let (folded, wanted) = (text.to_lowercase(), private.to_lowercase());
    // Lower case may change a text's length; then positions would not fit, and the whole text goes.
    if folded.len() != text.len() {
        return if folded.contains(&wanted) { MASK.to_owned() } else { text.to_owned() };
    }
    let mut masked = String::new();
    let mut rest = 0;
    while let Some(found) = folded[rest..].find(&wanted) {
        masked.push_str(&text[rest..rest + found]);
        masked.push_str(MASK);
        rest += found + wanted.len();
    }
    masked + &text[rest..]
}

/// Masks runs of seven digits and more, however they are grouped: phone and card numbers.
fn without_long_numbers(text: &str) -> String {
    let is_part =
        |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '(' | ')' | '.' | '+');
    let mut masked = String::new();
    let mut run = String::new();
    for letter in text.chars().chain(['\n']) {
        if is_part(letter) {
            run.push(letter);
            continue;
        }
        let digits = run.chars().filter(char::is_ascii_digit).count();
        masked.push_str(if digits >= 7 { MASK } else { &run });
        run.clear();
        masked.push(letter);
    }
    masked.pop();
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patients_data_is_masked() {
        let lead = Lead {
            first_name: "Ana".into(),
            last_name: "Núñez".into(),
            phone: "+14405550122".into(),
            email: "ana@example.com".into(),
            notes: None,
        };
        for (text, expect) in [
            ("Welcome back, Ana Núñez!", "Welcome back, ••• •••!"),
            ("We texted (440) 555-0122 a code", "We texted•••a code"),
            ("Write to other@example.com", "Write to •••"),
            ("Feb 5, 2026 at 2:30 PM", "Feb 5, 2026 at 2:30 PM"),
        ] {
            assert_eq!(masked(text, &lead), expect);
        }
    }
}
