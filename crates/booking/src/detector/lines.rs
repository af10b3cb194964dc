//! A page as lines of text, each with its place and weight: what a reader would take as a message, and what is there to be read at leisure.
//! Knows the shape of a page, not the meaning of its words beyond "this is reading matter".

use super::vocabulary::Vocabulary;
use crate::observation::{FrameObservation, Node};
use crate::wording::words;

#[expect(clippy::struct_excessive_bools, reason = "these are independent facts about a line, not a machine")]
/// One visible piece of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) words: Vec<String>,
    pub(super) weight: Weight,
    /// Stands in a dialog that covers the page.
    pub(super) covering: bool,
    /// Is a button or a link.
    pub(super) control: bool,
    pub(super) disabled: bool,
    pub(super) busy: bool,
    /// Belongs to a part of the page that tells no news: reviews, questions, policies, other navigation.
    pub(super) aside: bool,
    /// Indices of the selectors that the element matches.
    pub(super) matches: Vec<u16>,
}

/// How much a text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Weight {
    Plain,
    /// A heading, an alert, a status, a dialog.
    Announced,
}

/// A sentence of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sentence {
    pub(super) words: Vec<String>,
    pub(super) question: bool,
}

impl Line {
    pub(super) fn sentences(&self) -> Vec<Sentence> {
        sentences(&self.text)
    }

    /// Whether somebody is being quoted.
    pub(super) fn is_quote(&self) -> bool {
        self.text.trim_start().starts_with(['"', '“', '«', '„', '”'])
    }
}

/// The lines of one frame in reading order.
pub(super) fn lines_of(frame: &FrameObservation, vocabulary: &Vocabulary) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut under_reading_matter = false;
    for (index, node) in frame.nodes.iter().enumerate() {
        let own = own_text(node);
        if node.role == "heading" {
            under_reading_matter = vocabulary.is_reading_matter(&words(own));
        }
        if own.is_empty() && node.matches.is_empty() && !node.busy {
            continue;
        }
        let around = Around::of(frame, index, vocabulary);
        if around.parent_says_the_same {
            continue;
        }
        lines.push(Line {
            text: own.to_owned(),
            words: words(own),
            weight: around.weight,
            covering: around.covering,
            control: around.control,
            disabled: node.disabled,
            busy: node.busy,
            aside: around.aside || (under_reading_matter && around.weight == Weight::Plain),
            matches: node.matches.clone(),
        });
    }
    lines.extend(joined(frame, vocabulary));
    lines
}

/// The text that an element itself shows. A field's label or content is no message.
fn own_text(node: &Node) -> &str {
    match node.role.as_str() {
        "textbox" | "searchbox" | "combobox" | "listbox" | "option" | "spinbutton" | "slider"
        | "checkbox" | "radio" | "switch" | "gridcell" | "grid" | "menuitem" | "tab" | "img" | "image"
        | "iframe" | "progressbar" => "",
        // Landmarks and groups carry names that nobody sees.
        "main" | "navigation" | "banner" | "contentinfo" | "complementary" | "region" | "form" | "group"
        | "list" | "table" | "search" => "",
        _ if !node.text.is_empty() => node.text.trim(),
        _ => node.name.trim(),
    }
}

#[expect(clippy::struct_excessive_bools, reason = "these are independent facts about a place, not a machine")]
/// What an element's ancestors say about it.
struct Around {
    weight: Weight,
    covering: bool,
    control: bool,
    aside: bool,
    parent_says_the_same: bool,
}

impl Around {
    fn of(frame: &FrameObservation, index: usize, vocabulary: &Vocabulary) -> Self {
        let node = &frame.nodes[index];
        let parent = node.parent.and_then(|parent| frame.nodes.get(parent));
        let mut around = Self {
            weight: Weight::Plain,
            covering: false,
            control: false,
            aside: false,
            parent_says_the_same: node.matches.is_empty()
                && parent.is_some_and(|parent| words(own_text(parent)) == words(own_text(node))),
        };
        for ancestor in self_and_ancestors(frame, index) {
            around.meet(ancestor, vocabulary);
        }
        around
    }

