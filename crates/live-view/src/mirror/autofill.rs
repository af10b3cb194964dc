//! Which `autocomplete` a field deserves: the site's own if it names one, otherwise guessed from its names and label.

use crate::protocol::{Facts, Kind};

/// The tokens that a phone can fill, each with the words that give it away; the first match wins.
const GUESSES: [(&str, &[&str]); 15] = [
    ("cc-csc", &["cvc", "cvv", "csc", "security code", "securitycode", "cvn", "código de seguridad"]),
    ("cc-exp-month", &["exp month", "expmonth", "exp-month", "expiry month"]),
    ("cc-exp-year", &["exp year", "expyear", "exp-year", "expiry year"]),
    ("cc-exp", &["expir", "exp date", "exp-date", "expdate", "mm/yy", "mm / yy", "caducidad", "vencimiento"]),
    (
        "cc-name",
        &["name on card", "nameoncard", "cardholder", "card holder", "card-name", "cardname", "titular"],
    ),
    ("cc-number", &["card number", "cardnumber", "card-number", "ccnum", "cc-num", "número de tarjeta"]),
    ("one-time-code", &["verification code", "one-time", "one time", "otp", "6-digit", "sms code", "código"]),
    ("postal-code", &["zip", "postal", "postcode", "código postal"]),
    ("email", &["email", "e-mail", "correo"]),
    ("tel", &["phone", "mobile", "teléfono"]),
    ("given-name", &["first name", "firstname", "first-name", "given name"]),
    ("family-name", &["last name", "lastname", "last-name", "surname", "family name"]),
    ("country", &["country", "país"]),
    ("street-address", &["street", "address line", "billing address", "dirección"]),
    ("name", &["full name", "your name", "nombre"]),
];

/// The token for a field, if it is known or can be guessed.
pub(super) fn token<'a>(facts: &'a Facts, said: &str) -> Option<&'a str> {
    let own = facts.autocomplete.trim();
    if !own.is_empty() && own != "off" && own != "on" && own != "nope" {
        return Some(own);
    }
    if !matches!(facts.kind, Kind::Text | Kind::Area | Kind::Select) {
        return None;
    }
    guess(&format!("{} {said}", facts.label).to_lowercase(), &facts.input_type)
}

fn guess(words: &str, input_type: &str) -> Option<&'static str> {
    let by_words = GUESSES.iter().find(|(_, clues)| clues.iter().any(|clue| words.contains(clue)));
    match (by_words, input_type) {
        (Some((token, _)), _) => Some(token),
        (None, "email") => Some("email"),
        (None, "tel") if words.trim().is_empty() => Some("tel"),
        (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_by_their_words() {
        for (words, token) in [
            ("card number", Some("cc-number")),
            ("mm / yy", Some("cc-exp")),
            ("security code cvc", Some("cc-csc")),
            ("name on card", Some("cc-name")),
            ("zip code", Some("postal-code")),
            ("enter the 6-digit code", Some("one-time-code")),
            ("e-mail address", Some("email")),
            ("anything else we should know", None),
        ] {
            assert_eq!(guess(words, "text"), token, "{words}");
        }
    }
}
