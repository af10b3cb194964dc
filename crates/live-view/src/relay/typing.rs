//! From what a field held to what it should hold: the fewest keys that lead there. Pure.

use crate::protocol::Agreement;

/// Longer texts are written at once rather than key by key; no card formatter meets them.
const KEYED: usize = 64;

/// What a field was last given, and how the page took it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) text: zeroize::Zeroizing<String>,
    pub(super) agreement: Agreement,
}

/// How to get a field from what it holds to what is wanted.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Plan {
    Nothing,
    /// Write at the end.
    Append(String),
    /// Backspace from the end.
    Erase(usize),
    /// Replace UTF-16 units `from..to`.
    Splice {
        from: usize,
        to: usize,
        insert: String,
    },
    /// Clear the field and write all of it.
    Rewrite,
}

/// Plans the way. What the page holds is only trusted as far as it agreed.
pub(super) fn plan(held: Option<&Held>, wanted: &str) -> Plan {
    let Some(held) = held else { return Plan::Rewrite };
    let text = held.text.as_str();
    match held.agreement {
        Agreement::Same | Agreement::Formatted if text == wanted => Plan::Nothing,
        Agreement::Same | Agreement::Formatted if wanted.starts_with(text) => {
            Plan::Append(wanted[text.len()..].to_owned())
        }
        Agreement::Same if is_cut_short(text, wanted) => Plan::Erase(text[wanted.len()..].len()),
        // What a formatter has put between the characters is its own affair; where it does not come out, all is written anew.
        Agreement::Formatted if is_cut_short(text, wanted) => Plan::Erase(characters(&text[wanted.len()..])),
        Agreement::Same => splice(text, wanted),
        Agreement::Formatted | Agreement::Differs | Agreement::Gone => Plan::Rewrite,
    }
}

/// Whether `text` is `wanted` and a few plain characters, each of which one Backspace removes.
fn is_cut_short(text: &str, wanted: &str) -> bool {
    text.starts_with(wanted) && text[wanted.len()..].is_ascii()
}

/// How many characters of an ASCII text no formatter throws away.
fn characters(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_alphanumeric).count()
}

fn splice(text: &str, wanted: &str) -> Plan {
    let common = |a: char, b: char| a == b;
    let head: usize =
        text.chars().zip(wanted.chars()).take_while(|(a, b)| common(*a, *b)).map(|(a, _)| a.len_utf8()).sum();
    let (left, right) = (&text[head..], &wanted[head..]);
    let tail: usize = left
        .chars()
        .rev()
        .zip(right.chars().rev())
        .take_while(|(a, b)| common(*a, *b))
        .map(|(a, _)| a.len_utf8())
        .sum();
    let units = |part: &str| part.encode_utf16().count();
    let from = units(&text[..head]);
    Plan::Splice {
        from,
        to: from + units(&left[..left.len() - tail]),
        insert: right[..right.len() - tail].to_owned(),
    }
}

/// Whether each character has a key of its own. The rest (emoji, accents, whole paragraphs) is written at once.
pub(super) fn is_keyed(text: &str) -> bool {
    text.len() <= KEYED && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(text: &str, agreement: Agreement) -> Held {
        Held { text: zeroize::Zeroizing::new(text.to_owned()), agreement }
    }

    fn apply(text: &str, plan: &Plan, wanted: &str) -> String {
        match plan {
            Plan::Nothing => text.to_owned(),
            Plan::Append(more) => format!("{text}{more}"),
            Plan::Erase(count) => text.chars().take(text.chars().count() - count).collect(),
            Plan::Splice { from, to, insert } => {
                let units: Vec<u16> = text.encode_utf16().collect();
                let part = |units: &[u16]| String::from_utf16(units).unwrap();
                format!("{}{insert}{}", part(&units[..*from]), part(&units[*to..]))
            }
            Plan::Rewrite => wanted.to_owned(),
        }
    }

    #[test]
    fn a_typed_digit_is_appended_even_to_a_formatted_number() {
        assert!(plan(Some(&held("4111", Agreement::Formatted)), "41111") == Plan::Append("1".to_owned()));
    }

    #[test]
    fn what_is_taken_back_from_a_formatted_text_is_erased_and_its_separators_with_it() {
        let erased = |text, wanted| plan(Some(&held(text, Agreement::Formatted)), wanted);
        assert!(erased("41111", "4111") == Plan::Erase(1));
        assert!(erased("12 / 34", "12") == Plan::Erase(2));
        assert!(erased("12 /", "12") == Plan::Erase(0));
    }

    #[test]
    fn a_formatted_number_is_rewritten_when_its_middle_changes() {
        assert!(plan(Some(&held("4111", Agreement::Formatted)), "4211") == Plan::Rewrite);
    }

    #[test]
    fn nothing_is_assumed_of_a_field_never_written_to() {
        assert!(plan(None, "") == Plan::Rewrite);
    }

    proptest::proptest! {
        #[test]
        fn every_plan_leads_to_what_is_wanted(text in "[ab😀é]{0,8}", wanted in "[ab😀é]{0,8}") {
            let plan = plan(Some(&held(&text, Agreement::Same)), &wanted);
            proptest::prop_assert_eq!(apply(&text, &plan, &wanted), wanted);
        }
    }
}
