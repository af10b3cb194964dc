//! The form that was handed over: whether it is still there. Only what is visible counts. Knows nothing of what the page says.

use super::places::{Place, Places};
use crate::contact;
use crate::final_control::looks_final;
use crate::observation::{FrameObservation, Node, PageObservation};
use crate::wording::normalise;

/// The payment step as it was handed over.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PaymentForm {
    had_card_fields: bool,
    /// The labels, folded, of the controls that book or pay.
    finals: Vec<String>,
    /// The words of everything that was there, for pages with neither.
    lines: Vec<String>,
}

impl PaymentForm {
    pub(super) fn of(baseline: &PageObservation) -> Self {
        let frames = || baseline.frames.iter().filter(|frame| frame.visible);
        Self {
            had_card_fields: frames().flat_map(|frame| &frame.nodes).any(is_card_field),
            finals: frames().flat_map(final_labels).map(|label| normalise(&label)).collect(),
            lines: frames()
                .flat_map(|frame| &frame.nodes)
                .map(said)
                .filter(|line| !line.is_empty())
                .collect(),
        }
    }

    /// Whether the form has left the page.
    pub(super) fn is_gone(&self, page: &PageObservation, places: &Places) -> bool {
        let shown = || {
            let frames = page.frames.iter().enumerate().filter(|(_, frame)| frame.visible);
            frames
                .filter(|(index, frame)| places.of(*index, &frame.url) != Place::Foreign)
                .map(|(_, frame)| frame)
        };
        // What is still arriving, or did not answer, may well hold the form.
        if shown().any(|frame| frame.loading) || shown().flat_map(|frame| &frame.nodes).any(is_card_field) {
            return false;
        }
        if !self.finals.is_empty() {
            let mut left = shown().flat_map(final_labels);
            return !left.any(|label| self.finals.contains(&normalise(&label)));
        }
        self.had_card_fields || self.most_has_gone(shown())
    }

    /// Whether a control is one of those that book or pay.
    pub(super) fn is_final(&self, label: &str) -> bool {
        self.finals.contains(&normalise(label))
    }

    fn most_has_gone<'a>(&self, shown: impl Iterator<Item = &'a FrameObservation>) -> bool {
        let left: Vec<_> = shown.flat_map(|frame| &frame.nodes).map(said).collect();
        let stayed = self.lines.iter().filter(|line| left.contains(line)).count();
        !self.lines.is_empty() && stayed * 2 < self.lines.len()
    }
}

fn said(node: &Node) -> String {
    normalise(if node.text.is_empty() { &node.name } else { &node.text })
}

/// The labels of the frame's controls that book or pay, but for those of the site's header and footer.
pub(super) fn final_labels(frame: &FrameObservation) -> impl Iterator<Item = String> {
    let in_site_furniture = |node: &Node| {
        let parent_of = |node: &&Node| node.parent.and_then(|parent| frame.nodes.get(parent));
        std::iter::successors(parent_of(&node), parent_of).take(frame.nodes.len()).any(|ancestor| {
            matches!(ancestor.role.as_str(), "banner" | "contentinfo" | "navigation" | "complementary")
        })
    };
    frame
        .nodes
        .iter()
        .filter(|node| matches!(node.role.as_str(), "button" | "link") || node.clickable)
        .map(|node| (node, if node.name.is_empty() { &node.text } else { &node.name }))
        .filter(move |(node, label)| looks_final(label) && !in_site_furniture(node))
        .map(|(_, label)| label.clone())
}

/// Whether a field asks for a card's number, expiry or security code.
pub(super) fn is_card_field(node: &Node) -> bool {
    node.field.as_ref().is_some_and(|field| contact::is_card_field(field, &node.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::FieldFacts;

    #[test]
    fn a_card_to_pay_with_is_told_from_other_cards() {
        let is_card = |label: &str| {
            let field = Some(FieldFacts::default());
            is_card_field(&Node { name: label.to_owned(), field, ..Node::default() })
        };
        for label in ["Card number", "CVC", "Número de tarjeta", "Security code"] {
            assert!(is_card(label), "{label}");
        }
        for label in ["Gift card number", "Insurance card number", "Membership card no.", "Phone number"] {
            assert!(!is_card(label), "{label}");
        }
    }
}
