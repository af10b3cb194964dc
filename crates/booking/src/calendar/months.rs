//! Names of months, and the headers of calendars that show one.

use jiff::civil::Date;

use crate::matching::Words;

/// One month of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i16,
    pub month: i8,
}

/// Folded names and their usual short forms, January first: English, Spanish, French, German, Italian, Portuguese, Dutch.
const NAMES: [&[&str]; 12] = [
    &[
        "january", "jan", "enero", "ene", "janvier", "janv", "januar", "janner", "gennaio", "gen", "janeiro",
        "januari",
    ],
    &["february", "feb", "febrero", "fevrier", "fevr", "fev", "februar", "febbraio", "fevereiro", "februari"],
    &["march", "mar", "marzo", "mars", "marz", "mrz", "marco", "maart", "mrt"],
    &["april", "apr", "abril", "abr", "avril", "avr", "aprile"],
    &["may", "mayo", "mai", "maggio", "mag", "maio", "mei"],
    &["june", "jun", "junio", "juin", "juni", "giugno", "giu", "junho"],
    &["july", "jul", "julio", "juillet", "juil", "juli", "luglio", "lug", "julho"],
    &["august", "aug", "agosto", "ago", "aout", "augustus"],
    &["september", "sep", "sept", "septiembre", "setiembre", "septembre", "settembre", "set", "setembro"],
    &["october", "oct", "octubre", "octobre", "oktober", "okt", "ottobre", "ott", "outubro", "out"],
    &["november", "nov", "noviembre", "novembre", "novembro"],
    &["december", "dec", "diciembre", "dic", "decembre", "dezember", "dez", "dicembre", "dezembro"],
];

impl Month {
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// Whole months from this one to `other`; negative where `other` lies before.
    pub fn until(self, other: Self) -> i32 {
        (i32::from(other.year) - i32::from(self.year)) * 12 + i32::from(other.month) - i32::from(self.month)
    }

    #[must_use]
    pub fn next(self) -> Self {
        self.shifted(1)
    }

    #[must_use]
    pub fn previous(self) -> Self {
        self.shifted(-1)
    }

    /// The date of one of its days.
    pub fn day(self, day: i8) -> Option<Date> {
        Date::new(self.year, self.month, day).ok()
    }

    fn shifted(self, by: i8) -> Self {
        match self.month + by {
            0 => Self { year: self.year - 1, month: 12 },
            13 => Self { year: self.year + 1, month: 1 },
            month => Self { month, ..self },
        }
    }
}

/// The month, 1 to 12, that a folded word names.
pub fn month_of(word: &str) -> Option<i8> {
    let index = NAMES.iter().position(|names| names.contains(&word))?;
    i8::try_from(index + 1).ok()
}

/// The month that a calendar's header shows: "February 2026", "febrero de 2026", "Feb 2026", "2026年2月", "02/2026".
pub fn month_header(text: &str) -> Option<Month> {
    if text.chars().count() > 40 {
        return None;
    }
    let words = Words::of(text);
    let words: Vec<&str> = words.as_slice().iter().map(String::as_str).collect();
    let numbers: Vec<i16> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let year = numbers.iter().copied().find(|number| (2000..2200).contains(number));
    if let Some(month) = words.iter().find_map(|word| month_of(word)) {
        let others = numbers.iter().filter(|number| Some(**number) != year).count();
        return (others == 0).then_some(Month { year: year?, month });
    }
    numeric(&numbers).or_else(|| ideographic(text))
}

fn numeric(numbers: &[i16]) -> Option<Month> {
    let (year, month) = match *numbers {
        [month, year] if (1..=12).contains(&month) => (year, month),
        [year, month] if (1..=12).contains(&month) => (year, month),
        _ => return None,
    };
    (2000..2200).contains(&year).then_some(Month { year, month: i8::try_from(month).ok()? })
}

fn ideographic(text: &str) -> Option<Month> {
    let (year, rest) = text.trim().split_once('年')?;
    let month = rest.trim().strip_suffix('月')?.parse().ok().filter(|month| (1..=12).contains(month))?;
    Some(Month { year: year.trim().parse().ok()?, month })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_in_many_languages() {
        let check = |text: &str, expect: Option<(i16, i8)>| {
            assert_eq!(month_header(text), expect.map(|(year, month)| Month { year, month }), "{text}");
        };
        check("February 2026", Some((2026, 2)));
        check("FEB 2026", Some((2026, 2)));
        check("febrero de 2026", Some((2026, 2)));
        check("février 2026", Some((2026, 2)));
        check("août 2026", Some((2026, 8)));
        check("März 2026", Some((2026, 3)));
        check("2026年2月", Some((2026, 2)));
        check("02/2026", Some((2026, 2)));
        check("February, 2026 ", Some((2026, 2)));
        check("February 5, 2026", None);
        check("February", None);
        check("We are open until May 2026, and we look forward to seeing you", None);
    }

    #[test]
    fn months_are_counted_over_the_turn_of_the_year() {
        let november = Month { year: 2026, month: 11 };
        assert_eq!(november.until(Month { year: 2027, month: 2 }), 3);
        assert_eq!(Month { year: 2026, month: 12 }.next(), Month { year: 2027, month: 1 });
        assert_eq!(Month { year: 2026, month: 1 }.previous(), Month { year: 2025, month: 12 });
    }
}
