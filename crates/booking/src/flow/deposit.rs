//! Reads the deposit off a page: the amount that stands beside the word. Knows nothing of payments.

use super::view::View;
use super::words;
use crate::outcome::Money;

/// The deposit that the page asks for.
pub(super) fn deposit(view: &View<'_>) -> Option<Money> {
    let texts: Vec<&str> =
        view.scope().filter(|at| !view.is_surrounding(*at)).map(|at| view.label(at)).collect();
    let beside = texts.iter().enumerate().filter(|(_, text)| words::says_any(text, words::DEPOSIT));
    beside
        .clone()
        .find_map(|(_, text)| money(text))
        .or_else(|| beside.clone().find_map(|(index, _)| money(texts.get(index + 1)?)))
}

/// The first amount of money in a text: "$50.00", "50,00 €", "US$1,050".
fn money(text: &str) -> Option<Money> {
    const SIGNS: [(&str, &str); 6] =
        [("€", "EUR"), ("£", "GBP"), ("MX$", "MXN"), ("CA$", "CAD"), ("$", "USD"), ("USD", "USD")];
    let (sign, currency) = SIGNS.into_iter().find(|(sign, _)| text.contains(sign))?;
    let at = text.find(sign)?;
    let after = amount(text[at + sign.len()..].trim_start());
    let cents = after.or_else(|| amount(last_number(text[..at].trim_end())))?;
    Some(Money { cents, currency: currency.to_owned() })
}

fn last_number(text: &str) -> &str {
    let start = text
        .rfind(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',')))
        .map_or(0, |at| at + 1);
    text.get(start..).unwrap_or_default()
}

/// The hundredths of the number that the text begins with; the last mark parts them off if two digits follow it.
fn amount(text: &str) -> Option<i64> {
    let end = text
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',')))
        .unwrap_or(text.len());
    let number = text[..end].trim_end_matches(['.', ',']);
    let (whole, cents) = match number.rfind(['.', ',']) {
        Some(at) if number.len() - at == 3 => (&number[..at], &number[at + 1..]),
        _ => (number, "0"),
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    Some(digits.parse::<i64>().ok()?.checked_mul(100)? + cents.parse::<i64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_sites_write_them() {
        for (text, cents, currency) in [
            ("A deposit of $50.00 is required", 5000, "USD"),
            ("Deposit due today: $50", 5000, "USD"),
            ("Acompte : 1.050,50 €", 105_050, "EUR"),
            ("Deposit £20", 2000, "GBP"),
            ("US$1,050 deposit", 105_000, "USD"),
        ] {
            assert_eq!(money(text), Some(Money { cents, currency: currency.into() }), "{text}");
        }
        assert_eq!(money("No deposit is required"), None);
    }
}
