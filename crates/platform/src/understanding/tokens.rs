//! A message in pieces: words, numbers, clock times, dates, and the marks between them. Knows no meaning beyond that.

/// One piece. Words are in lower case and without apostrophes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Number(u32),
    /// "3rd"
    Ordinal(u32),
    /// "3:30"
    Clock(u32, u32),
    /// "3/14", "3/14/2030", "2030-03-14": year, month, day.
    Date(Option<i16>, i8, i8),
    Dash,
    Comma,
    /// The end of a sentence.
    Stop,
    Plus,
}

/// Looks at tokens from a place on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tokens<'t>(pub(super) &'t [Token]);

impl<'t> Tokens<'t> {
    pub(super) fn at(self, index: usize) -> Option<&'t Token> {
        self.0.get(index)
    }

    pub(super) fn from(self, index: usize) -> Self {
        Self(self.0.get(index..).unwrap_or_default())
    }

    /// The word at a place; empty where there is none.
    pub(super) fn word(self, index: usize) -> &'t str {
        match self.at(index) {
            Some(Token::Word(word)) => word,
            _ => "",
        }
    }

    /// How many tokens the words of `phrase` are, if they stand here.
    pub(super) fn starts_with(self, phrase: &str) -> Option<usize> {
        let words = phrase.split(' ');
        let mut count = 0;
        for word in words {
            if self.word(count) != word {
                return None;
            }
            count += 1;
        }
        Some(count)
    }

    /// The longest of `phrases` that stands here.
    pub(super) fn any_of(self, phrases: &[&str]) -> Option<usize> {
        phrases.iter().filter_map(|phrase| self.starts_with(phrase)).max()
    }

    /// Whether a dash or one of the words that mean "up to" stands at a place.
    pub(super) fn is_to(self, index: usize) -> bool {
        self.at(index) == Some(&Token::Dash)
            || matches!(self.word(index), "to" | "through" | "thru" | "till" | "til" | "until")
    }

    /// A number in digits or as a word.
    pub(super) fn number(self, index: usize) -> Option<u32> {
        match self.at(index)? {
            Token::Number(number) => Some(*number),
            Token::Word(word) => number_word(word),
            _ => None,
        }
    }
}

pub(super) fn number_word(word: &str) -> Option<u32> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let place = WORDS.iter().position(|number| *number == word)?;
    u32::try_from(place).ok().filter(|number| *number > 0)
}

/// "first" to "tenth", and 0 for "last".
pub(super) fn ordinal_word(word: &str) -> Option<u32> {
    const WORDS: [&str; 11] = [
        "last", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ];
    let place = WORDS.iter().position(|ordinal| *ordinal == word)?;
    u32::try_from(place).ok()
}

pub(super) fn split(text: &str) -> Vec<Token> {
    let text = normal(text);
    let mut tokens = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let (token, used) = if first.is_ascii_digit() {
            number(rest)
        } else if first.is_alphabetic() {
            let used = rest.find(|char: char| !char.is_alphabetic()).unwrap_or(rest.len());
            (Some(Token::Word(rest[..used].to_owned())), used)
        } else {
            (mark(first), first.len_utf8())
        };
        tokens.extend(token);
        rest = &rest[used..];
    }
    tokens
}

fn normal(text: &str) -> String {
    let mut text = text.to_lowercase();
    for apostrophe in ["'", "’", "‘", "`"] {
        text = text.replace(apostrophe, "");
    }
    for (written, meant) in
        [("a.m.", "am"), ("p.m.", "pm"), ("a. m.", "am"), ("p. m.", "pm"), ("a.m", "am"), ("p.m", "pm")]
    {
        text = text.replace(written, meant);
    }
    text
}

fn mark(mark: char) -> Option<Token> {
    match mark {
        '-' | '–' | '—' => Some(Token::Dash),
        ',' | '/' | '(' | ')' => Some(Token::Comma),
        '.' | ';' | '!' | '?' | '\n' => Some(Token::Stop),
        '+' => Some(Token::Plus),
        '&' => Some(Token::Word("and".to_owned())),
        '@' => Some(Token::Word("at".to_owned())),
        '#' => Some(Token::Word("number".to_owned())),
        _ => None,
    }
}

/// What begins with a digit.
fn number(text: &str) -> (Option<Token>, usize) {
    let (first, used) = digits(text);
    let rest = &text[used..];
    if let Some(found) = iso_date(text).or_else(|| slash_date(text)) {
        return found;
    }
    if let Some((minute, more)) = minutes(rest) {
        return (Some(Token::Clock(first, minute)), used + more);
    }
    let suffixed = ["st", "nd", "rd", "th"]
        .iter()
        .any(|suffix| rest.strip_prefix(suffix).is_some_and(|after| !after.starts_with(char::is_alphabetic)));
    if suffixed { (Some(Token::Ordinal(first)), used + 2) } else { (Some(Token::Number(first)), used) }
}

/// ":30", and ".30" before am or pm.
fn minutes(rest: &str) -> Option<(u32, usize)> {
    let after = rest.strip_prefix([':', '.'])?;
    let (minute, used) = digits(after);
    let is_dot = rest.starts_with('.');
    let named = after[used..].trim_start().starts_with(['a', 'p']);
    (used == 2 && minute < 60 && (!is_dot || named)).then_some((minute, 3))
}

fn iso_date(text: &str) -> Option<(Option<Token>, usize)> {
    let written = text.get(..10)?;
    let date: jiff::civil::Date = written.parse().ok()?;
    Some((Some(Token::Date(Some(date.year()), date.month(), date.day())), 10))
}

fn slash_date(text: &str) -> Option<(Option<Token>, usize)> {
    let (month, used) = digits(text);
    let (day, more) = digits(text[used..].strip_prefix('/')?);
    let mut end = used + 1 + more;
    let mut year = None;
    if let Some(after) = text[end..].strip_prefix('/') {
        let (written, digits) = digits(after);
        if digits == 2 || digits == 4 {
            year = i16::try_from(if digits == 2 { written + 2000 } else { written }).ok();
            end += 1 + digits;
        }
    }
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let plausible = (1..=12).contains(&month) && (1..=31).contains(&day) && more > 0;
    plausible.then_some((Some(Token::Date(year, month, day)), end))
}

/// The number that `text` begins with and how many digits it has. A number beyond all meaning is 9999.
fn digits(text: &str) -> (u32, usize) {
    let used = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    (text[..used].parse().unwrap_or(9999), used)
}