    fn meet(&mut self, node: &Node, vocabulary: &Vocabulary) {
        self.covering |= node.modal;
        match node.role.as_str() {
            "heading" | "alert" | "status" | "log" => self.weight = Weight::Announced,
            "alertdialog" | "dialog" => {
                self.weight = Weight::Announced;
                self.covering = true;
            }
            "button" | "link" => self.control = true,
            "blockquote" | "figure" | "navigation" | "contentinfo" | "complementary" | "banner"
            | "search" | "marquee" | "grid" | "listbox" | "option" | "feed" => self.aside = true,
            "region" | "group" | "article" | "list" => {
                self.aside |= vocabulary.is_reading_matter(&words(&node.name));
            }
            _ => {}
        }
    }
}

fn self_and_ancestors(frame: &FrameObservation, index: usize) -> impl Iterator<Item = &Node> {
    // A parent always stands before its child, so a damaged list cannot make this run for ever.
    let parent_of = |index: &usize| frame.nodes[*index].parent.filter(|parent| parent < index);
    std::iter::successors(Some(index), parent_of).map(|index| &frame.nodes[index])
}

/// Paragraphs whose pieces were listed one by one, read as a whole: "Your card was" + "declined".
fn joined(frame: &FrameObservation, vocabulary: &Vocabulary) -> Vec<Line> {
    let is_block = |node: &Node| {
        own_text(node).is_empty()
            && matches!(
                node.role.as_str(),
                "paragraph" | "alert" | "status" | "listitem" | "cell" | "text" | "heading"
            )
    };
    let blocks = frame.nodes.iter().enumerate().filter(|(_, node)| is_block(node));
    blocks
        .filter_map(|(index, _)| {
            let pieces: Vec<_> =
                frame.nodes.iter().filter(|node| node.parent == Some(index)).map(own_text).collect();
            let text = pieces.join(" ");
            let around = Around::of(frame, index, vocabulary);
            (pieces.len() > 1).then(|| Line {
                words: words(&text),
                text,
                weight: around.weight,
                covering: around.covering,
                control: false,
                disabled: false,
                busy: false,
                aside: around.aside,
                matches: Vec::new(),
            })
        })
        .collect()
}

/// Parts a text at full stops, question marks, exclamation marks, colons and dashes that end a thought.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for (position, (at, letter)) in letters.iter().enumerate() {
        let next = letters.get(position + 1).map(|(_, next)| *next);
        let before = position.checked_sub(1).map(|previous| letters[previous].1);
        if ends_a_thought(*letter, before, next) {
            found.push(Sentence { words: words(&text[start..*at]), question: *letter == '?' });
            start = at + letter.len_utf8();
        }
    }
    found.push(Sentence { words: words(&text[start..]), question: false });
    found.retain(|sentence| !sentence.words.is_empty());
    found
}

fn ends_a_thought(letter: char, before: Option<char>, next: Option<char>) -> bool {
    let spaced = next.is_none_or(|next| !next.is_alphanumeric());
    match letter {
        '!' | '?' | '\n' | '…' | ';' | '¡' | '¿' => true,
        '.' | ':' => spaced,
        '-' | '–' | '—' => spaced && before.is_some_and(char::is_whitespace),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_where_a_thought_ends() {
        let check = |text: &str, expect: &[&str]| {
            let parts: Vec<_> =
                sentences(text).into_iter().map(|sentence| sentence.words.join(" ")).collect();
            assert_eq!(parts, expect, "{text}");
        };
        check(
            "Payment Failed: Your card was declined. Try again!",
            &["payment failed", "your card was declined", "try again"],
        );
        check("At 2:30 PM for $50.00", &["at 2 30 pm for 50 00"]);
        check("We are sorry — this card was declined", &["we are sorry", "this card was declined"]);
        check("3-D Secure", &["3 d secure"]);
    }

    #[test]
    fn a_question_is_known_by_its_mark() {
        assert!(sentences("What if my card is declined? We call you.")[0].question);
    }
}
