//! Reads a service's row: its name, and what stands behind it: minutes, price, providers. Knows texts alone.

use super::words;

/// The name at the front of a row's text: what stands before minutes, price and number of providers.
pub(super) fn service_name(text: &str) -> &str {
    let end = [duration_start(text), price_start(text), count_start(text)]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(text.len());
    let name = text[..end].trim_end_matches([' ', '·', '|', '-', '–', ',', '(', ':']);
    if name.is_empty() { text } else { name }
}

pub(super) fn starts_with_details(text: &str) -> bool {
    [duration_start(text), price_start(text), count_start(text)].contains(&Some(0))
}

pub(super) fn has_details(text: &str) -> bool {
    duration_start(text).is_some() || price_start(text).is_some()
}

pub(super) fn has_duration(text: &str) -> bool {
    duration_start(text).is_some()
}

/// Where "30 min", "1 h 15", "2 hours" begins.
fn duration_start(text: &str) -> Option<usize> {
    numbers(text).find(|(_, end)| unit_of_time(&text[*end..]).is_some()).map(|(start, _)| start)
}

fn duration_end(text: &str) -> Option<usize> {
    numbers(text).find_map(|(_, end)| unit_of_time(&text[end..]).map(|length| end + length))
}

fn unit_of_time(rest: &str) -> Option<usize> {
    const UNITS: [&str; 12] = [
        "minutes", "minutos", "minute", "mins", "min.", "min", "hours", "hour", "horas", "hora", "heures",
        "hr",
    ];
    let trimmed = rest.trim_start_matches([' ', '\u{a0}', '-']);
    let gap = rest.len() - trimmed.len();
    let unit = UNITS.iter().find(|unit| {
        trimmed.get(..unit.len()).is_some_and(|start| start.eq_ignore_ascii_case(unit))
            && !trimmed[unit.len()..].starts_with(|letter: char| letter.is_alphabetic() && letter != 's')
    })?;
    Some(gap + unit.len())
}

fn price_start(text: &str) -> Option<usize> {
    let before = text
        .find(['$', '€', '£'])
        .filter(|at| text[*at..].chars().nth(1).is_some_and(|next| next.is_ascii_digit() || next == ' '));
    before.or_else(|| {
        numbers(text)
            .find(|(_, end)| text[*end..].trim_start().starts_with(['€', '£', '$']))
            .map(|(start, _)| start)
    })
}

/// Where "2 providers" begins.
fn count_start(text: &str) -> Option<usize> {
    numbers(text)
        .find(|(_, end)| {
            text[*end..].split_whitespace().next().is_some_and(|word| words::is_any(word, words::PROVIDER))
        })
        .map(|(start, _)| start)
}

/// The runs of digits that begin a word, with where they end; "30.5" and "1,200" are one.
fn numbers(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let starts = text.char_indices().filter(move |(at, letter)| {
        letter.is_ascii_digit()
            && !text[..*at]
                .chars()
                .next_back()
                .is_some_and(|before| before.is_alphanumeric() || matches!(before, '.' | ','))
    });
    starts.map(move |(at, _)| {
        let length = text[at..]
            .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ','))
            .unwrap_or(text.len() - at);
        (at, at + length)
    })
}

/// What stands before a price.
const FROM: &[&str] =
    &["starting from", "starting at", "starts at", "from", "a partir de", "à partir de", "dès", "desde"];

/// Words of a row's badges and buttons, which no name holds. Folded.
const NO_NAME: &[&str] = &[
    "free",
    "popular",
    "virtual",
    "online",
    "select",
    "choose",
    "add",
    "book",
    "details",
    "info",
    "new",
    "most",
    "best",
    "price",
    "visit",
    "person",
    "video",
    "only",
    "clients",
    "patients",
    "consultation",
    "offer",
    "gratis",
    "nuevo",
    "nueva",
    "precio",
    "reservar",
    "elegir",
    "seleccionar",
    "detalles",
    "consulta",
    "oferta",
    "solo",
    "presencial",
    "gratuit",
    "nouveau",
    "prix",
    "choisir",
    "reserver",
    "populaire",
    "offre",
];

