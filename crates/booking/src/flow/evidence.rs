//! What a page showed when the flow could not go on, in words for an operator. The patient's data is masked.

use super::arrival::is_card_field;
use super::view::{At, View};
use crate::observation::Rect;
use crate::request::Lead;

const MASK: &str = "•••";
/// Enough to recognise a page by, short enough for a status message.
const ITEMS: usize = 6;
const LETTERS: usize = 120;

/// One sentence on each of the page's titles, buttons and texts.
pub(super) fn shown(view: &View<'_>, lead: &Lead) -> String {
    let is_button = |at: usize| matches!(view.role(at), "button" | "link" | "tab");
    let titles = list(view.all().filter(|at| view.is_heading(*at)).map(|at| view.label(at)), lead);
    let buttons = list(view.all().filter(|at| is_button(*at)).map(|at| view.label(at)), lead);
    let texts = list(view.all().filter(|at| view.role(*at) == "text").map(|at| view.label(at)), lead);
    format!("It showed the titles {titles}; the buttons {buttons}; the texts {texts}.")
}

/// Where the page shows what must not be seen in a picture: filled fields, and texts with the patient's data. `None`: no picture at all may
/// be taken, because there are card fields.
pub(super) fn private_places(view: &View<'_>, lead: &Lead) -> Option<Vec<Rect>> {
    if view.all().any(|at| is_card_field(view, at)) {
        return None;
    }
    let is_private = |at: &At| {
        let node = view.node(*at);
        let typed = node.field.is_some() && (node.filled || node.value.is_some());
        typed || [&node.name, &node.text].into_iter().any(|text| squeezed(text) != hidden(text, lead))
    };
    Some(view.all().filter(is_private).map(|at| view.node(at).rect).collect())
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
    shortened(&hidden(text, lead))
}

/// The text without the patient's data.
fn hidden(text: &str, lead: &Lead) -> String {
    let mut hidden = text.to_owned();
    let notes = lead.notes.as_deref().unwrap_or_default();
    for private in [lead.email.as_str(), notes, &lead.phone, &lead.first_name, &lead.last_name] {
        hidden = without(&hidden, private);
    }
    let mask_address = |word: &'_ str| if word.contains('@') { MASK.to_owned() } else { word.to_owned() };
    let words: Vec<String> = hidden.split_whitespace().map(mask_address).collect();
    without_long_numbers(&words.join(" "))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    if text.chars().count() > LETTERS {
        text.chars().take(LETTERS).chain(['…']).collect()
    } else {
        text.to_owned()
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
    use crate::observation::{FieldFacts, FrameObservation, Node, PageObservation};

    fn ana() -> Lead {
        Lead {
            first_name: "Ana".into(),
            last_name: "Núñez".into(),
            phone: "+14405550122".into(),
            email: "ana@example.com".into(),
            notes: None,
        }
    }

    fn places(node: Node) -> Option<Vec<Rect>> {
        let frame = FrameObservation { visible: true, nodes: vec![node], ..FrameObservation::default() };
        let page = PageObservation { frames: vec![frame], ..PageObservation::default() };
        private_places(&View::new(&page, "2026-02-01T12:00:00Z".parse().unwrap()), &ana())
    }

    #[test]
    fn a_picture_hides_what_was_typed_and_what_names_the_patient() {
        let field = FieldFacts { input_type: "text".into(), ..FieldFacts::default() };
        let typed = Node { role: "textbox".into(), filled: true, field: Some(field), ..Node::default() };
        let named = Node {
            role: "text".into(),
            text: format!("{} Ana", "Welcome back. ".repeat(9)),
            ..Node::default()
        };
        let harmless = Node { role: "text".into(), text: "Select a service".into(), ..Node::default() };
        assert_eq!(places(typed).map(|places| places.len()), Some(1));
        assert_eq!(places(named).map(|places| places.len()), Some(1));
        assert_eq!(places(harmless).map(|places| places.len()), Some(0));
    }

    #[test]
    fn a_page_with_card_fields_is_never_pictured() {
        let card = FieldFacts { card: true, ..FieldFacts::default() };
        assert_eq!(places(Node { role: "textbox".into(), field: Some(card), ..Node::default() }), None);
    }

    #[test]
    fn the_patients_data_is_masked() {
        let lead = ana();
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
