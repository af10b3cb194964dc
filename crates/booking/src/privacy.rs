//! Takes the patient out of a site's words before these are kept or told: a site greets people, and names where it has written to.

use crate::calendar::dates_in;
use crate::request::Lead;

const MASK: &str = "•••";
/// So many digits at the end of two numbers make them the same phone, however each is written.
const PHONE_DIGITS: usize = 7;

/// The text without the patient's names, phone and any e-mail address. What it says of dates stays: May is a name as well.
pub fn without_the_patient(text: &str, lead: &Lead) -> String {
    let addressed = text.split_whitespace().map(|word| if word.contains('@') { MASK } else { word });
    let mut told = without_phone(&addressed.collect::<Vec<_>>().join(" "), &lead.phone);
    for name in [&lead.first_name, &lead.last_name] {
        let hidden = without_name(&told, name.trim());
        if dates_in(&hidden) == dates_in(&told) {
            told = hidden;
        }
    }
    told
}

/// Hides whole words only: "Ana" is no part of "Banana".
fn without_name(text: &str, name: &str) -> String {
    let (folded, wanted) = (text.to_lowercase(), name.to_lowercase());
    // Lower case may change a text's length; then positions would not fit.
    if wanted.chars().count() < 2 || folded.len() != text.len() {
        return text.to_owned();
    }
    let mut told = String::new();
    let mut rest = 0;
    for (at, found) in folded.match_indices(&wanted) {
        let end = at + found.len();
        let stands_alone = !folded[..at].ends_with(char::is_alphanumeric)
            && !folded[end..].starts_with(char::is_alphanumeric);
        if stands_alone {
            told.push_str(&text[rest..at]);
            told.push_str(MASK);
            rest = end;
        }
    }
    told + &text[rest..]
}

/// Hides the runs of digits and what groups them that end like the phone.
fn without_phone(text: &str, phone: &str) -> String {
    let Some(ending) = last_digits(phone) else { return text.to_owned() };
    let is_part =
        |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '(' | ')' | '.' | '+');
    let mut told = String::new();
    for run in text.split_inclusive(|letter| !is_part(letter)) {
        let (digits, after) = run.split_at(run.trim_end_matches(|letter| !is_part(letter)).len());
        if last_digits(digits).as_ref() == Some(&ending) {
            let (before, behind) = (digits.starts_with(' '), digits.ends_with(' '));
            told.push_str(&[if before { " " } else { "" }, MASK, if behind { " " } else { "" }].concat());
        } else {
            told.push_str(digits);
        }
        told.push_str(after);
    }
    told
}

fn last_digits(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.len().checked_sub(PHONE_DIGITS).map(|from| digits[from..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(first_name: &str, text: &str) -> String {
        let lead = Lead {
            first_name: first_name.into(),
            last_name: "Núñez".into(),
            phone: "+14405550122".into(),
            email: "ana@example.com".into(),
            notes: None,
        };
        without_the_patient(text, &lead)
    }

    #[test]
    fn a_sites_words_are_told_without_the_patient() {
        for (text, expect) in [
            ("Thanks ANA, see you on March 5 at 2:30 PM", "Thanks •••, see you on March 5 at 2:30 PM"),
            ("Ana Núñez: 2026-03-05 14:30", "••• •••: 2026-03-05 14:30"),
            ("A receipt was sent to ana@example.com.", "A receipt was sent to •••"),
            ("We texted (440) 555-0122 on 03/05/2026.", "We texted ••• on 03/05/2026."),
            ("Banana Peel, March 5, 2026", "Banana Peel, March 5, 2026"),
            ("Your card was declined.", "Your card was declined."),
        ] {
            assert_eq!(told("Ana", text), expect);
        }
    }

    #[test]
    fn a_name_that_is_a_month_costs_no_date() {
        assert_eq!(told("May", "Tuesday, May 5, 2026 at 2:30 PM"), "Tuesday, May 5, 2026 at 2:30 PM");
    }
}
