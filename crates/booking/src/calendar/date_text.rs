//! Dates in running text. What a text leaves open (the year, which number is the month) stays open and is settled by comparing.

use jiff::civil::Date;

use super::months::month_of;
use crate::matching::Words;

/// A date as a text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenDate {
    /// Day and month, and the year where it is named.
    Named { year: Option<i16>, month: i8, day: i8 },
    /// "02/05/2026": which number is the month depends on the country.
    Numeric { year: Option<i16>, first: i8, second: i8 },
}

impl SeenDate {
    /// Whether this can be read as `date`.
    pub fn may_be(self, date: Date) -> bool {
        let same_year =
            |year: Option<i16>| year.is_none_or(|year| year == date.year() || year == date.year() % 100);
        match self {
            Self::Named { year, month, day } => same_year(year) && (month, day) == (date.month(), date.day()),
            Self::Numeric { year, first, second } => {
                let day_and_month = (date.day(), date.month());
                same_year(year) && ((first, second) == day_and_month || (second, first) == day_and_month)
            }
        }
    }

    /// The one date this is, where the text leaves nothing open.
    pub fn exact(self) -> Option<Date> {
        match self {
            Self::Named { year: Some(year), month, day } => Date::new(year, month, day).ok(),
            Self::Named { year: None, .. } | Self::Numeric { .. } => None,
        }
    }
}

impl From<Date> for SeenDate {
    fn from(date: Date) -> Self {
        Self::Named { year: Some(date.year()), month: date.month(), day: date.day() }
    }
}

/// Every date that the text names, in reading order.
pub fn dates_in(text: &str) -> Vec<SeenDate> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found = numeric_dates(text);
    let words = Words::of(text);
    found.extend(named_dates(words.as_slice()));
    found
}

/// "February 5, 2026", "5 de febrero de 2026", "Thu, Feb 5", "5th February".
fn named_dates(words: &[String]) -> Vec<SeenDate> {
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !matches!(*word, "de" | "of" | "the" | "del"))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at + 1 < words.len() {
        match date_at(&words[at..]) {
            Some((date, length)) => {
                found.push(date);
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn date_at(words: &[&str]) -> Option<(SeenDate, usize)> {
    let (month, day) = if let (Some(day), Some(month)) = (day_of(words[0]), month_of(words[1])) {
        (month, day)
    } else {
        let (month, day) = (month_of(words[0])?, day_of(words[1])?);
        // "mar, 5 feb": here "mar" is Tuesday, and the day belongs to the month behind it.
        if words.get(2).is_some_and(|next| month_of(next).is_some()) {
            return None;
        }
        (month, day)
    };
    let year = words.get(2).and_then(|word| year_of(word));
    Some((SeenDate::Named { year, month, day }, 2 + usize::from(year.is_some())))
}

fn day_of(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|letter: char| letter.is_alphabetic());
    let suffix = &word[digits.len()..];
    let ordinal = matches!(suffix, "" | "st" | "nd" | "rd" | "th" | "er" | "o" | "a");
    digits.parse().ok().filter(|day| ordinal && digits.len() <= 2 && (1..=31).contains(day))
}

fn year_of(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| (2000..2200).contains(year))
}

/// "2026-02-05", "02/05/2026", "5.2.26".
fn numeric_dates(text: &str) -> Vec<SeenDate> {
    let pieces = text.split(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '-' | '/' | '.')));
    pieces.filter_map(numeric_date).collect()
}

fn numeric_date(piece: &str) -> Option<SeenDate> {
    let piece = piece.trim_matches(['-', '/', '.']);
    let numbers: Vec<&str> = piece.split(['-', '/', '.']).collect();
    let [one, two, three] = numbers.as_slice() else { return None };
    let small =
        |text: &str| text.parse::<i8>().ok().filter(|number| text.len() <= 2 && (1..=31).contains(number));
    if one.len() == 4 {
        return Some(SeenDate::Named {
            year: year_of(one),
            month: small(two).filter(|month| *month <= 12)?,
            day: small(three)?,
        });
    }
    let year = match three.len() {
        4 => year_of(three)?,
        2 => three.parse().ok()?,
        _ => return None,
    };
    Some(SeenDate::Numeric { year: Some(year), first: small(one)?, second: small(two)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_read_in_every_format() {
        for text in [
            "Thursday, February 5, 2026",
            "Thu, Feb 5",
            "5 February 2026",
            "jueves, 5 de febrero de 2026",
            "jueves 5 de febrero",
            "jeu. 5 févr. 2026",
            "February 5th",
            "2026-02-05",
            "02/05/2026",
            "5.2.2026",
            "5/2/26",
            "Your visit: Feb 5, 2026 at 2:30 PM",
        ] {
            let seen = dates_in(text);
            assert_eq!(seen.len(), 1, "{text}: {seen:?}");
            assert!(seen[0].may_be(date(2026, 2, 5)), "{text}: {seen:?}");
            assert!(!seen[0].may_be(date(2026, 2, 6)), "{text}: {seen:?}");
        }
    }

    #[test]
    fn a_weekday_that_looks_like_a_month_is_none() {
        assert_eq!(dates_in("mar, 10 feb 2026"), [SeenDate::Named { year: Some(2026), month: 2, day: 10 }]);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "May we call you?",
            "24 hours",
            "(440) 703-1022",
            "440-703-1022",
            "$50.00",
            "2 providers",
            "version 1.2.3",
            "10.5.1.2",
        ] {
            assert_eq!(dates_in(text), [], "{text}");
        }
    }

    #[test]
    fn another_year_is_another_date() {
        assert!(!dates_in("February 5, 2027")[0].may_be(date(2026, 2, 5)));
        assert_eq!(dates_in("February 5, 2027")[0].exact(), Some(date(2027, 2, 5)));
    }
}