/// The one provider that a row seems to name beside its minutes and price: "Lip Flip 20 min Brandi Sesock from $120". A hint, because
/// badges stand there as well.
pub(super) fn named_provider<'text>(row: &'text str, name: &str) -> Option<&'text str> {
    let rest = row.strip_prefix(name)?;
    let (duration_end, price) = (duration_end(rest)?, price_start(rest).unwrap_or(rest.len()));
    let between = rest.get(duration_end..price)?.trim().trim_matches(['·', '|', '-', ',', ' ']);
    let between = without_from(between).trim_end_matches(['·', '|', '-', ',', ' ']);
    looks_like_a_name(between).then_some(between)
}

fn without_from(text: &str) -> &str {
    let ends_with = |phrase: &&str| {
        let start = text.len().checked_sub(phrase.len())?;
        let is_it = text.get(start..)?.to_lowercase() == **phrase
            && text[..start].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        is_it.then_some(start)
    };
    FROM.iter().find_map(ends_with).map_or(text, |start| &text[..start])
}

/// First and last name at least: one capitalised word may be anything.
fn looks_like_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitalised = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    (2..=4).contains(&words.len())
        && capitalised >= 2
        && text.starts_with(char::is_uppercase)
        && !text.chars().any(|letter| letter.is_ascii_digit())
        && !words::says_any(text, NO_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rows_name_is_what_stands_before_its_details() {
        for (text, expect) in [
            ("Lip Filler 60 min 2 providers from $650.00", "Lip Filler"),
            ("Tox Touch-Up (2 weeks) 15 min Brandi Sesock Price on consultation", "Tox Touch-Up (2 weeks)"),
            ("1 Syringe of Lip Filler · 60 min", "1 Syringe of Lip Filler"),
            ("Peel - $99", "Peel"),
            ("Laser 45 minutos 99 €", "Laser"),
            ("Consultation", "Consultation"),
            ("Microneedling (1 hour)", "Microneedling"),
        ] {
            assert_eq!(service_name(text), expect, "{text}");
        }
    }

    #[test]
    fn details_are_minutes_or_a_price() {
        assert!(has_details("45 min"));
        assert!(has_details("from $650.00"));
        assert!(!has_details("Next step"));
        assert!(!has_details("2 minis"));
    }

    #[test]
    fn a_rows_only_provider_is_told() {
        for (row, expect) in [
            ("Lip Flip 20 min Brandi Sesock from $120.00", Some("Brandi Sesock")),
            ("Lip Flip 20 min Brandi Sesock Price on consultation", None),
            ("Lip Flip 20 min 2 providers from $120.00", None),
            ("Lip Flip 20 min", None),
            ("Lip Flip 20 min Brandi Sesock From $120", Some("Brandi Sesock")),
            ("Lip Flip 20 min Ana de la Cruz Starting at $120", Some("Ana de la Cruz")),
            ("Lip Flip 20 min Brandi Sesock A partir de 99 €", Some("Brandi Sesock")),
            ("Lip Flip 20 min Brandi Sesock À partir de 99 €", Some("Brandi Sesock")),
            ("Lip Flip 20 min From $120", None),
            ("Lip Flip 20 min Starting At $12", None),
            ("Lip Flip 20 min Desde 99 €", None),
            ("Lip Flip 20 min Most Popular $199", None),
            ("Lip Flip 20 min Virtual Visit $199", None),
            ("Lip Flip 20 min Free", None),
            ("Lip Flip 20 min Gratis", None),
            ("Lip Flip 20 min Select", None),
            ("Lip Flip 20 min Book Now", None),
            ("Lip Flip 20 min New Clients", None),
            ("Lip Flip 20 min Brandi from $120", None),
        ] {
            assert_eq!(named_provider(row, "Lip Flip"), expect, "{row}");
        }
    }
}
