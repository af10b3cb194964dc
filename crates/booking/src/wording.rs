//! Comparing texts the way a reader does: case, accents, quotes, punctuation and spacing do not matter. Knows nothing of what a text means.

mod pattern;

pub use pattern::{MalformedPattern, Pattern};

/// The text's words, folded: `"Your card’s  DECLINED!"` becomes `your card s declined`.
pub fn words(text: &str) -> Vec<String> {
    normalise(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The text in lower case without accents; everything that is neither letter nor digit becomes one space.
pub fn normalise(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            // Most letters of most pages, and a look at a page compares thousands.
            'a'..='z' | '0'..='9' => folded.push(letter),
            'A'..='Z' => folded.push(letter.to_ascii_lowercase()),
            _ if letter.is_ascii() => push_space(&mut folded),
            _ if is_invisible(letter) => {}
            _ => letter.to_lowercase().for_each(|letter| push_plain(&mut folded, letter)),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push_plain(folded: &mut String, letter: char) {
    match unaccented(letter) {
        Some(plain) => folded.push_str(plain),
        None if letter.is_alphanumeric() => folded.push(letter),
        None if is_combining(letter) => {}
        None => push_space(folded),
    }
}

fn push_space(folded: &mut String) {
    if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// Soft hyphens, zero-width spaces and joiners, byte order marks: they break words that a reader sees whole.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn unaccented(letter: char) -> Option<&'static str> {
    Some(match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => "o",
        'ú' | 'ù' | 'û' | 'ü' => "u",
        'ý' | 'ÿ' => "y",
        'ñ' => "n",
        'ç' => "c",
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_quotes_accents_and_spacing_do_not_matter() {
        let check = |text: &str, expect: &str| assert_eq!(normalise(text), expect, "{text}");
        check("  Your card’s\u{a0}number\tis INCOMPLETE. ", "your card s number is incomplete");
        check("Réservation confirmée !", "reservation confirmee");
        check("Re\u{301}servation", "reservation");
        check("¡Reserva con\u{ad}firmada!", "reserva confirmada");
        check("MXE-2026-7K2QF", "mxe 2026 7k2qf");
        check("🎉", "");
    }
}
