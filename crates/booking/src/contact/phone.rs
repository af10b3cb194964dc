//! A phone number as a field wants it: national, international, with the country beside it. Knows nothing of what the number is for.

use crate::matching::fold;
use crate::observation::{FieldFacts, FieldOption};

/// An E.164 number in its parts.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    country: String,
    national: String,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneStyle {
    /// The digits one dials inside the country.
    National,
    /// `+14405550122`.
    International,
    /// `(440) 555-0122`.
    Grouped,
}

/// Calling codes of one and two digits; every other code has three.
const SHORT_CODES: &[&str] = &[
    "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
    "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// Countries in which national numbers are dialled with a leading zero.
const TRUNK_ZERO: &[&str] = &[
    "20", "27", "31", "32", "33", "40", "41", "43", "44", "46", "49", "61", "62", "63", "64", "66", "81",
    "82", "84", "86", "90", "91", "353", "358", "972",
];

impl Phone {
    /// Reads an E.164 number.
    pub fn parse(e164: &str) -> Self {
        let digits: String = e164.chars().filter(char::is_ascii_digit).collect();
        if !e164.trim_start().starts_with('+') {
            return Self { country: String::new(), national: digits };
        }
        let short = SHORT_CODES
            .iter()
            .map(|code| code.len())
            .find(|length| digits.get(..*length).is_some_and(|code| SHORT_CODES.contains(&code)));
        let two = digits.get(..2).is_some_and(|code| SHORT_CODES.contains(&code));
        let length = if digits.starts_with(['1', '7']) {
            1
        } else if two {
            2
        } else {
            short.unwrap_or(3)
        };
        let (country, national) = digits.split_at(length.min(digits.len()));
        Self { country: country.to_owned(), national: national.to_owned() }
    }

    /// The number in a style.
    pub fn written(&self, style: PhoneStyle) -> String {
        match style {
            PhoneStyle::International if !self.country.is_empty() => {
                format!("+{}{}", self.country, self.national)
            }
            PhoneStyle::Grouped if self.is_north_american() => {
                format!("({}) {}-{}", &self.national[..3], &self.national[3..6], &self.national[6..])
            }
            _ if TRUNK_ZERO.contains(&self.country.as_str()) => format!("0{}", self.national),
            _ => self.national.clone(),
        }
    }

    /// The styles a field may want, the likeliest first; `has_country`: the country is chosen beside the field.
    pub fn styles(&self, facts: &FieldFacts, has_country: bool) -> Vec<PhoneStyle> {
        use PhoneStyle::{Grouped, International, National};
        let hint = format!("{} {}", facts.placeholder, facts.description);
        if has_country {
            vec![National, Grouped]
        } else if hint.contains('+') || fold(&hint).contains("country code") {
            vec![International, National]
        } else if self.is_north_american() {
            vec![National, Grouped, International]
        } else if facts.autocomplete.ends_with("tel-national") {
            vec![National, International]
        } else {
            vec![International, National]
        }
    }

    /// Whether a field that shows `value` holds this number, whatever it made of the digits' grouping.
    pub fn stands_in(&self, value: &str) -> bool {
        let digits: String = value.chars().filter(char::is_ascii_digit).collect();
        let rest = digits.strip_suffix(self.national.as_str());
        rest.is_some_and(|rest| {
            rest.is_empty() || rest == self.country || rest == "0" || rest == format!("00{}", self.country)
        })
    }

    fn is_north_american(&self) -> bool {
        self.country == "1" && self.national.len() == 10
    }

    pub(super) fn country(&self) -> &str {
        &self.country
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(…)")
    }
}

/// The option of a country select that fits the number: by its calling code, and among several by the likeliest country.
pub fn country_option<'a>(phone: &Phone, options: &'a [FieldOption]) -> Option<&'a FieldOption> {
    let code = phone.country();
    let has_code = |option: &&FieldOption| {
        calling_codes(&option.label).chain(calling_codes(&option.value)).any(|found| found == code)
    };
    let likeliest = |option: &&FieldOption| match code {
        "1" => is_any(option, &["us", "usa", "united states", "estados unidos", "etats unis"]),
        "44" => is_any(option, &["gb", "uk", "united kingdom", "reino unido", "royaume uni"]),
        "33" => is_any(option, &["fr", "france", "francia"]),
        "34" => is_any(option, &["es", "spain", "espana", "espagne"]),
        _ => false,
    };
    let mut fitting = options.iter().filter(has_code);
    fitting.clone().find(likeliest).or_else(|| fitting.next()).or_else(|| options.iter().find(likeliest))
}

fn calling_codes(text: &str) -> impl Iterator<Item = &str> {
    let after_plus = text.split('+').skip(1);
    let whole =
        Some(text.trim()).filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
    after_plus
        .map(|rest| &rest[..rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len())])
        .chain(whole)
}

fn is_any(option: &FieldOption, names: &[&str]) -> bool {
    let (label, value) = (fold(&option.label), fold(&option.value));
    names.iter().any(|name| value == *name || label == *name || label.starts_with(&format!("{name} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_every_style() {
        let check = |e164: &str, style, expect: &str| assert_eq!(Phone::parse(e164).written(style), expect);
        check("+14405550122", PhoneStyle::National, "4405550122");
        check("+14405550122", PhoneStyle::Grouped, "(440) 555-0122");
        check("+14405550122", PhoneStyle::International, "+14405550122");
        check("+33612345678", PhoneStyle::National, "0612345678");
        check("+34612345678", PhoneStyle::National, "612345678");
        check("+353851234567", PhoneStyle::National, "0851234567");
        check("4405550122", PhoneStyle::International, "4405550122");
    }

    #[test]
    fn a_field_shows_a_number_however_it_groups_it() {
        let phone = Phone::parse("+14405550122");
        for value in ["4405550122", "(440) 555-0122", "+1 440-555-0122", "1 440 555 0122"] {
            assert!(phone.stands_in(value), "{value}");
        }
        for value in ["", "440555012", "44055501222", "(440) 555-012", "5514405550122"] {
            assert!(!phone.stands_in(value), "{value}");
        }
    }

    #[test]
    fn the_field_says_how_it_wants_the_number() {
        let phone = Phone::parse("+14405550122");
        let first = |placeholder: &str, has_country| {
            let facts = FieldFacts { placeholder: placeholder.into(), ..FieldFacts::default() };
            phone.styles(&facts, has_country)[0]
        };
        assert_eq!(first("+1 555 555 5555", false), PhoneStyle::International);
        assert_eq!(first("(555) 555-5555", false), PhoneStyle::National);
        assert_eq!(first("+1", true), PhoneStyle::National);
    }

    #[test]
    fn the_country_is_found_by_its_calling_code() {
        let option = |value: &str, label: &str| FieldOption {
            value: value.into(),
            label: label.into(),
            ..FieldOption::default()
        };
        let options = [
            option("MX", "Mexico (+52)"),
            option("CA", "Canada (+1)"),
            option("US", "United States (+1)"),
            option("FR", "France +33"),
        ];
        let chosen =
            |e164: &str| country_option(&Phone::parse(e164), &options).map(|option| option.value.as_str());
        assert_eq!(chosen("+14405550122"), Some("US"));
        assert_eq!(chosen("+33612345678"), Some("FR"));
        assert_eq!(chosen("+81312345678"), None);
    }
}
