//! Whether a control looks as if pressing it books or pays.

/// Words that stand on such controls, in the languages of the sites.
const FINAL: [&str; 26] = [
    "pay",
    "book",
    "confirm",
    "complete",
    "place order",
    "submit",
    "finish",
    "finalize",
    "finalise",
    "purchase",
    "checkout",
    "check out",
    "reserve",
    "schedule",
    "authorize",
    "authorise",
    "agree & ",
    "donate",
    "pagar",
    "reservar",
    "confirmar",
    "completar",
    "finalizar",
    "enviar",
    "agendar",
    "comprar",
];

/// Takes the words on a control. Rather once too often than once too seldom: the report only starts a closer look.
pub(super) fn look_final(words: &str) -> bool {
    let words = words.to_lowercase();
    FINAL.iter().any(|word| starts_a_word(&words, word))
}

fn starts_a_word(words: &str, word: &str) -> bool {
    words.match_indices(word).any(|(at, _)| !words[..at].ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_buttons_that_book_or_pay_look_final() {
        for (words, is_final) in [
            ("Pay $50.00", true),
            ("Book appointment", true),
            ("Confirm & pay", true),
            ("Complete booking", true),
            ("Pagar y reservar", true),
            ("Next step", false),
            ("Facebook", false),
            ("Back", false),
            ("", false),
        ] {
            assert_eq!(look_final(words), is_final, "{words}");
        }
    }
}
