//! How long a service takes, as sites write it: "30 min", "1 h 15", "2 hours", "1 hr 30 min".

const HOURS: [&str; 9] = ["hours", "hour", "hrs", "hr", "horas", "hora", "heures", "heure", "h"];
const MINUTES: [&str; 7] = ["minutes", "minutos", "minute", "minuto", "mins", "min", "m"];
/// Longer than a day is no appointment.
const MOST: i64 = 24 * 60;

/// The minutes that a text says something takes.
pub fn minutes_in(text: &str) -> Option<i64> {
    let tokens = tokens(text);
    let at = tokens.iter().position(|token| token.number.is_some() && token.unit.is_some())?;
    let next = tokens.get(at + 1);
    let minutes = match (tokens[at].number?, tokens[at].unit?) {
        (minutes, Unit::Minutes) => minutes,
        (hours, Unit::Hours) => {
            // "1 h 15" and "1 h 15 min": what follows at once are its minutes, unless it is a price or a count of something else.
            let more = next.filter(|next| next.follows && next.unit.is_none_or(|unit| unit == Unit::Minutes));
            hours * 60 + more.and_then(|next| next.number).filter(|more| *more < 60).unwrap_or(0)
        }
    };
    (1..=MOST).contains(&minutes).then_some(minutes)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Hours,
    Minutes,
}

/// A number and the unit behind it.
struct Token {
    number: Option<i64>,
    unit: Option<Unit>,
    /// Whether nothing stands between it and the one before.
    follows: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let words = words(text);
    let mut tokens = Vec::new();
    let mut words = words.iter().peekable();
    let mut follows = false;
    while let Some(word) = words.next() {
        let Ok(number) = word.parse() else {
            follows = false;
            continue;
        };
        let unit = words.peek().and_then(|next| unit(next));
        if unit.is_some() {
            words.next();
        }
        // "2 providers" behind "1 h" are no minutes.
        let counts_something =
            unit.is_none() && words.peek().is_some_and(|next| next.chars().all(char::is_alphabetic));
        tokens.push(Token { number: Some(number), unit, follows: follows && !counts_something });
        follows = unit.is_some();
    }
    tokens
}

fn unit(word: &str) -> Option<Unit> {
    if HOURS.contains(&word) { Some(Unit::Hours) } else { MINUTES.contains(&word).then_some(Unit::Minutes) }
}

/// Digits, letters and signs, each run by itself: "45min" is two words, "$120.00" begins with a sign.
fn words(text: &str) -> Vec<String> {
    let kind = |letter: char| match letter {
        letter if letter.is_whitespace() => 0,
        letter if letter.is_ascii_digit() => 1,
        letter if letter.is_alphabetic() => 2,
        '-' => 0,
        '.' => 4,
        _ => 3,
    };
    let mut words: Vec<String> = Vec::new();
    let mut before = 0;
    for letter in text.to_lowercase().chars() {
        let now = kind(letter);
        match words.last_mut() {
            Some(word) if now == before => word.push(letter),
            _ if now != 0 => words.push(letter.to_string()),
            _ => {}
        }
        before = now;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_sites_write_them() {
        for (text, expect) in [
            ("Lip Filler 60 min 2 providers from $650.00", Some(60)),
            ("Tox Touch-Up (2 weeks) 15 min Brandi Sesock Price on consultation", Some(15)),
            ("1 Syringe of Lip Filler · 45min", Some(45)),
            ("Facial 1 h 15", Some(75)),
            ("Facial 1 hr 30 min $99", Some(90)),
            ("Consultation 2 hours 3 providers", Some(120)),
            ("Laser 1 h $99", Some(60)),
            ("Laser 90-minute session", Some(90)),
            ("Peel $99", None),
            ("4 Weeks of Semaglutide", None),
            ("", None),
        ] {
            assert_eq!(minutes_in(text), expect, "{text}");
        }
    }
}
